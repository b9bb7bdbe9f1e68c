import { firstStep, follow, type Step } from "../../base/trie.ts";

/** Marks that no member name and no scalar can be mistaken for. */
const OBJECT = Symbol("{");
const LIST = Symbol("[");
const NULL = Symbol("null");
const END = Symbol("end");

/** Finds the shape of objects. Two objects have one shape only if they own the same fields. */
export interface Shapes {
  /** The same value for each object of a shape under this name. */
  of(name: string, object: object): object;
}

/** No shapes known yet. Walking known steps makes no text, and that is what nearly every new object does. */
export function createShapes(): Shapes {
  const root = firstStep();
  return { of: (name, object) => walkMembers(follow(root, name), object, false) };
}

/** Member names count; the scalars only `withScalars`: in list items, where they may be keys. */
function walkMembers(from: Step, object: object, withScalars: boolean): Step {
  const members = object as Record<string, unknown>;
  let step = follow(from, OBJECT);
  for (const name in members) {
    const member = members[name];
    if (member === undefined) continue;
    step = follow(step, name);
    if (typeof member === "object") step = walkValue(step, member);
    else if (withScalars) step = follow(step, member);
  }
  return follow(step, END);
}

function walkValue(from: Step, value: object | null): Step {
  if (value === null) return follow(from, NULL);
  if (!Array.isArray(value)) return walkMembers(from, value, false);
  let step = follow(from, LIST);
  for (const item of value as readonly unknown[]) {
    if (typeof item !== "object") step = follow(step, item);
    else step = item !== null && !Array.isArray(item) ? walkMembers(step, item, true) : walkValue(step, item);
  }
  return follow(step, END);
}
