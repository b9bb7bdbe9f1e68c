import type { ComponentContext } from "../../machinery/component.ts";
import type { KubeObject, OwnerReference } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { ListQuery } from "../../machinery/store.ts";
import { controllerOf, controllerReference, ownedBy } from "./owner.ts";
import type { Resource } from "./resources.ts";
import { selects } from "../../machinery/labels.ts";
import type { LabelSelector } from "../../machinery/labels.ts";

/** Who claims what: the controller's object with its resource and selector, and the resource of the claimed objects. */
export interface Claim {
  owner: KubeObject;
  ownerResource: Resource;
  selector: LabelSelector;
  resource: Resource;
}

/**
 * The objects of `claim.resource` that belong to the owner, after adopting orphans that its selector wants and releasing its
 * own that the selector no longer wants. `eligible`, which looks at the object alone, leaves objects out before either. Order: the owned by name, then adopted ones.
 */
// pkg/controller/controller_ref_manager.go, 1.20
export function claimObjects<T extends KubeObject>(
  claim: Claim,
  context: ComponentContext,
  eligible: (object: T) => boolean = everyObject,
): T[] {
  const { owner, selector, resource } = claim;
  const namespace = owner.metadata.namespace ?? "";
  // By uid alone: a bucket of one term is at hand as it is, and uids do not repeat.
  const owned = context.lister.list(resource.key, { index: ownedBy(owner) }) as readonly T[];
  const claimed: T[] = [];
  const uid = owner.metadata.uid ?? "";
  const mark: Belonging = { uid, selector, eligible };
  for (const object of owned) {
    const known = belonging.get(object);
    if (known?.uid === uid && known.selector === selector && known.eligible === eligible) {
      claimed.push(object);
      continue;
    }
    if (!eligible(object)) continue;
    if (object.metadata.namespace !== namespace || controllerOf(object)?.uid !== uid) continue;
    if (selects(selector, object.metadata.labels)) {
      belonging.set(object, mark);
      claimed.push(object);
    } else if (!owner.metadata.deletionTimestamp) release(object, claim, context);
  }
  if (owner.metadata.deletionTimestamp) return claimed;
  for (const orphan of orphansOf<T>(claim, owned, claimed.length, context)) {
    if (!eligible(orphan)) continue;
    const adopted = adopt(orphan, claim, context);
    if (adopted) claimed.push(adopted);
  }
  return claimed;
}

function everyObject(): boolean {
  return true;
}

/** As whose, by which selector and among which objects one was claimed. */
interface Belonging {
  readonly uid: string;
  readonly selector: LabelSelector;
  readonly eligible: unknown;
}

/** What objects, as they stand, were claimed before: a thousand pods are looked at again with each change of one of them. */
const belonging = new WeakMap<KubeObject, Belonging>();

/** Objects without a controller that the selector wants. Reads only the smallest index bucket that must hold them. */
function orphansOf<T extends KubeObject>(claim: Claim, owned: readonly T[], claimed: number, context: ComponentContext): T[] {
  const { owner, selector, resource } = claim;
  const namespace = owner.metadata.namespace ?? "";
  let smallest: ListQuery = { namespace };
  let smallestCount = Infinity;
  let ownedInSmallest = 0;
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    const query = { namespace, index: `label:${key}=${value}` };
    const count = context.lister.count(resource.key, query);
    if (count >= smallestCount) continue;
    // What the owner has claimed carries all of the labels: when it fills a bucket, there is no room for an orphan.
    if (count === claimed) return [];
    [smallest, smallestCount] = [query, count];
    ownedInSmallest = owned.reduce((sum, object) => (object.metadata.labels?.[key] === value ? sum + 1 : sum), 0);
  }
  // Nor is there when the owner's objects that no longer count are added.
  if (smallestCount === ownedInSmallest) return [];
  const found = context.lister.list(resource.key, smallest) as readonly T[];
  return found.filter((object) => !controllerOf(object) && !object.metadata.deletionTimestamp && selects(selector, object.metadata.labels));
}

function adopt<T extends KubeObject>(object: T, claim: Claim, context: ComponentContext): T | undefined {
  const reference = controllerReference(claim.owner, claim.ownerResource);
  return patchOwners<T>(object, [...(object.metadata.ownerReferences ?? []), reference], claim, context);
}

function release(object: KubeObject, claim: Claim, context: ComponentContext): void {
  const rest = (object.metadata.ownerReferences ?? []).filter((reference) => reference.uid !== claim.owner.metadata.uid);
  patchOwners(object, rest, claim, context);
}

function patchOwners<T extends KubeObject>(
  object: T,
  ownerReferences: OwnerReference[],
  claim: Claim,
  context: ComponentContext,
): T | undefined {
  const ref = claim.resource.in(object.metadata.namespace ?? "");
  const patch = { metadata: { uid: object.metadata.uid, ownerReferences: ownerReferences.length > 0 ? ownerReferences : null } };
  try {
    return context.client.patch(ref, object.metadata.name ?? "", "merge", patch) as T;
  } catch (error) {
    // Gone meanwhile, or another object of that name: nothing to claim.
    if (isReason(error, "NotFound") || isReason(error, "Invalid") || isReason(error, "Conflict")) return undefined;
    throw error;
  }
}
