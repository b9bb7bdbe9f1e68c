import { explainPlacement, type PlacementExplanation, type RefusedNode } from "../components/scheduler/explain.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import { controllerOf } from "../components/controller/owner.ts";
import { objectKey } from "../machinery/object.ts";
import type { Cause } from "./answer.ts";
import { listerAt } from "./past.ts";
import { kubectl, moment, type WhyWorld } from "./world.ts";

/** Why no node has a pod: what the scheduler would say of each node now. */
export function whyNowhere({ context }: WhyWorld, pod: Pod): Cause[] {
  const { namespace = "", name = "" } = pod.metadata;
  const see = kubectl("describe", "pod", namespace, name);
  const { schedulerName = "default-scheduler", schedulingGates = [] } = pod.spec;
  if (schedulingGates.length > 0) {
    const gates = schedulingGates.map((gate) => gate.name).join(", ");
    return [
      {
        reason: "SchedulingGated",
        message: `its scheduling gates are not removed yet: ${gates}`,
        see: `${kubectl("get", "pod", namespace, name)} -o yaml`,
      },
    ];
  }
  if (schedulerName !== "default-scheduler") {
    return [
      {
        reason: "NoScheduler",
        message: `it asks for the scheduler ${schedulerName}, which does not run here`,
        see: `${kubectl("get", "pod", namespace, name)} -o yaml`,
      },
    ];
  }
  const { podReason, refused, candidates } = explainPlacement(pod, context);
  if (podReason !== undefined) return [{ reason: "Unschedulable", message: podReason, see }];
  const causes = refusalCauses(refused);
  if (candidates.length === 0)
    return causes.length > 0 ? causes : [{ reason: "NoNodes", message: "the cluster has no node", see: "kubectl get nodes" }];
  const retry = context.sim.pending("scheduler", "retry", objectKey(pod));
  const when = retry === undefined ? "at once" : `at ${moment(retry.at)}`;
  const nodes = listed(candidates.map(({ node }) => node));
  return [{ reason: "AboutToBeScheduled", message: `${nodes} can take it now; the scheduler tries again ${when}`, see }, ...causes];
}

/** Up to so many nodes, and candidates, are told one by one. */
const TOLD_NODES = 8;

