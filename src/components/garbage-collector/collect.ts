import type { ComponentContext } from "../../machinery/component.ts";
import type { DeleteOptions } from "../../machinery/client.ts";
import type { OwnerReference } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import { FOREGROUND, ORPHAN, dependentsOf, isDeletingDependents, isOrphaning, refOf, resolveOwner } from "./references.ts";
import type { Item } from "./references.ts";

type Policy = NonNullable<DeleteOptions["propagationPolicy"]>;

/**
 * Does for one object what its owners and dependents ask for now: lets its dependents go, waits for them, or deletes it because
 * nobody owns it any more.
 */
// pkg/controller/garbagecollector/garbagecollector.go attemptToDeleteItem, attemptToOrphanWorker, 1.20
export function collect(item: Item, context: ComponentContext): void {
  if (isOrphaning(item.object)) orphanDependents(item, context);
  else if (isDeletingDependents(item.object)) deleteDependents(item, context);
  else if (!item.object.metadata.deletionTimestamp) deleteUnlessOwned(item, context);
}

function orphanDependents(owner: Item, context: ComponentContext): void {
  const uid = owner.object.metadata.uid;
  for (const dependent of dependentsOf(owner.object, context)) {
    const kept = (dependent.object.metadata.ownerReferences ?? []).filter((reference) => reference.uid !== uid);
    patchOwners(dependent, kept, context);
  }
  removeFinalizer(owner, ORPHAN, context);
}

function deleteDependents(owner: Item, context: ComponentContext): void {
  const blocking = dependentsOf(owner.object, context).filter((dependent) => blocks(dependent, owner));
  if (blocking.length === 0) {
    removeFinalizer(owner, FOREGROUND, context);
    return;
  }
  for (const dependent of blocking) if (!dependent.object.metadata.deletionTimestamp) deleteUnlessOwned(dependent, context);
}

function blocks({ object }: Item, owner: Item): boolean {
  return (object.metadata.ownerReferences ?? []).some(
    (reference) => reference.uid === owner.object.metadata.uid && reference.blockOwnerDeletion === true,
  );
}

function deleteUnlessOwned(item: Item, context: ComponentContext): void {
  const references = item.object.metadata.ownerReferences ?? [];
  if (references.length === 0) return;
  const solid: OwnerReference[] = [];
  let waiting = false;
  for (const reference of references) {
    const resolved = resolveOwner(reference, item.object, context);
    if (resolved.state === "unknown") return;
    if (resolved.state === "present" && isDeletingDependents(resolved.owner.object)) waiting = true;
    else if (resolved.state === "present") solid.push(reference);
  }
  if (solid.length > 0) {
    if (solid.length < references.length) patchOwners(item, solid, context);
    return;
  }
  const dependents = waiting ? dependentsOf(item.object, context) : [];
  if (dependents.length === 0) {
    remove(item, policyOf(item), context);
    return;
  }
  // A circle of foreground deletions would wait for itself: this member no longer blocks its owners.
  if (dependents.some((dependent) => isDeletingDependents(dependent.object))) {
    patchOwners(
      item,
      references.map((reference) => ({ ...reference, blockOwnerDeletion: false })),
      context,
    );
  }
  remove(item, "Foreground", context);
}

function policyOf({ object }: Item): Policy {
  const finalizers = object.metadata.finalizers ?? [];
  if (finalizers.includes(ORPHAN)) return "Orphan";
  return finalizers.includes(FOREGROUND) ? "Foreground" : "Background";
}

function remove(item: Item, propagationPolicy: Policy, context: ComponentContext): void {
  const { name = "", uid = "" } = item.object.metadata;
  ignoringGone(() => context.client.delete(refOf(item, context), name, { propagationPolicy, preconditions: { uid } }));
}

function patchOwners(item: Item, ownerReferences: readonly OwnerReference[], context: ComponentContext): void {
  const { name = "", uid } = item.object.metadata;
  const patch = { metadata: { uid, ownerReferences: ownerReferences.length > 0 ? ownerReferences : null } };
  ignoringGone(() => context.client.patch(refOf(item, context), name, "merge", patch));
}

function removeFinalizer(item: Item, finalizer: string, context: ComponentContext): void {
  const { name = "" } = item.object.metadata;
  const finalizers = (item.object.metadata.finalizers ?? []).filter((other) => other !== finalizer);
  ignoringGone(() =>
    context.client.patch(refOf(item, context), name, "merge", { metadata: { finalizers: finalizers.length > 0 ? finalizers : null } }),
  );
}

/** An object that has gone, or is another one by now, needs no work. */
function ignoringGone(write: () => unknown): void {
  try {
    write();
  } catch (error) {
    if (!isReason(error, "NotFound") && !isReason(error, "Conflict")) throw error;
  }
}
