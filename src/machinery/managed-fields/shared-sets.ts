import { deepFreeze } from "../../base/deep.ts";
import { type FieldSet, difference, intersection, orderFields, recursiveDifference, union } from "./field-set.ts";

// A thousand pods of one template come to own the same fields by the same steps. Sets that went through here are frozen and one object
// for one text, so what follows from two of them is worked out once.

const SETS_MAX = 1024;
const byText = new Map<string, FieldSet>();
/** Frozen sets that were asked for before, also those of others: a state file has shared sets of its own. */
const byItself = new WeakMap<FieldSet, FieldSet>();

/** The one set with these paths in this order. */
export function sharedSet(set: FieldSet): FieldSet {
  let known = byItself.get(set);
  if (known !== undefined) return known;
  const text = JSON.stringify(set);
  known = byText.get(text);
  if (known === undefined) {
    if (byText.size >= SETS_MAX) byText.clear();
    byText.set(text, (known = deepFreeze(set)));
  }
  if (Object.isFrozen(set)) byItself.set(set, known);
  return known;
}

type Operation = (left: FieldSet | undefined, right: FieldSet | undefined) => FieldSet | undefined;

/** An operation that remembers its results for frozen sets; they are shared sets, or the operand that they equal. */
function remembering(operate: Operation): Operation {
  const results = new WeakMap<FieldSet, WeakMap<FieldSet, { readonly set: FieldSet | undefined }>>();
  return (left, right) => {
    if (left === undefined || right === undefined || !Object.isFrozen(left) || !Object.isFrozen(right)) return operate(left, right);
    let known = results.get(left);
    if (known === undefined) results.set(left, (known = new WeakMap()));
    let result = known.get(right);
    if (result === undefined) {
      const set = operate(left, right);
      known.set(right, (result = { set: set === undefined || set === left || set === right ? set : sharedSet(set) }));
    }
    return result.set;
  };
}

export const sharedDifference = remembering(difference);
export const sharedIntersection = remembering(intersection);
export const sharedRecursiveDifference = remembering(recursiveDifference);
export const sharedUnion = remembering(union);

const ordered = new WeakMap<FieldSet, FieldSet>();

/** The set in its order, as one shared object. */
export function sharedOrdered(set: FieldSet): FieldSet {
  let result = ordered.get(set);
  if (result === undefined) {
    result = sharedSet(orderFields(set));
    if (Object.isFrozen(set)) ordered.set(set, result);
  }
  return result;
}