/** A line for each node; of many nodes, a line for each reason. */
function refusalCauses(refused: readonly RefusedNode[]): Cause[] {
  if (refused.length <= TOLD_NODES) return refused.map(refusalCause);
  const groups = new Map<string, RefusedNode[]>();
  for (const one of refused) {
    const key = `${one.plugin}: ${one.reasons.join(", ")}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => (group.length === 1 ? group.map(refusalCause) : [groupCause(group)]));
}

function groupCause(group: readonly RefusedNode[]): Cause {
  const { plugin, reasons } = group[0] as RefusedNode;
  const names = group.map(({ node }) => node);
  const message = `${names.length} nodes (${listed(names)}): ${reasons.join(", ")}`;
  return { reason: plugin, message, see: "kubectl describe nodes", data: { nodes: names, reasons: [...reasons] } };
}

function listed(names: readonly string[]): string {
  const more = names.length > TOLD_NODES ? ` and ${names.length - TOLD_NODES} more` : "";
  return `${names.slice(0, TOLD_NODES).join(", ")}${more}`;
}

function refusalCause({ node, plugin, reasons, short }: RefusedNode): Cause {
  const amounts = short
    .filter(({ resource }) => reasons.includes(`Insufficient ${resource}`))
    .map(({ resource, asked, free }) => `${amountText(resource, asked)} of ${resource} asked for, ${amountText(resource, free)} free`);
  return {
    reason: plugin,
    message: `${node}: ${[reasons.join(", "), ...amounts].join("; ")}`,
    see: kubectl("describe", "node", "", node),
    data: { node, reasons: [...reasons], short: short.map((one) => ({ ...one })) },
  };
}

const UNITS = ["", "Ki", "Mi", "Gi", "Ti"];

function amountText(resource: string, amount: number): string {
  if (resource === "cpu") return `${amount}m`;
  if (resource !== "memory" && resource !== "ephemeral-storage") return String(amount);
  let value = amount;
  let unit = 0;
  for (; Math.abs(value) >= 1024 && unit < UNITS.length - 1; unit++) value /= 1024;
  return `${Number(value.toFixed(1))}${UNITS[unit] ?? ""}`;
}

/** Why a pod is on its node: the same filters and scores on the cluster as it was when the pod was bound. */
export function whyHere(world: WhyWorld, pod: Pod): Cause[] {
  const { nodeName } = pod.spec;
  if (!nodeName) return [];
  const { namespace = "", name = "" } = pod.metadata;
  const see = kubectl("describe", "pod", namespace, name);
  const owner = controllerOf(pod);
  if (owner?.kind === "Node") return [{ reason: "StaticPod", message: `it is a static pod of ${nodeName}`, see }];
  const bound = bindingOf(world, pod);
  if (bound === undefined) return [];
  if (bound.pod === undefined) {
    return [{ reason: "NodeNamed", message: `it is on ${nodeName} because it was created with spec.nodeName: no scheduler chose`, see }];
  }
  const lister = listerAt(world.store, bound.revision - 1);
  if (lister === undefined)
    return [{ reason: "Scheduled", message: `it is on ${nodeName}; the state in which that was chosen is no longer kept`, see }];
  const found = explainPlacement(bound.pod, { ...world.context, lister });
  return [placedCause(nodeName, found, see), ...refusalCauses(found.refused)];
}

/** The revision at which a pod came to its node, and the pod as it was before; without one it was created there. */
function bindingOf({ store }: WhyWorld, { metadata }: Pod): { revision: number; pod?: Pod } | undefined {
  const changes = store.history("pods", metadata.namespace ?? "", metadata.name ?? "");
  const of = changes.filter(({ object }) => object.metadata.uid === metadata.uid);
  const at = of.find(({ object }) => (object as Pod).spec.nodeName);
  if (at === undefined) return undefined;
  return at.type === "ADDED" || at.previous === undefined ? { revision: at.revision } : { revision: at.revision, pod: at.previous as Pod };
}

function placedCause(nodeName: string, { candidates, refused }: PlacementExplanation, see: string): Cause {
  const chosen = candidates.find(({ node }) => node === nodeName);
  const data = {
    node: nodeName,
    candidates: candidates.map(({ node, score, plugins }) => ({ node, score, plugins: plugins.map((plugin) => ({ ...plugin })) })),
    refused: refused.map(({ node, plugin }) => ({ node, plugin })),
  };
  if (candidates.length <= 1) {
    return { reason: "OnlyNode", message: `it is on ${nodeName}, the only node that could take it`, see, data };
  }
  const equals = candidates.filter(({ score }) => score === chosen?.score);
  const scores = listed(candidates.map(({ node, score }) => `${node} ${score}`));
  const decisive = decisivePlugins(candidates, nodeName);
  const because = decisive === "" ? "" : `; decided by ${decisive}`;
  const message =
    equals.length > 1
      ? `it is on ${nodeName} by chance among ${equals.length} equally good nodes: scores ${scores}`
      : `it is on ${nodeName}, which scored highest: ${scores}${because}`;
  return { reason: equals.length > 1 ? "ChosenByChance" : "HighestScore", message, see, data };
}

/** The plugins that put a node before the second best, strongest first: `NodeResourcesLeastAllocated 85 to 70`. */
function decisivePlugins(candidates: PlacementExplanation["candidates"], nodeName: string): string {
  const chosen = candidates.find(({ node }) => node === nodeName);
  const second = candidates.find(({ node }) => node !== nodeName);
  return (chosen?.plugins ?? [])
    .map(({ plugin, weight, score }) => {
      const other = second?.plugins.find((one) => one.plugin === plugin)?.score ?? 0;
      return { text: `${plugin} ${score} to ${other}`, gain: weight * (score - other) };
    })
    .filter(({ gain }) => gain > 0)
    .sort((left, right) => right.gain - left.gain)
    .map(({ text }) => text)
    .join(", ");
}
