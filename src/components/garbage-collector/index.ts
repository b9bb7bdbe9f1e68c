import { deepEqual } from "../../base/deep.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import type { KubeObject, OwnerReference } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { retrying } from "../controller/retry.ts";
import { collect } from "./collect.ts";
import { dependentsOf, isCollected, isDeletingDependents, isOrphaning, itemKey, itemOf, resolveOwner } from "./references.ts";

const NAME = "garbage-collector";

/** Deletes what is owned by nothing that exists, and makes owners wait for or let go of their dependents. */
// pkg/controller/garbagecollector, 1.20
export function createGarbageCollector(): Component {
  return {
    name: NAME,
    user: controllerUser("generic-garbage-collector"),
    userAgent: CONTROLLER_MANAGER,
    watches: [{ resource: "*", concerns: ({ resource }) => isCollected(resource), keys: changedKeys }],
    ...retrying(NAME, "garbage-collector-controller", sync),
  };
}

function sync(key: string, context: ComponentContext): undefined {
  const item = itemOf(key, context);
  if (item) collect(item, context);
}

// pkg/controller/garbagecollector/graph_builder.go processGraphChanges, 1.20
function changedKeys(change: Change, context: ComponentContext): readonly string[] {
  const { object, previous } = change;
  if (change.type === "DELETED")
    return [...dependentsOf(object, context).map(itemKey), ...waitingOwners(object, object.metadata.ownerReferences ?? [], context)];
  const keys: string[] = [];
  const references = object.metadata.ownerReferences ?? [];
  const former = previous?.metadata.ownerReferences ?? [];
  if (references !== former && !deepEqual(references, former)) {
    if (references.some((reference) => needsCollecting(reference, object, context))) keys.push(itemKey(change));
    keys.push(...waitingOwners(object, former, context));
  }
  if (isOrphaning(object) || isDeletingDependents(object)) keys.push(itemKey(change));
  return keys;
}

function needsCollecting(reference: OwnerReference, object: KubeObject, context: ComponentContext): boolean {
  const resolved = resolveOwner(reference, object, context);
  return resolved.state === "absent" || (resolved.state === "present" && isDeletingDependents(resolved.owner.object));
}

/** Owners that wait for their dependents: one of these has just left them. */
function waitingOwners(dependent: KubeObject, references: readonly OwnerReference[], context: ComponentContext): string[] {
  return references.flatMap((reference) => {
    const resolved = resolveOwner(reference, dependent, context);
    return resolved.state === "present" && isDeletingDependents(resolved.owner.object) ? [itemKey(resolved.owner)] : [];
  });
}
