import { ageRange } from "../timeline/age-range.ts";
import type { ShownMachines } from "./shown-machines.ts";

/**
 * Seconds after the first node at which the others joined, as the ages in lists of nodes allow it: the least that fits all lists, or the profile's own
 * where that fits. Undefined when the lists say nothing, clash, or allow the profile's own times.
 */
export function joinsOf(
  { ages }: ShownMachines,
  nodes: readonly { readonly name: string; readonly joined?: number }[],
): Map<string, number> | undefined {
  const [first] = nodes;
  if (first === undefined) return undefined;
  const joins = new Map([[first.name, 0]]);
  let isOther = false;
  for (const { name, joined } of nodes.slice(1)) {
    let [low, high] = [0, Infinity];
    for (const list of ages) {
      const [mine, theirs] = [ageRange(list.get(name) ?? ""), ageRange(list.get(first.name) ?? "")];
      if (mine === undefined || theirs === undefined) continue;
      // the differences of two ages, each in its own range of seconds
      low = Math.max(low, theirs.from - mine.to + 1);
      high = Math.min(high, theirs.to - 1 - mine.from);
    }
    if (low > high) return undefined;
    const fits = joined !== undefined && joined >= low && joined <= high;
    if (!fits && high < Infinity) isOther = true;
    joins.set(name, fits ? joined : high === Infinity || joined === undefined ? (joined ?? low) : Math.floor((low + high) / 2));
  }
  return isOther ? joins : undefined;
}
