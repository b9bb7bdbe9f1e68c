import { fateOf } from "../../images/program.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { ACTOR, cancelProbes, containerKey, record, viewOf } from "./work.ts";

/** When a container is gone, and how it ended. */
export interface Stop {
  afterMs: number;
  exitCode: number;
}

/** How long a container takes to stop within a grace, and how it ends. */
export function stopOf(pod: Pod, container: Container, graceMs: number, context: ComponentContext): Stop {
  const fate = fateOf(viewOf(pod, container, context));
  const natural = fate.kind === "runs" ? fate.stop : { afterMs: 0, exitCode: 0 };
  const hookMs = preStopMs(container);
  const afterMs = Math.min(graceMs, hookMs + natural.afterMs);
  // A process that is still there when the grace is over is killed.
  return hookMs + natural.afterMs >= graceMs && natural.afterMs > 0
    ? { afterMs: graceMs, exitCode: 137 }
    : { afterMs, exitCode: natural.exitCode };
}

/** How long a preStop hook sleeps; other hooks take no time. */
function preStopMs(container: Container): number {
  const hook = container.lifecycle?.preStop;
  const asleep = (hook?.sleep as { seconds?: number } | undefined)?.seconds;
  if (asleep !== undefined) return asleep * 1000;
  const script = (hook?.exec?.command ?? []).join(" ");
  return Number(/\bsleep\s+(\d+(?:\.\d+)?)/.exec(script)?.[1] ?? 0) * 1000;
}

/** Kills a running container, which then starts again as its policy says. */
export function killContainer(
  pod: Pod,
  container: Container,
  why: string,
  stopMs: number,
  exitCode: number,
  context: ComponentContext,
): void {
  record(pod, "Normal", "Killing", why, context, container.name);
  cancelProbes(pod, container, context);
  context.sim.schedule({
    at: context.sim.now() + stopMs,
    actor: ACTOR,
    name: "exit",
    key: containerKey(pod, container.name),
    data: { exitCode },
  });
}
