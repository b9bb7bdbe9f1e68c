import type { ResourceKey } from "../../machinery/object.ts";
import type { Stamp, Store } from "../../machinery/store.ts";

/** The stamps of a store's resources. */
export interface Stamps {
  of(resource: ResourceKey): Stamp;
  /** Something of the resource has changed. */
  note(resource: ResourceKey): void;
  /** Anything may have changed. */
  noteAll(): void;
}

/** Stamps of which nobody has asked for one yet. */
export function createStamps(): Stamps {
  const stamps = new Map<ResourceKey, { changes: number }>();
  return {
    of(resource) {
      let stamp = stamps.get(resource);
      if (stamp === undefined) stamps.set(resource, (stamp = { changes: 0 }));
      return stamp;
    },
    note(resource) {
      const stamp = stamps.get(resource);
      if (stamp !== undefined) stamp.changes++;
    },
    noteAll() {
      for (const stamp of stamps.values()) stamp.changes++;
    },
  };
}

/** A number that grows whenever one of these resources changes. */
export function changesOf(stamps: readonly Stamp[]): number {
  let changes = 0;
  for (const stamp of stamps) changes += stamp.changes;
  return changes;
}

/** Answers of `ask`, which looks at these resources of the store alone: each is asked for once until one of them changes. */
export function whileUnchanged<Answer>(
  store: Store,
  resources: readonly ResourceKey[],
  ask: (key: string) => Answer,
): (key: string) => Answer {
  const stamps = resources.map((resource) => store.stamp(resource));
  const answers = new Map<string, Answer>();
  let changes = -1;
  return (key) => {
    if (changesOf(stamps) !== changes) {
      answers.clear();
      changes = changesOf(stamps);
    }
    let answer = answers.get(key);
    if (answer === undefined) answers.set(key, (answer = ask(key)));
    return answer;
  };
}
