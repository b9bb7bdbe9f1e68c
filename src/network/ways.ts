import type { Json } from "../base/json.ts";
import type { ClusterMemory } from "../machinery/component.ts";
import type { RandomStream, Sim } from "../sim/types.ts";
import { createNetwork } from "./network.ts";
import type { Connection, NetworkWorld, Place } from "./types.ts";

/** One way that a connection may take, and how likely it is: 0 to 1. */
export interface Way {
  readonly connection: Connection;
  readonly share: number;
}

/** All ways to an address. */
export interface Ways {
  readonly ways: readonly Way[];
  /** The client comes back to the backend that it had: one way holds until it is given up. */
  readonly isSticky: boolean;
}

/** Makes the world of a network whose draws and notes go elsewhere. */
export type MakeNetworkWorld = (parts: { sim: Sim; memory: ClusterMemory }) => NetworkWorld;

/** More ways than this are not looked at. */
const MOST_WAYS = 4096;
const AFFINITY = "network/affinity/";

/**
 * Where connections from a place to an address end, without making one: every draw is tried with each of its outcomes, and where a node
 * takes turns, each turn. Nothing is noted, so that a question changes no answer.
 */
export function waysTo(
  make: MakeNetworkWorld,
  real: { sim: Sim; memory: ClusterMemory },
  from: Place,
  address: string,
  port: number,
): Ways {
  const scratch = scratchOver(real.memory);
  const ways: Way[] = [];
  const seen = new Set<string>();
  for (let turn = 0; turn < MOST_WAYS; turn++) {
    const found = tryAll(make, real.sim, scratch, from, address, port);
    const [first] = found;
    const id = first && idOf(first.connection);
    if (id === undefined || seen.has(id)) break;
    seen.add(id);
    ways.push(...found);
    // Only where somebody takes turns does the next connection go elsewhere by itself.
    if (found.length > 1 || !scratch.hasTurns()) break;
  }
  const whole = ways.reduce((sum, { share }) => sum + share, 0);
  return { ways: ways.map(({ connection, share }) => ({ connection, share: share / whole })), isSticky: scratch.isSticky() };
}

function idOf(connection: Connection): string {
  return connection.kind === "open" ? `${connection.pod.metadata.uid}:${connection.port}` : connection.kind;
}

function tryAll(make: MakeNetworkWorld, sim: Sim, memory: ClusterMemory, from: Place, address: string, port: number): Way[] {
  const ways: Way[] = [];
  let path: number[] | undefined = [];
  while (path !== undefined && ways.length < MOST_WAYS) {
    const odometer = createOdometer(path);
    const connection = createNetwork(make({ sim: drawing(sim, odometer.random), memory })).connect(from, address, port);
    ways.push({ connection, share: odometer.share() });
    path = odometer.next();
  }
  return ways;
}

/** Draws that follow a path of outcomes, and find the path after it. */
function createOdometer(path: readonly number[]) {
  const bounds: number[] = [];
  function int(bound: number): number {
    bounds.push(bound);
    return path[bounds.length - 1] ?? 0;
  }
  const random: RandomStream = { float: () => 0, int, pick: (items) => items[int(items.length)] as (typeof items)[number] };
  return {
    random,
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

function drawing(sim: Sim, random: RandomStream): Sim {
  return {
    now: () => sim.now(),
    pending: (...key) => sim.pending(...key),
    schedule: () => undefined,
    scheduleIfSooner: () => undefined,
    cancel: () => undefined,
    stream: () => random,
    draw: (_stream, draw) => draw(random),
  };
}

function scratchOver(memory: ClusterMemory) {
  const changes = new Map<string, Json>();
  return {
    get: (key: string) => (changes.has(key) ? changes.get(key) : memory.get(key)),
    set: (key: string, value: Json) => void changes.set(key, value),
    isSticky: () => [...changes.keys()].some((key) => key.startsWith(AFFINITY)),
    hasTurns: () => changes.size > 0 && [...changes.keys()].some((key) => key.startsWith("network/ipvs/")),
  };
}
