import { assert } from "../base/assert.ts";
import type { DrivenSim } from "../sim/sim.ts";
import { anchored, virtualTimeAt, type ClockState } from "./clock.ts";
import type { Engine } from "./engine.ts";
import { giveRoomBack, makeRoom } from "./room.ts";
import { readClock, readHeader, readUnheard, unheardChanges, writeClock, writeHeader, writeUnheard } from "./record.ts";
import type { ClusterState } from "./state/cluster-state.ts";

/**
 * Transactions over a cluster's state: each begins by bringing memory up to what other processes have committed and time up to now,
 * and ends whole or not at all.
 */
export interface Transactor {
  /**
   * Begins a look at the cluster as of now, `costMs` after the last commit on a stepped clock. False (and nothing begun) when something
   * is due before now, or components have yet to hear of a change: then a write has to make it happen.
   */
  beginRead(costMs: number): boolean;
  endRead(): void;
  /** The time that a begin would bring, without beginning. */
  present(costMs: number): number;
  /** Makes a read's cost of time lasting. False (and nothing done) when something has become due on the way: a write has to make it happen. */
  passTime(costMs: number): boolean;
  /** Shuts out other writers, waiting for them, and lets everything happen that is due up to now. */
  beginWrite(costMs: number, engine: Engine): void;
  /** Does the work of this instant and makes all changes lasting. */
  commit(engine: Engine): void;
  /** Drops all changes since the begin. */
  abort(engine: Engine | undefined): void;
  /** Begins a write that does without the engine; false when it has something to do before, and nothing has begun. */
  beginBrief(costMs: number): boolean;
  /** Commits such a write that changed no object. On a stepped clock `ms` more have passed, if nothing is due in them; gives what has not. */
  commitBrief(ms: number): number;
  /**
   * Commits such a write that changed objects after revision `from`. What components make of it is part of this instant all the same: whoever
   * comes next, if only to look, lets it happen before anything else.
   */
  commitUnheard(from: number): void;
  clock(): ClockState;
  /** Sets mode or rate within a write; time goes on from now. */
  setClock(changes: Partial<Pick<ClockState, "mode" | "rate">>): void;
  /** Makes room for what piles up within a write, and writes it out before it is too much. */
  relieve(): void;
  /** A number that changes when another process commits. */
  dataVersion(): number;
}

/** From so many changes on, a long transaction writes them out before its end. */
const RELIEVED_CHANGES = 20_000;
/** From so many on it is worth the memory that the collector of garbage stays away; no installer makes as many. */
const ROOMY_CHANGES = 1000;

export interface TransactorOptions {
  readonly state: ClusterState;
  readonly sim: DrivenSim;
  /** The wall's now in ms since the Unix epoch. */
  readonly wall: () => number;
}

/** The transactions of an open cluster. */
export function createTransactor({ state, sim, wall }: TransactorOptions): Transactor {
  const { store } = state;

  function refresh(): void {
    if (store.refresh()) sim.load(readHeader(store));
  }

  function presentTime(costMs: number): number {
    const clock = readClock(store);
    if (clock.mode === "real") return Math.max(sim.now(), virtualTimeAt(clock, wall()));
    return Math.max(sim.now(), readHeader(store).now + costMs);
  }

  /** Begins, and moves time if nothing is due on the way. */
  function begin(mode: "read" | "write", costMs: number): boolean {
    state.begin(mode);
    refresh();
    const now = presentTime(costMs);
    const next = sim.next();
    if ((next === undefined || next.at > now) && readUnheard(store) === undefined) {
      sim.advanceTo(now);
      return true;
    }
    state.rollback();
    return false;
  }

  function save(): void {
    const changes = sim.takeChanges();
    state.keep(changes);
    writeHeader(store, changes.header);
    store.flush();
    state.commit();
    giveRoomBack();
  }

  return {
    beginRead: (costMs) => begin("read", costMs),
    endRead: () => state.commit(),
    present(costMs) {
      if (state.inTransaction()) return sim.now();
      state.begin("read");
      refresh();
      const now = presentTime(costMs);
      state.commit();
      return now;
    },
    passTime(costMs) {
      if (!begin("write", costMs)) return false;
      save();
      return true;
    },
    beginBrief: (costMs) => begin("write", costMs),
    commitBrief(ms) {
      const until = sim.now() + ms;
      const next = sim.next();
      const passes = readClock(store).mode === "stepped" && (next === undefined || next.at > until);
      if (passes) sim.advanceTo(until);
      save();
      return passes ? 0 : ms;
    },
    commitUnheard(from) {
      if (store.revision() > from) writeUnheard(store, from);
      save();
    },
    beginWrite(costMs, engine) {
      state.begin("write");
      refresh();
      const unheard = readUnheard(store);
      if (unheard !== undefined) {
        engine.hear(unheardChanges(store, unheard));
        writeUnheard(store, undefined);
      }
      engine.runUntil(presentTime(costMs));
    },
    commit(engine) {
      engine.quiesce();
      const clock = readClock(store);
      // A real clock that was pushed ahead (a wait, `time advance`) goes on from there.
      if (clock.mode === "real" && virtualTimeAt(clock, wall()) < sim.now()) writeClock(store, anchored(clock, sim.now(), wall()));
      save();
    },
    abort(engine) {
      engine?.reset();
      if (state.inTransaction()) state.rollback();
      store.reset();
      giveRoomBack();
    },
    clock: () => readClock(store),
    setClock(changes) {
      assert(state.inTransaction(), "the clock is set within a write");
      writeClock(store, anchored(readClock(store), sim.now(), wall(), changes));
    },
    relieve() {
      if (store.unflushed() >= ROOMY_CHANGES) makeRoom();
      if (store.unflushed() >= RELIEVED_CHANGES) store.flush();
    },
    dataVersion: () => state.dataVersion(),
  };
}
