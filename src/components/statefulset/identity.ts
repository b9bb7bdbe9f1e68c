import type { StatefulSet } from "../../kinds/apps/statefulset/types.ts";
import type { PersistentVolumeClaim } from "../../kinds/core/persistentvolumeclaim/types.ts";
import type { Pod, PodTemplateSpec } from "../../kinds/core/pod/types.ts";
import type { Volume } from "../../kinds/core/pod/volume/types.ts";
import { controllerReference } from "../controller/owner.ts";
import { podFromTemplate } from "../controller/pod-from-template.ts";
import { STATEFUL_SETS } from "../controller/resources.ts";

export const POD_NAME_LABEL = "statefulset.kubernetes.io/pod-name";
const POD_INDEX_LABEL = "apps.kubernetes.io/pod-index";
const REVISION_LABEL = "controller-revision-hash";

/** The name of a set's pod: `web-0`. */
export function podName(set: StatefulSet, ordinal: number): string {
  return `${set.metadata.name ?? ""}-${ordinal}`;
}

/** The ordinal of a set's pod by its name; undefined for a pod that is not the set's. */
export function ordinalOf(set: StatefulSet, pod: Pod): number | undefined {
  const match = /^(.*)-(\d+)$/.exec(pod.metadata.name ?? "");
  return match && match[1] === set.metadata.name ? Number(match[2]) : undefined;
}

/** The revision that a pod was made from. */
export function podRevision(pod: Pod): string {
  return pod.metadata.labels?.[REVISION_LABEL] ?? "";
}

/** The first ordinal of a set. */
export function firstOrdinal(set: StatefulSet): number {
  return set.spec.ordinals?.start ?? 0;
}

/** A new pod of a set with its identity and its claims' volumes. `withIndex`: it also carries its index as a label. */
// pkg/controller/statefulset/stateful_set_utils.go newStatefulSetPod, updateIdentity, updateStorage, 1.20
export function newPod(set: StatefulSet, template: PodTemplateSpec, revision: string, ordinal: number, withIndex: boolean): Pod {
  const pod = podFromTemplate(template, set, controllerReference(set, STATEFUL_SETS));
  const name = podName(set, ordinal);
  const labels = {
    ...pod.metadata.labels,
    [REVISION_LABEL]: revision,
    [POD_NAME_LABEL]: name,
    ...(withIndex ? { [POD_INDEX_LABEL]: String(ordinal) } : {}),
  };
  const volumes = [...claimVolumes(set, ordinal), ...(pod.spec.volumes ?? []).filter((volume) => !claimNames(set).includes(volume.name))];
  return {
    ...pod,
    metadata: { ...pod.metadata, name, labels },
    spec: { ...pod.spec, hostname: name, subdomain: set.spec.serviceName, ...(volumes.length > 0 ? { volumes } : {}) },
  };
}

function claimNames(set: StatefulSet): string[] {
  return (set.spec.volumeClaimTemplates ?? []).map((claim) => claim.metadata.name ?? "");
}

function claimVolumes(set: StatefulSet, ordinal: number): Volume[] {
  return claimNames(set).map((name) => ({ name, persistentVolumeClaim: { claimName: `${name}-${podName(set, ordinal)}` } }));
}

/** The claims that a set's pod needs, as they are made when they are not there. */
// pkg/controller/statefulset/stateful_set_utils.go getPersistentVolumeClaims, 1.20
export function claimsOf(set: StatefulSet, ordinal: number): PersistentVolumeClaim[] {
  return (set.spec.volumeClaimTemplates ?? []).map((template) => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      ...template.metadata,
      name: `${template.metadata.name ?? ""}-${podName(set, ordinal)}`,
      namespace: set.metadata.namespace ?? "",
      labels: { ...template.metadata.labels, ...set.spec.selector.matchLabels },
    },
    spec: template.spec,
  }));
}
