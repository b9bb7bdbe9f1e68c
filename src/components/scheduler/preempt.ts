import type { ComponentContext } from "../../machinery/component.ts";
import { objectKey } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { Attempt, Reasons } from "./framework.ts";
import type { Refusal } from "./findings.ts";
import { createNodeInfo, placePod, type NodeInfo } from "./node-info.ts";
import { profileOf } from "./profile.ts";

interface Candidate {
  readonly node: NodeInfo;
  readonly victims: readonly Pod[];
}

/**
 * Evicts pods of lower priority where that makes room, and gives the node that will be free; undefined when nothing helps.
 * pkg/scheduler/framework/plugins/defaultpreemption, 1.20
 */
export function preempt(attempt: Attempt, refusals: readonly Refusal[]): string | undefined {
  const { pod, context } = attempt;
  const priority = pod.spec.priority ?? 0;
  if (pod.spec.preemptionPolicy === "Never" || hasVictimsLeaving(attempt)) return pod.status?.nominatedNodeName;
  const candidates = refusals.flatMap(({ node, unresolvable }) => {
    const victims = unresolvable ? undefined : victimsOn(attempt, node, priority);
    return victims && victims.length > 0 ? [{ node, victims }] : [];
  });
  const best = candidates.sort(byLeastHarm)[0];
  if (best === undefined) return undefined;
  for (const victim of best.victims) evict(victim, pod, best.node.name, context);
  return best.node.name;
}

/** Earlier victims that are still stopping: wait for them. */
function hasVictimsLeaving({ pod, nodes }: Attempt): boolean {
  const nominated = nodes.find(({ name }) => name === pod.status?.nominatedNodeName);
  return [...(nominated?.residents.values() ?? [])].some(
    ({ pod: other }) => other.metadata.deletionTimestamp !== undefined && (other.spec.priority ?? 0) < (pod.spec.priority ?? 0),
  );
}

function victimsOn(attempt: Attempt, info: NodeInfo, priority: number): Pod[] | undefined {
  const pods = [...info.residents.values()].filter(({ active }) => active).map(({ pod }) => pod);
  const lower = pods.filter((pod) => (pod.spec.priority ?? 0) < priority);
  if (lower.length === 0) return undefined;
  let stay = pods.filter((pod) => (pod.spec.priority ?? 0) >= priority);
  if (!fits(attempt, info, stay)) return undefined;
  const victims: Pod[] = [];
  // The most important ones are spared first.
  for (const pod of lower.sort(byImportance)) {
    if (fits(attempt, info, [...stay, pod])) stay = [...stay, pod];
    else victims.push(pod);
  }
  return victims;
}

function fits(attempt: Attempt, info: NodeInfo, pods: readonly Pod[]): boolean {
  const trial = createNodeInfo(info.node);
  for (const pod of pods) placePod(trial, pod);
  const inTrial = { ...attempt, nodes: attempt.nodes.map((node) => (node === info ? trial : node)) };
  return profileOf(attempt.context.release).filters.every((plugin) => {
    const reasons: Reasons = plugin.filter(inTrial)?.(trial) ?? [];
    return reasons.length === 0;
  });
}

function byImportance(left: Pod, right: Pod): number {
  const difference = (right.spec.priority ?? 0) - (left.spec.priority ?? 0);
  return difference !== 0 ? difference : (left.status?.startTime ?? "") < (right.status?.startTime ?? "") ? -1 : 1;
}

function byLeastHarm(left: Candidate, right: Candidate): number {
  const worst = ({ victims }: Candidate): number => Math.max(...victims.map(({ spec }) => spec.priority ?? 0));
  const sum = ({ victims }: Candidate): number => victims.reduce((total, { spec }) => total + (spec.priority ?? 0) + 2 ** 31, 0);
  return worst(left) - worst(right) || sum(left) - sum(right) || left.victims.length - right.victims.length;
}

function evict(victim: Pod, pod: Pod, nodeName: string, context: ComponentContext): void {
  const { namespace = "", name = "" } = victim.metadata;
  const who = { pod: objectKey(pod), anonymous: "a pod", uid: `pod ${pod.metadata.uid}` }[
    context.release.value("schedulerPreemptedMessage")
  ];
  try {
    context.client.delete({ group: "", version: "v1", resource: "pods", namespace }, name);
    context.events.record(victim, "Normal", "Preempted", `Preempted by ${who} on node ${nodeName}`, {
      source: { component: "default-scheduler" },
    });
  } catch (error) {
    if (!isReason(error, "NotFound")) throw error;
  }
}
