import { deepEqual } from "../../base/deep.ts";
import type { StatefulSet } from "../../kinds/apps/statefulset/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import type { KubeObject, OwnerReference } from "../../machinery/object.ts";
import { PERSISTENT_VOLUME_CLAIMS, PODS, type Resource, STATEFUL_SETS } from "../controller/resources.ts";
import { claimsOf, firstOrdinal, ordinalOf } from "./identity.ts";

/**
 * Has the claims of a set's pods go with the set, or with a pod that is scaled away, as the set's retention policy says: the garbage
 * collector does the rest.
 */
// pkg/controller/statefulset/stateful_set_utils.go updateClaimOwnerRefForSetAndPod, 1.27
export function retainClaims(set: StatefulSet, pods: readonly Pod[], context: ComponentContext): void {
  const policy = set.spec.persistentVolumeClaimRetentionPolicy;
  if (!policy || !context.release.has("statefulSetClaimRetention")) return;
  const end = firstOrdinal(set) + (set.spec.replicas ?? 1);
  for (const pod of pods) {
    const ordinal = ordinalOf(set, pod) ?? 0;
    const goesWithPod = policy.whenScaled === "Delete" && ordinal >= end;
    const owner = goesWithPod
      ? plainReference(pod, PODS)
      : policy.whenDeleted === "Delete"
        ? plainReference(set, STATEFUL_SETS)
        : undefined;
    for (const { metadata } of claimsOf(set, ordinal)) setOwner(metadata.namespace ?? "", metadata.name ?? "", [set, pod], owner, context);
  }
}

function plainReference({ metadata }: KubeObject, { apiVersion, kind }: Resource): OwnerReference {
  return { apiVersion, kind, name: metadata.name ?? "", uid: metadata.uid ?? "" };
}

/** Replaces those of the candidates that own a claim. */
function setOwner(
  namespace: string,
  name: string,
  candidates: readonly KubeObject[],
  owner: OwnerReference | undefined,
  context: ComponentContext,
): void {
  const claim = context.lister.get(PERSISTENT_VOLUME_CLAIMS.key, namespace, name);
  if (!claim || claim.metadata.deletionTimestamp) return;
  const former = claim.metadata.ownerReferences ?? [];
  const others = former.filter(({ uid }) => !candidates.some((candidate) => candidate.metadata.uid === uid));
  const ownerReferences = owner ? [...others, owner] : others;
  if (deepEqual(former, ownerReferences)) return;
  const patch = { metadata: { ownerReferences: ownerReferences.length > 0 ? ownerReferences : null } };
  context.client.patch(PERSISTENT_VOLUME_CLAIMS.in(namespace), name, "merge", patch);
}
