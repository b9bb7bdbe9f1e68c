import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import type { StandingFault } from "../../machinery/faults.ts";
import { splitKey } from "../../machinery/object.ts";
import { pokeProbes } from "../kubelet/probes.ts";
import { containerKey, findContainer, later } from "../kubelet/work.ts";
import type { FaultAction } from "./action.ts";

function podOf(key: string, { lister }: ComponentContext): Pod | undefined {
  const { namespace, name } = splitKey(key);
  return lister.get("pods", namespace, name) as Pod | undefined;
}

/** A container's main process ends now. */
export function endContainer(action: Extract<FaultAction, { do: "end" }>, context: ComponentContext): void {
  const pod = podOf(action.pod, context);
  if (pod === undefined) return;
  const { exitCode, reason } = action;
  later(context, 0, "exit", containerKey(pod, action.container), { exitCode, ...(reason === "OOMKilled" ? { reason } : {}) });
}

/** What a fault of containers changes at once. */
export function startFailing(fault: StandingFault, context: ComponentContext): void {
  if (fault.kind === "crash-loop")
    return endContainer({ do: "end", pod: fault.pod, container: fault.container, exitCode: fault.exitCode, reason: "Error" }, context);
  if (fault.kind !== "probe") return;
  const pod = podOf(fault.pod, context);
  const container = pod && findContainer(pod, fault.container);
  if (pod !== undefined && container !== undefined) pokeProbes(pod, container, context);
}
