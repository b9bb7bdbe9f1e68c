import type { EventChange } from "../../sim/event-queue.ts";
import type { SimChanges, SimSource } from "../../sim/sim.ts";
import type { SimEvent } from "../../sim/types.ts";
import type { Snapshot } from "./cluster-state.ts";

/** The timers and stream counters of a state in memory, as of the last commit. */
export interface MemoryTimers {
  readonly source: SimSource;
  /** Takes in what a simulation has changed. */
  keep(changes: SimChanges): void;
  snapshot(): Pick<Snapshot, "counters" | "timers">;
}

/** Begins with timers and counters of somebody else. */
export function createMemoryTimers(timers: readonly SimEvent[], counters: ReadonlyMap<string, number>): MemoryTimers {
  const pending = new Map(timers.map((event) => [keyOf(event), event]));
  const drawn = new Map(counters);
  return {
    source: {
      after: (at, seq, limit) =>
        [...pending.values()]
          .filter((event) => event.at > at || (event.at === at && event.seq > seq))
          .sort((left, right) => left.at - right.at || left.seq - right.seq)
          .slice(0, limit),
      find: (actor, name, key) => pending.get(keyOf({ actor, name, key })),
      counter: (stream) => drawn.get(stream) ?? 0,
    },
    keep(changes) {
      for (const { event, ...place } of changes.events) {
        if (event === null) pending.delete(keyOf(place));
        else pending.set(keyOf(place), event);
      }
      for (const [stream, counter] of changes.streams) drawn.set(stream, counter);
    },
    snapshot: () => ({ timers: [...pending.values()], counters: new Map(drawn) }),
  };
}

function keyOf({ actor, name, key }: Pick<EventChange, "actor" | "key" | "name">): string {
  return `${actor}\n${name}\n${key}`;
}
