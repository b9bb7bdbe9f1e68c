import { assert } from "../base/assert.ts";
import type { Json } from "../base/json.ts";
import type { ClusterSettings } from "../machinery/kind.ts";
import type { Change, Store } from "../machinery/store.ts";
import { newHeader, type SimHeader } from "../sim/sim.ts";
import type { ProfileChanges } from "./bootstrap/profile.ts";
import type { ClockState } from "./clock.ts";

/** What a cluster was made with. It never changes. */
export interface ClusterRecord {
  readonly profile: string;
  readonly changes: ProfileChanges;
  readonly kubernetesVersion: string;
  readonly kubectlVersion: string;
  readonly settings: ClusterSettings;
  /** base64 of the PEM of the administrator's client certificate, by which requests are known to be theirs. */
  readonly adminCertificate: string;
}

const RECORD = "cluster";
const CLOCK = "clock";
const HEADER = "sim";
const UNHEARD = "unheard";

/** The record of a cluster; undefined in a file that was never finished. */
export function readRecord(store: Store): ClusterRecord | undefined {
  return store.getMeta(RECORD) as ClusterRecord | undefined;
}

/** Stores the record of a new cluster. */
export function writeRecord(store: Store, record: ClusterRecord): void {
  store.setMeta(RECORD, record as unknown as Json);
}

/** How the cluster's time moves. */
export function readClock(store: Store): ClockState {
  return (store.getMeta(CLOCK) as ClockState | undefined) ?? { mode: "stepped", rate: 1, wallMs: 0, virtualMs: 0 };
}

/** Keeps how time moves. */
export function writeClock(store: Store, clock: ClockState): void {
  store.setMeta(CLOCK, clock as unknown as Json);
}

/** Where the simulation stands as of the last commit. */
export function readHeader(store: Store): SimHeader {
  return (store.getMeta(HEADER) as SimHeader | undefined) ?? newHeader(0);
}

/** Keeps where the simulation is: its now and its counters. */
export function writeHeader(store: Store, header: SimHeader): void {
  store.setMeta(HEADER, header as unknown as Json);
}

/** The revision after which components have not heard of any change; undefined when they have heard of all. */
export function readUnheard(store: Store): number | undefined {
  return (store.getMeta(UNHEARD) as number | null | undefined) ?? undefined;
}

/** What components have to be told where they have not heard of anything after revision `from`. */
export function unheardChanges(store: Store, from: number): readonly Change[] {
  const changes = store.changesSince(from);
  assert(changes, `the log of changes reaches back to revision ${from}, after which components have heard of none`);
  return changes;
}

/** Keeps from where on components have to be told what has changed. */
export function writeUnheard(store: Store, from: number | undefined): void {
  store.setMeta(UNHEARD, from ?? null);
}
