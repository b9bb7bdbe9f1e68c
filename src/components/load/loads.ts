import type { Json } from "../../base/json.ts";
import type { ClusterMemory } from "../../machinery/component.ts";

/** Standing traffic as somebody asked for it. */
export interface LoadOrder {
  readonly name: string;
  readonly url: string;
  /** Requests a second that the client would make if every answer came at once. */
  readonly rate: number;
  /** `pc`, the name of a node, or `[NAMESPACE/]POD`. */
  readonly from: string;
  /** When it began, and when it will end: ms since the Unix epoch. */
  readonly since: number;
  readonly until?: number;
  /** So many requests go over one connection before another is made; each has its own when absent. */
  readonly perConnection?: number;
}

/** What becomes of the requests of a second: answered, and gone wrong. */
export interface Flow {
  readonly answered: number;
  readonly failed: number;
}

/** A client's end of the network, seen from the other: a pod by `namespace/name` and uid. A type alias, so that it counts as JSON. */
export type Held = { readonly pod: string; readonly uid: string; readonly port: number; readonly source: string };

/** Standing traffic, with what has become of it. A type alias, so that it counts as JSON. */
export interface Load extends LoadOrder {
  /** Up to when the sums go, and what a second adds to them since. */
  readonly at: number;
  readonly answered: number;
  readonly failed: number;
  readonly flow: Flow;
  /** Why requests go wrong. */
  readonly why?: string;
  /** Where a kept connection, or session affinity, leads, and until when. */
  readonly held?: Held & { readonly until: number };
  /** How long it was waited, in ms, for a program that does not listen yet. */
  readonly waitedMs?: number;
  /** It has ended by itself. */
  readonly ended?: number;
}

/** Whose timer looks after standing traffic. */
export const LOAD_ACTOR = "load";
export const LOAD_KEY = "all";
const KEY = "load/list";

/** Standing traffic, oldest first. */
export function loadsIn(memory: Pick<ClusterMemory, "get">): readonly Load[] {
  return (memory.get(KEY) ?? []) as unknown as readonly Load[];
}

/** Keeps the standing traffic. */
export function keepLoads(memory: ClusterMemory, loads: readonly Load[]): void {
  memory.set(KEY, loads as unknown as Json);
}

/** A load that has not sent anything yet. */
export function newLoad(order: LoadOrder): Load {
  return { ...order, at: order.since, answered: 0, failed: 0, flow: { answered: 0, failed: 0 } };
}

/** The same load with its sums drawn on to a moment. */
export function upTo(load: Load, now: number): Load {
  const end = Math.min(now, load.ended ?? now, load.until ?? now);
  const seconds = Math.max(0, end - load.at) / 1000;
  if (seconds === 0) return load;
  const { answered, failed } = load.flow;
  return { ...load, at: end, answered: load.answered + answered * seconds, failed: load.failed + failed * seconds };
}
