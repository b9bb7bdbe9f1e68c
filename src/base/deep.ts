/** Structural equality of JSON values. Key order does not matter; a key that is undefined counts as absent. */
export function deepEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) {
    return left !== left && right !== right;
  }
  if (Array.isArray(left) || Array.isArray(right)) {
    return Array.isArray(left) && Array.isArray(right) && equalArrays(left, right);
  }
  return equalObjects(left as Record<string, unknown>, right as Record<string, unknown>);
}

function equalArrays(left: readonly unknown[], right: readonly unknown[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) {
    if (!deepEqual(left[index], right[index])) return false;
  }
  return true;
}

function equalObjects(left: Record<string, unknown>, right: Record<string, unknown>): boolean {
  let present = 0;
  for (const key in left) {
    const member = left[key];
    if (member === undefined) continue;
    present++;
    if (!Object.hasOwn(right, key) || !deepEqual(member, right[key])) return false;
  }
  for (const key in right) if (right[key] !== undefined) present--;
  return present === 0;
}

/** An unshared, unfrozen copy of a JSON value; key order is kept. */
export function deepClone<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(deepClone) as T;
  const copy: Record<string, unknown> = {};
  for (const key in value) setOwn(copy, key, deepClone(value[key]));
  return copy as T;
}

/** Assigns a member even when it is called `__proto__`, which plain assignment would swallow. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    target[key] = value;
  }
}

/** Values that were found frozen: asking the engine costs ten times as much as looking here. */
const frozen = new WeakSet<object>();

/** Whether a value is an object that cannot change. Once frozen it is so for ever. */
export function isLasting(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (frozen.has(value)) return true;
  if (!Object.isFrozen(value)) return false;
  frozen.add(value);
  return true;
}

/** Freezes a JSON value all the way down and returns it. A frozen branch is taken to be frozen below as well. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const key in value) deepFreeze(value[key]);
  return Object.freeze(value);
}
