import type { Json } from "../../base/json.ts";
import type { KubeObject, ResourceKey } from "../../machinery/object.ts";
import type { Change, Store } from "../../machinery/store.ts";
import type { SimChanges, SimSource } from "../../sim/sim.ts";
import type { SimEvent } from "../../sim/types.ts";
import type { Sharing } from "./sharing.ts";

/**
 * Where all that a cluster is stands, in a file (file-state.ts) or in the memory of this process (memory-state.ts), and its transactions:
 * reads and writes happen inside one.
 */
export interface ClusterState {
  /** What messages call it. */
  readonly path: string;
  readonly store: StateStore;
  /** Timers and stream counters as of the last commit. */
  readonly source: SimSource;
  /** Starts a transaction that sees one committed state, and for "write" shuts out other writers. */
  begin(mode: "read" | "write"): void;
  commit(): void;
  rollback(): void;
  inTransaction(): boolean;
  /** A number that differs when another process has committed since. */
  dataVersion(): number;
  /** Takes what a simulation has changed into the open transaction; the header is the caller's to keep. */
  keep(changes: SimChanges): void;
  /** All of it as of the last commit; nobody may have a transaction open. Absent of a file, which is copied instead (copy.ts). */
  snapshot?(): Snapshot;
  close(): void;
}

/** A store whose writes stay in memory until {@link StateStore.flush}. */
export interface StateStore extends Store {
  /** Takes in what other processes have committed, and says whether there was any; call it at the start of each transaction. */
  refresh(): boolean;
  /** Writes all changes into the open transaction. */
  flush(): void;
  /** Number of changes that a flush would write. */
  unflushed(): number;
  /** Forgets all that was not flushed, after a rollback. */
  reset(): void;
}

/** A whole state at one moment. What it holds is frozen: any number of states may begin with it. */
export interface Snapshot {
  readonly objects: ReadonlyMap<ResourceKey, readonly KubeObject[]>;
  /** All changes after revision `compacted`, oldest first. */
  readonly changes: readonly Change[];
  readonly compacted: number;
  readonly meta: ReadonlyMap<string, Json>;
  readonly timers: readonly SimEvent[];
  readonly counters: ReadonlyMap<string, number>;
  /** What its objects have in common: what begins with it goes on sharing. */
  readonly sharing: Sharing;
}
