import { isLasting } from "../base/deep.ts";
import { controllerOf } from "../components/controller/owner.ts";
import type { ChangeGroup, Component, ComponentContext, ComponentWatch } from "../machinery/component.ts";
import type { OwnerReference, ResourceKey } from "../machinery/object.ts";
import type { Change } from "../machinery/store.ts";

/** A component with what it is given. */
export interface Running {
  readonly component: Component;
  readonly context: ComponentContext;
}

/** One watch of a component. */
export interface Subscription {
  readonly actor: Running;
  readonly watch: ComponentWatch;
}

/** Who hears of which changes. */
export interface Subscriptions {
  add(actor: Running): void;
  /** Who has to look at a change, in the components' order. */
  of(change: Change): readonly Subscription[];
}

const EVERY_RESOURCE = "*";
const NO_SPEC = {};

/**
 * No subscriptions yet. A pod is watched by two dozen components, of which most cannot care about most pods: those of a Deployment are
 * nothing to Jobs and StatefulSets, and carry none of the add-ons. Each watch says so once for all changes of a group.
 */
export function createSubscriptions(): Subscriptions {
  const all: Subscription[] = [];
  const resources = new Map<ResourceKey, (change: Change) => readonly Subscription[]>();

  return {
    add(actor) {
      for (const watch of actor.component.watches) all.push({ actor, watch });
    },
    of(change) {
      let choose = resources.get(change.resource);
      if (choose === undefined) {
        const some = all.filter(({ watch }) => watch.resource === change.resource || watch.resource === EVERY_RESOURCE);
        resources.set(change.resource, (choose = chooserAmong(some)));
      }
      return choose(change);
    },
  };
}

/** Chooses among a resource's subscriptions; a choice is kept for specs that cannot change, which many objects share. */
function chooserAmong(some: readonly Subscription[]): (change: Change) => readonly Subscription[] {
  if (some.every(({ watch }) => watch.concerns === undefined)) return () => some;
  const known = new WeakMap<object, WeakMap<object, Map<string, readonly Subscription[]>>>();
  const choices = new WeakMap<object, Choice>();
  return (change) => {
    const { object, previous } = change;
    const last = choices.get((object.spec ?? NO_SPEC) as object);
    if (last !== undefined && isRepeated(last, change)) return last.found;
    const group = groupOf(change);
    const { type, spec, formerSpec, controllerKind, isKept } = group;
    if (!staysAsItIs(spec) || !staysAsItIs(formerSpec)) return concerned(some, group);
    const bySpec = within(known, spec ?? NO_SPEC, () => new WeakMap<object, Map<string, readonly Subscription[]>>());
    const byController = within(bySpec, formerSpec ?? NO_SPEC, () => new Map<string, readonly Subscription[]>());
    const key = `${type} ${isKept} ${controllerKind ?? ""}`;
    let found = byController.get(key);
    if (found === undefined) byController.set(key, (found = concerned(some, group)));
    const [owners, formerOwners] = [object.metadata.ownerReferences, previous?.metadata.ownerReferences];
    choices.set(spec ?? NO_SPEC, { type, formerSpec, owners, isNew: previous === undefined, formerOwners, found });
    return found;
  };
}

/** What was chosen last for a spec, and for what: pods of one template come one after the other. */
interface Choice {
  readonly type: Change["type"];
  readonly formerSpec: unknown;
  readonly isNew: boolean;
  readonly owners: readonly OwnerReference[] | undefined;
  readonly formerOwners: readonly OwnerReference[] | undefined;
  readonly found: readonly Subscription[];
}

/** The very same lists of owners mean the same controllers. */
function isRepeated(last: Choice, { type, object, previous }: Change): boolean {
  return (
    last.type === type &&
    last.isNew === (previous === undefined) &&
    last.formerSpec === previous?.spec &&
    last.owners === object.metadata.ownerReferences &&
    last.formerOwners === previous?.metadata.ownerReferences
  );
}

function groupOf({ type, resource, object, previous }: Change): ChangeGroup {
  const controller = controllerOf(object);
  const isKept = previous === undefined || controllerOf(previous)?.uid === controller?.uid;
  return { type, resource, spec: object.spec, formerSpec: previous?.spec, controllerKind: controller?.kind, isKept };
}

function staysAsItIs(spec: unknown): spec is object | undefined {
  return spec === undefined || isLasting(spec);
}

function within<Value>(map: WeakMap<object, Value>, key: object, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

function concerned(some: readonly Subscription[], group: ChangeGroup): readonly Subscription[] {
  return some.filter(({ watch }) => watch.concerns?.(group) ?? true);
}
