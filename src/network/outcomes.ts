import type { Json } from "../base/json.ts";
import type { ClusterMemory } from "../machinery/component.ts";
import type { RandomStream, Sim } from "../sim/types.ts";
import type { NetworkWorld } from "./types.ts";

/** One thing that may happen, and how likely it is: 0 to 1. */
export interface Outcome<T> {
  readonly result: T;
  readonly share: number;
}

/** What a trial leaves in its own memory: keys that it has set, with what they held before. */
export type Touched = ReadonlyMap<string, Json | undefined>;

/** Makes the world of a network whose draws and notes go elsewhere. */
export type MakeNetworkWorld = (parts: { sim: Sim; memory: ClusterMemory }) => NetworkWorld;

/** More outcomes than this are not looked at. */
const MOST = 4096;
/** Where balancers remember whose turn it is: over time all have theirs alike. */
const TURNS = "/turns/";

/**
 * Everything that may happen when something is tried on the network, without doing it: every draw is tried with each of its outcomes, and where
 * a node takes turns, each turn. Nothing is noted, so that a question changes no answer. `id` tells results apart.
 */
export function outcomesOf<T>(
  make: MakeNetworkWorld,
  real: { sim: Sim; memory: ClusterMemory },
  attempt: (world: NetworkWorld, touched: Touched) => T,
  id: (result: T) => string,
): Outcome<T>[] {
  const outcomes: Outcome<T>[] = [];
  const seen = new Set<string>();
  let base: ClusterMemory = { get: (key) => (key.includes(TURNS) ? undefined : real.memory.get(key)), set: () => undefined };
  while (outcomes.length < MOST) {
    const { found, after } = tryAll(make, real.sim, base, attempt);
    const [first] = found;
    if (first === undefined || seen.has(id(first.result))) break;
    seen.add(id(first.result));
    outcomes.push(...found);
    // Where nothing is drawn, somebody may take turns: the next time it may go elsewhere by itself.
    if (found.length > 1) break;
    base = after;
  }
  const whole = outcomes.reduce((sum, { share }) => sum + share, 0);
  return outcomes.map(({ result, share }) => ({ result, share: share / whole }));
}

function tryAll<T>(
  make: MakeNetworkWorld,
  sim: Sim,
  base: ClusterMemory,
  attempt: (world: NetworkWorld, touched: Touched) => T,
): { found: Outcome<T>[]; after: ClusterMemory } {
  const found: Outcome<T>[] = [];
  let path: number[] | undefined = [];
  let after = base;
  while (path !== undefined && found.length < MOST) {
    const odometer = createOdometer(path);
    const { memory, touched } = scratchOver(base);
    const result = attempt(make({ sim: drawing(sim, odometer.random), memory }), touched);
    if (found.length === 0) after = memory;
    found.push({ result, share: odometer.share() });
    path = odometer.next();
  }
  return { found, after };
}

/** Draws that follow a path of outcomes, and find the path after it. */
function createOdometer(path: readonly number[]) {
  const bounds: number[] = [];
  function int(bound: number): number {
    bounds.push(bound);
    return path[bounds.length - 1] ?? 0;
  }
  return {
    random: streamOf(int),
    share: () => bounds.reduce((share, bound) => share / bound, 1),
    next(): number[] | undefined {
      const taken = bounds.map((_, index) => path[index] ?? 0);
      while (taken.length > 0) {
        const last = (taken.pop() ?? 0) + 1;
        if (last < (bounds[taken.length] ?? 0)) return [...taken, last];
      }
      return undefined;
    },
  };
}

function streamOf(int: (bound: number) => number): RandomStream {
  return { float: () => 0, int, pick: (items) => items[int(items.length)] as (typeof items)[number] };
}

/** Time as it is, chance as the path says; names and numbers that are only made up are all the same, and no timer is set. */
function drawing(sim: Sim, random: RandomStream): Sim {
  return {
    now: () => sim.now(),
    pending: (...key) => sim.pending(...key),
    schedule: () => undefined,
    scheduleIfSooner: () => undefined,
    cancel: () => undefined,
    stream: () => streamOf(() => 0),
    draw: (_stream, draw) => draw(random),
    pinned: () => undefined,
  };
}

function scratchOver(base: ClusterMemory): { memory: ClusterMemory; touched: Touched } {
  const changes = new Map<string, Json>();
  const touched = new Map<string, Json | undefined>();
  const get = (key: string): Json | undefined => (changes.has(key) ? changes.get(key) : base.get(key));
  return {
    touched,
    memory: {
      get,
      set(key, value) {
        if (!touched.has(key)) touched.set(key, get(key));
        changes.set(key, value);
      },
    },
  };
}
