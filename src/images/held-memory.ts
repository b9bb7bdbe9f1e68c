import { approximateValue, parseQuantity } from "../machinery/quantity.ts";
import { runKey, type ContainerView } from "./view.ts";

/** Memory that requests have made a container hold, each until its time. */
interface Held {
  readonly bytes: number;
  readonly until: number;
}

function keyOf(view: ContainerView): string {
  return `held/${runKey(view)}`;
}

function heldNow(view: ContainerView): Held[] {
  const all = (view.memory.get(keyOf(view)) ?? []) as unknown as readonly Held[];
  return all.filter(({ until }) => until > view.now);
}

/** Bytes that a container's process holds because of what it was asked. */
export function heldBytes(view: ContainerView): number {
  return heldNow(view).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Makes a container hold memory for a while. True when it then has more than its limit, and the kernel kills it. */
export function holdMemory(view: ContainerView, bytes: number, forMs: number): boolean {
  const held = [...heldNow(view), { bytes, until: view.now + forMs }].map((one) => ({ ...one }));
  view.memory.set(keyOf(view), held);
  const limit = view.container.resources?.limits?.["memory"];
  const taken = view.behaviour.usage?.(view).memoryBytes ?? 0;
  return limit !== undefined && taken > approximateValue(parseQuantity(limit));
}
