import { deepEqual } from "../../base/deep.ts";
import type { ChangeGroup, ComponentContext } from "../../machinery/component.ts";
import { objectKey } from "../../machinery/object.ts";
import type { KubeObject, OwnerReference } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { controllerOf, resolveController } from "./owner.ts";
import { isPodActive, isPodReady } from "./pod-state.ts";
import type { Resource } from "./resources.ts";
import { selects } from "../../machinery/labels.ts";
import { selectsEverything } from "./selector.ts";
import { afterCreation, settleSoon } from "./settle.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { LabelSelector } from "../../machinery/labels.ts";

/** Most pods are another controller's, and have been from the start: with those {@link podOwnerKeys} has nothing to do. */
export function concernsPodsOf(resource: Resource): (group: ChangeGroup) => boolean {
  return ({ controllerKind, isKept }) => controllerKind === undefined || controllerKind === resource.kind || !isKept;
}

/**
 * Keys of the controllers' objects (of `resource`) that a change of a pod concerns: its controller, the one it had, or for an
 * orphan every one that could adopt it. A pod that has just been made, or only became ready or unready, is looked at a little later
 * (see settle.ts).
 */
// pkg/controller/replicaset/replica_set.go addPod, updatePod, deletePod, 1.20
export function podOwnerKeys(change: Change, actor: string, resource: Resource, context: ComponentContext): readonly string[] {
  const pod = change.object as Pod;
  const previous = change.previous as Pod | undefined;
  if (change.type === "MODIFIED" && previous && countsAsBefore(previous, pod)) return [];
  const reference = controllerOf(pod);
  const keyOf = (owner: OwnerReference | undefined) => ownerKeys(pod, owner, resource, context);
  if (change.type === "DELETED") return keyOf(reference);
  const formerReference = previous && controllerOf(previous);
  const moved = previous !== undefined && formerReference?.uid !== reference?.uid;
  const relabelled = previous !== undefined && !deepEqual(previous.metadata.labels, pod.metadata.labels);
  const former = moved ? keyOf(formerReference) : [];
  if (!reference) return previous && !moved && !relabelled ? [] : [...former, ...possibleOwners(pod, resource, context)];
  if (!previous) {
    for (const key of keyOf(reference)) afterCreation(actor, key, context);
    return [];
  }
  if (moved || relabelled || isPodActive(previous) !== isPodActive(pod)) return [...former, ...keyOf(reference)];
  if (isPodReady(previous) !== isPodReady(pod)) for (const key of keyOf(reference)) settleSoon(actor, key, context);
  return [];
}

/** Whether nobody's count of pods can be another one: what most states of a pod that starts have new is nothing to its owner. */
function countsAsBefore(before: Pod, after: Pod): boolean {
  return (
    before.metadata.ownerReferences === after.metadata.ownerReferences &&
    before.metadata.labels === after.metadata.labels &&
    isPodActive(before) === isPodActive(after) &&
    isPodReady(before) === isPodReady(after)
  );
}

function ownerKeys(pod: Pod, reference: OwnerReference | undefined, resource: Resource, context: ComponentContext): string[] {
  const owner = resolveController(context.lister, resource, pod.metadata.namespace ?? "", reference);
  return owner ? [objectKey(owner)] : [];
}

/** Objects of a resource whose selector wants an orphan. An empty selector wants nothing here. */
export function possibleOwners(orphan: KubeObject, resource: Resource, context: ComponentContext): string[] {
  if (orphan.metadata.deletionTimestamp || !orphan.metadata.labels) return [];
  const candidates = context.lister.list(resource.key, { namespace: orphan.metadata.namespace ?? "" });
  return candidates.filter((candidate) => wants(candidate, orphan)).map(objectKey);
}

function wants(candidate: KubeObject, orphan: KubeObject): boolean {
  const given = (candidate["spec"] as { selector?: LabelSelector } | undefined)?.selector;
  // A replication controller's selector is a plain map.
  const selector = candidate.kind === "ReplicationController" ? { matchLabels: given as Record<string, string> } : given;
  return selector !== undefined && !selectsEverything(selector) && selects(selector, orphan.metadata.labels);
}
