import type { Json } from "../../base/json.ts";
import type { SimChanges, SimSource } from "../../sim/sim.ts";
import type { SimEvent } from "../../sim/types.ts";
import type { StateFile } from "./state-file.ts";

interface TimerRow {
  actor: string;
  name: string;
  key: string;
  at: number;
  seq: number;
  data: string | null;
}

/** Timers and stream counters of a state file, read as they are needed. */
export function simSourceOf(file: StateFile): SimSource {
  return {
    after: (at, seq, limit) =>
      file
        .query<TimerRow, [number, number, number]>("SELECT * FROM timers WHERE (at, seq) > (?, ?) ORDER BY at, seq LIMIT ?")
        // SQLite keeps no infinity in a number literal's sense; no event is before the epoch.
        .all(Math.max(at, -1), seq, limit)
        .map(eventOf),
    find(actor, name, key) {
      const row = file
        .query<TimerRow, [string, string, string]>("SELECT * FROM timers WHERE actor = ? AND name = ? AND key = ?")
        .get(actor, name, key);
      return row === null ? undefined : eventOf(row);
    },
    ...countersOf(file),
  };
}

/** Reading so many rows at once costs no more than asking for one. */
const ROWS_PER_QUESTION = 8;
const FIRST_QUESTIONS = 32;

/** Counters, one by one; all at once when so many were asked for that this costs no more: each pod draws from streams of its own. */
function countersOf(file: StateFile): Pick<SimSource, "counter"> & Required<Pick<SimSource, "forget">> {
  let asked = 0;
  let wholeAt = FIRST_QUESTIONS;
  let all: ReadonlyMap<string, number> | undefined;

  function readAll(): void {
    wholeAt = asked * 2;
    const rows = file
      .query<{ name: string; counter: number }, [number]>("SELECT name, counter FROM streams LIMIT ?")
      .all(asked * ROWS_PER_QUESTION + 1);
    if (rows.length <= asked * ROWS_PER_QUESTION) all = new Map(rows.map(({ name, counter }) => [name, counter]));
  }

  return {
    counter(stream) {
      if (all === undefined && ++asked >= wholeAt) readAll();
      if (all !== undefined) return all.get(stream) ?? 0;
      return file.query<{ counter: number }, [string]>("SELECT counter FROM streams WHERE name = ?").get(stream)?.counter ?? 0;
    },
    forget() {
      all = undefined;
    },
  };
}

/** Writes what a simulation has changed into the open transaction; the header is the caller's to keep. */
export function writeSimChanges(file: StateFile, changes: SimChanges): void {
  const put = file.query<never, [string, string, string, number, number, string | null]>(
    "INSERT OR REPLACE INTO timers VALUES (?, ?, ?, ?, ?, ?)",
  );
  const remove = file.query<never, [string, string, string]>("DELETE FROM timers WHERE actor = ? AND name = ? AND key = ?");
  for (const { actor, name, key, event } of changes.events) {
    if (event === null) {
      remove.run(actor, name, key);
    } else {
      put.run(actor, name, key, event.at, event.seq, event.data === undefined ? null : JSON.stringify(event.data));
    }
  }
  const count = file.query<never, [string, number]>("INSERT OR REPLACE INTO streams VALUES (?, ?)");
  for (const [name, counter] of changes.streams) count.run(name, counter);
}

function eventOf({ actor, name, key, at, seq, data }: TimerRow): SimEvent {
  return { actor, name, key, at, seq, ...(data === null ? {} : { data: JSON.parse(data) as Json }) };
}
