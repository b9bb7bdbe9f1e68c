import { deepClone } from "../../base/deep.ts";
import type { DaemonSet } from "../../kinds/apps/daemonset/types.ts";
import type { Affinity, Pod, PodSpec, PodTemplateSpec } from "../../kinds/core/pod/types.ts";
import type { NodeSelector, Toleration } from "../../kinds/shared/types.ts";

export const REVISION_HASH_LABEL = "controller-revision-hash";
const GENERATION_LABEL = "pod-template-generation";
const GENERATION_ANNOTATION = "deprecated.daemonset.template.generation";
const NODE_NAME_FIELD = "metadata.name";

/** Taints that no daemon pod minds, in the order in which their tolerations are added. */
const TOLERATED: readonly (readonly [string, "NoExecute" | "NoSchedule"])[] = [
  ["node.kubernetes.io/not-ready", "NoExecute"],
  ["node.kubernetes.io/unreachable", "NoExecute"],
  ["node.kubernetes.io/disk-pressure", "NoSchedule"],
  ["node.kubernetes.io/memory-pressure", "NoSchedule"],
  ["node.kubernetes.io/pid-pressure", "NoSchedule"],
  ["node.kubernetes.io/unschedulable", "NoSchedule"],
];

/** A pod spec's tolerations with those of every daemon pod; on the host's network one for a node without network, too. */
// pkg/controller/daemon/util AddOrUpdateDaemonPodTolerations, 1.20
export function daemonTolerations(spec: PodSpec): Toleration[] {
  const tolerations = [...(spec.tolerations ?? [])];
  const wanted = spec.hostNetwork ? [...TOLERATED, ["node.kubernetes.io/network-unavailable", "NoSchedule"] as const] : TOLERATED;
  for (const [key, effect] of wanted) {
    const toleration: Toleration = { key, operator: "Exists", effect };
    const at = tolerations.findIndex(
      (other) => other.key === key && other.effect === effect && other.operator === "Exists" && !other.value,
    );
    if (at < 0) tolerations.push(toleration);
    else tolerations[at] = toleration;
  }
  return tolerations;
}

/** The template of the pod for one node: bound to it by affinity, so that the scheduler places it there. */
// pkg/controller/daemon/util CreatePodTemplate, ReplaceDaemonSetPodNodeNameNodeAffinity, 1.20
export function daemonPodTemplate(set: DaemonSet, hash: string, nodeName: string): PodTemplateSpec {
  const template = deepClone(set.spec.template);
  const generation = set.metadata.annotations?.[GENERATION_ANNOTATION];
  const labels = {
    ...template.metadata?.labels,
    ...(generation !== undefined && /^-?\d+$/.test(generation) ? { [GENERATION_LABEL]: generation } : {}),
    [REVISION_HASH_LABEL]: hash,
  };
  const spec = { ...template.spec, tolerations: daemonTolerations(template.spec), affinity: affinityTo(nodeName, template.spec.affinity) };
  return { metadata: { ...template.metadata, labels }, spec };
}

function affinityTo(nodeName: string, affinity: Affinity | undefined): Affinity {
  const required: NodeSelector = { nodeSelectorTerms: [{ matchFields: [{ key: NODE_NAME_FIELD, operator: "In", values: [nodeName] }] }] };
  return { ...affinity, nodeAffinity: { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: required } };
}

/** The node that a daemon pod runs on or is meant for; undefined when its affinity names none. */
// pkg/controller/daemon/util GetTargetNodeName, 1.20
export function targetNodeName(pod: Pod): string | undefined {
  if (pod.spec.nodeName) return pod.spec.nodeName;
  const terms = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const fields = terms.flatMap((term) => term.matchFields ?? []);
  const values = fields.find((field) => field.key === NODE_NAME_FIELD && field.operator === "In")?.values;
  return values?.length === 1 ? values[0] : undefined;
}

/** Whether a pod was made from the revision with that hash. */
export function isPodUpdated(pod: Pod, hash: string): boolean {
  return pod.metadata.labels?.[REVISION_HASH_LABEL] === hash;
}
