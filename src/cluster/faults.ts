import { isControlPlane } from "../machinery/object.ts";
import type { Json } from "../base/json.ts";
import { UserError } from "../base/user-error.ts";
import { ACTOR, type FaultAction, NODE_ACTIONS, type NodeAction } from "../components/faults/action.ts";
import type { Node } from "../kinds/core/node/types.ts";
import type { Container } from "../kinds/core/pod/container/types.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import { type ProbeName, type Standing, standingFaults } from "../machinery/faults.ts";
import { faultOf, PC, type NodeFault } from "../network/node-faults.ts";
import { memoryOf } from "./memory.ts";
import type { Session } from "./session.ts";

/** What is broken now, and what will be. */
export interface FaultReport {
  readonly nodes: readonly { readonly node: string; readonly fault: NodeFault }[];
  readonly standing: readonly Standing[];
  readonly planned: readonly { readonly at: number; readonly action: FaultAction }[];
}

/** Does something to the emulated machines, `afterMs` from now in the cluster's time. */
export async function act(session: Session, action: FaultAction, afterMs: number): Promise<void> {
  await session.write((engine) => {
    const { sim, store } = session.cluster;
    const memory = memoryOf(store);
    const planned = (memory.get(PLANNED) ?? []) as number[];
    const number = Number(memory.get(NEXT_PLAN) ?? 1);
    memory.set(NEXT_PLAN, number + 1);
    if (afterMs > 0) memory.set(PLANNED, [...planned, number]);
    sim.schedule({ at: sim.now() + afterMs, actor: ACTOR, name: "do", key: String(number), data: action as unknown as Json });
    engine.runUntil(sim.now());
  });
}

const PLANNED = "faults/planned";
const NEXT_PLAN = "faults/next-plan";

/** What is broken, and what is planned. */
export function faultReport({ cluster: { store, sim } }: Session): FaultReport {
  const memory = memoryOf(store);
  const names = store.list("nodes").map(({ metadata }) => metadata.name ?? "");
  const planned = ((memory.get(PLANNED) ?? []) as number[]).flatMap((number) => {
    const event = sim.pending(ACTOR, "do", String(number));
    return event === undefined ? [] : [{ at: event.at, action: event.data as unknown as FaultAction }];
  });
  return {
    nodes: names.flatMap((node) => {
      const fault = faultOf(memory, node);
      return fault === undefined ? [] : [{ node, fault }];
    }),
    standing: standingFaults(memory),
    planned: planned.toSorted((one, other) => one.at - other.at),
  };
}

/** Takes back what is planned. */
export function forgetPlans({ cluster: { store, sim } }: Session): void {
  const memory = memoryOf(store);
  for (const number of (memory.get(PLANNED) ?? []) as number[]) sim.cancel(ACTOR, "do", String(number));
  memory.set(PLANNED, []);
}

/** The name of a node, or of the user's own machine where that is allowed. Throws UserError for neither. */
export function nodeNamed(name: string, { cluster: { store } }: Session, orPc = false): string {
  if (orPc && name === PC) return name;
  if (store.get("nodes", "", name) !== undefined) return name;
  const known = store.list("nodes").map(({ metadata }) => metadata.name ?? "");
  throw new UserError(`there is no node "${name}"; there are ${known.slice(0, 10).join(", ")}${known.length > 10 ? ", …" : ""}`);
}

/** A word for what can be done to a node. Throws UserError for one that there is not, or not for this node. */
export function nodeAction(name: string, word: string, session: Session): NodeAction {
  if (!Object.hasOwn(NODE_ACTIONS, word))
    throw new UserError(`"${word}" is nothing that can be done to a node: use ${Object.keys(NODE_ACTIONS).join(", ")}`);
  const action = word as NodeAction;
  const node = session.cluster.store.get("nodes", "", name) as Node | undefined;
  if (node !== undefined && isControlPlane(node) && (action === "down" || action === "cut-network" || action === "reboot"))
    throw new UserError(`${name} is the control plane: k8sim does not emulate a cluster without it`);
  return action;
}

/** A pod by `[NAMESPACE/]NAME` and one of its containers, the first by default. Throws UserError for what is not there. */
export function containerNamed(
  word: string,
  namespace: string,
  container: string | undefined,
  { cluster: { store } }: Session,
): { pod: Pod; container: Container } {
  const [space = "", name = ""] = word.includes("/") ? word.split("/") : [namespace, word];
  const pod = store.get("pods", space, name) as Pod | undefined;
  if (pod === undefined) throw new UserError(`there is no pod "${name}" in namespace "${space}"`);
  const found = pod.spec.containers.find((one) => container === undefined || one.name === container);
  if (found === undefined)
    throw new UserError(`pod ${name} has no container "${container}"; it has ${pod.spec.containers.map((one) => one.name).join(", ")}`);
  return { pod, container: found };
}

/** A container that runs. Throws UserError for one that does not. */
export function requireRunning(pod: Pod, container: Container): void {
  const status = pod.status?.containerStatuses?.find(({ name }) => name === container.name);
  if (status?.state?.running === undefined) throw new UserError(`container ${container.name} of pod ${pod.metadata.name} does not run`);
}

/** A probe that a container has. Throws UserError for another word or one that it has not. */
export function probeNamed(word: string, pod: Pod, container: Container): ProbeName {
  const probes = { liveness: container.livenessProbe, readiness: container.readinessProbe, startup: container.startupProbe };
  if (!Object.hasOwn(probes, word)) throw new UserError(`"${word}" is no probe: use readiness, liveness or startup`);
  const probe = word as ProbeName;
  if (probes[probe] === undefined) throw new UserError(`container ${container.name} of pod ${pod.metadata.name} has no ${probe} probe`);
  return probe;
}
