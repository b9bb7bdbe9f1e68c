import type { KubeObject } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";

/**
 * States that others follow on in the same transaction: a pod that is made, bound, taken on and started in one command has three, of which hardly
 * anybody ever asks. In the file such a one is what it has different from the state that comes after it. That one stays for longer than it, so
 * that it can always be told: a compaction takes away the older first.
 */

/** Some members of an object, each as it is told whole. */
export type Difference = Pick<KubeObject, "metadata"> & Partial<KubeObject>;

/** A state is told from others through so many more at most: who wants one must not have to read a thousand. */
const CHAIN_MAX = 8;

type Members = Readonly<Record<string, unknown>>;

/** What an object has different from its next state; undefined unless both have the same members in the same order. */
export function differenceFrom(next: KubeObject, object: KubeObject): Difference | undefined {
  const metadata = differing(object.metadata as Members, next.metadata as Members);
  const members = metadata && differing(object, next);
  if (members !== undefined) members["metadata"] = metadata;
  return members as Difference | undefined;
}

/** Members of `own` that are not the very same in `other`. */
function differing(own: Members, other: Members): Record<string, unknown> | undefined {
  const [names, others] = [Object.keys(own), Object.keys(other)];
  if (names.length !== others.length) return undefined;
  const found: Record<string, unknown> = {};
  for (let at = 0; at < names.length; at++) {
    const name = names[at] as string;
    if (name !== others[at]) return undefined;
    const member = own[name];
    if (member === other[name]) continue;
    // JSON leaves such a one out: it would come back out of the next state, or come back there in another place.
    if (member === undefined || other[name] === undefined) return undefined;
    found[name] = member;
  }
  return found;
}

/** The state that has a difference from its next one. */
export function stateBefore(next: KubeObject, { metadata, ...members }: Difference): KubeObject {
  return { ...next, ...members, metadata: { ...next.metadata, ...metadata } };
}

/** The states from which those of these changes, oldest first, are to be told; undefined for those that are told whole. */
export function statesAfter(changes: readonly Change[]): readonly (KubeObject | undefined)[] {
  const after: (KubeObject | undefined)[] = changes.map(() => undefined);
  const next = new Map<KubeObject, { readonly object: KubeObject; readonly links: number }>();
  for (let at = changes.length - 1; at >= 0; at--) {
    const { object, previous } = changes[at] as Change;
    const known = next.get(object);
    const isTold = known !== undefined && known.links < CHAIN_MAX;
    if (isTold) after[at] = known.object;
    if (previous !== undefined) next.set(previous, { object, links: isTold ? known.links + 1 : 0 });
  }
  return after;
}
