import { readFileSync } from "node:fs";
import type { ApiHandler } from "../machinery/api.ts";
import type { Client } from "../machinery/client.ts";
import type { KindCatalog } from "../machinery/kind.ts";
import type { Store } from "../machinery/store.ts";
import type { TypedShells } from "../machinery/typed-line.ts";
import { createSim, type DrivenSim } from "../sim/sim.ts";
import type { Tape } from "../sim/types.ts";
import type { Engine } from "./engine.ts";
import { clusterPaths, requireCluster, type ClusterPaths } from "./home.ts";
import { compileForWork } from "./machine-code.ts";
import { readHeader, readRecord, type ClusterRecord } from "./record.ts";
import type { ClusterState, Snapshot } from "./state/cluster-state.ts";
import { fileState } from "./state/file-state.ts";
import { damaged } from "./state/state-error.ts";
import { openStateFile, type StateFileOptions } from "./state/state-file.ts";
import { createTransactor, type Transactor } from "./transactor.ts";

/** What a cluster is made of before it has an API. */
export interface ClusterBase {
  readonly record: ClusterRecord;
  readonly store: Store;
  readonly sim: DrivenSim;
  /** For the engine: see {@link Transactor.relieve}. */
  readonly relieve: () => void;
}

/** What stands on the base. */
export interface ClusterParts {
  readonly api: ApiHandler;
  readonly catalog: KindCatalog;
  /** A client for one of the cluster's own users, who may do anything. */
  clientOf(user: string, userAgent: string): Client;
  /** Shells in containers at which somebody types; for use inside a session's write. */
  typedShells(): TypedShells;
  /** Loads the components, once; a command that only reads does without. */
  loadEngine(): Promise<Engine>;
}

/** Puts the parts of a cluster together. */
export type Assemble = (base: ClusterBase) => Promise<ClusterParts>;

/** An open cluster. Everything that reads or changes it goes through a session (session.ts). */
export interface Cluster {
  readonly name: string;
  /** Where its files are, or would be. */
  readonly paths: ClusterPaths;
  readonly record: ClusterRecord;
  readonly store: Store;
  readonly sim: DrivenSim;
  readonly api: ApiHandler;
  readonly catalog: KindCatalog;
  /** A client for one of the cluster's own users, who may do anything; for use inside a session's read or write. */
  clientOf(user: string, userAgent: string): Client;
  /** Shells in containers at which somebody types; for use inside a session's write. */
  typedShells(): TypedShells;
  readonly transactor: Transactor;
  loadEngine(): Promise<Engine>;
  /** The engine, once it has been loaded. */
  loadedEngine(): Engine | undefined;
  /** The wall's now, ms since the Unix epoch. */
  readonly wall: () => number;
  /** The text of its own kubeconfig. */
  kubeconfig(): string;
  /** {@link ClusterState.snapshot} */
  readonly snapshot?: () => Snapshot;
  close(): void;
}

export interface OpenOptions extends StateFileOptions {
  /** The wall clock; `Date.now` when absent. */
  readonly wall?: () => number;
  /** How its parts are put together; as a real cluster (world.ts) when absent. */
  readonly assemble?: Assemble;
  /** Pinned draws of this process. */
  readonly tape?: Tape;
}

/** What is known of a cluster besides its state. */
type ClusterPlace = Pick<Cluster, "kubeconfig" | "name" | "paths">;

/** Opens an existing cluster. Throws UserError when it is not there or its file cannot be used. */
export async function openCluster(home: string, name: string, options: OpenOptions = {}): Promise<Cluster> {
  requireCluster(home, name);
  const paths = clusterPaths(home, name);
  const state = fileState(openStateFile(paths.state, options));
  try {
    return await assembleCluster({ name, paths, kubeconfig: () => readFileSync(paths.kubeconfig, "utf8") }, state, options);
  } catch (error) {
    state.close();
    throw error;
  }
}

/** Puts a cluster together over its state. */
export async function assembleCluster(place: ClusterPlace, state: ClusterState, options: OpenOptions): Promise<Cluster> {
  const { store, source } = state;
  state.begin("read");
  store.refresh();
  const record = readRecord(store);
  const header = readHeader(store);
  state.commit();
  if (record === undefined) throw damaged(state.path, "it holds no cluster");
  const sim = createSim({ seed: record.settings.seed, header, source, ...(options.tape ? { tape: options.tape } : {}) });
  const wall = options.wall ?? Date.now;
  const transactor = createTransactor({ state, sim, wall });
  const assemble = options.assemble ?? (await import("./world.ts")).assembleWorld;
  const parts = await assemble({ record, store, sim, relieve: () => transactor.relieve() });
  let loading: Promise<Engine> | undefined;
  let engine: Engine | undefined;
  function loadEngine(): Promise<Engine> {
    if (loading === undefined) {
      compileForWork();
      loading = parts.loadEngine().then((loaded) => (engine = loaded));
    }
    return loading;
  }
  return {
    ...place,
    record,
    store,
    sim,
    get api() {
      return parts.api;
    },
    get catalog() {
      return parts.catalog;
    },
    clientOf: (user, userAgent) => parts.clientOf(user, userAgent),
    typedShells: () => parts.typedShells(),
    transactor,
    loadEngine,
    loadedEngine: () => engine,
    wall,
    ...(state.snapshot ? { snapshot: state.snapshot } : {}),
    close: () => state.close(),
  };
}
