import type { Component, ComponentContext, ComponentWatch } from "../../machinery/component.ts";
import type { Change } from "../../machinery/store.ts";
import type { MakeNetworkWorld } from "../../network/outcomes.ts";
import { keepLoads, type Load, LOAD_ACTOR, LOAD_KEY, loadsIn, upTo } from "./loads.ts";
import { type Demand, drive, flowOf, servedRates } from "./spread.ts";
import { prospectOf } from "./targets.ts";

/** What may change where requests go, or how they fare. */
const RESOURCES = ["endpoints", "services", "pods", "nodes", "networkpolicies.networking.k8s.io"];

/** A program that does not listen yet is looked at again, each time after twice as long. */
const SHORTEST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 30_000;

/**
 * Standing traffic (`k8sim load`). Requests are rates: where they go is found out anew when something has changed, and nothing happens in
 * between.
 */
export function createLoadGenerator(make: MakeNetworkWorld): Component {
  return {
    name: LOAD_ACTOR,
    user: "system:k8sim-load",
    userAgent: "k8sim-load",
    watches: RESOURCES.map((resource): ComponentWatch => ({ resource, keys: (change, context) => keysOf(change, context) })),
    reconcile(_key, context) {
      return spread(context, make);
    },
  };
}

function keysOf({ type, resource, object, previous }: Change, { memory }: ComponentContext): readonly string[] {
  if (loadsIn(memory).every(({ ended }) => ended !== undefined)) return [];
  const isMinor = type === "MODIFIED" && resource === "pods" && JSON.stringify(object["status"]) === JSON.stringify(previous?.["status"]);
  return isMinor ? [] : [LOAD_KEY];
}

/** Brings all loads up to now and finds out how they go on. */
function spread(context: ComponentContext, make: MakeNetworkWorld): { requeueAfterMs: number } | undefined {
  const { sim, memory } = context;
  const now = sim.now();
  const loads = loadsIn(memory).map((load) => withEnd(upTo(load, now), now));
  const world = make({ sim, memory });
  const demands = loads.map((load): Demand => {
    if (load.ended !== undefined) return { rate: load.rate, prospect: { targets: [] } };
    return { rate: load.rate, prospect: prospectOf(load, world, make) };
  });
  const rates = servedRates(demands);
  drive(demands, rates, now, memory);
  keepLoads(
    memory,
    loads.map((load, index) => carriedOn(load, demands[index], rates[index] ?? 0, now)),
  );
  return nextLook(loadsIn(memory), now);
}

function withEnd(load: Load, now: number): Load {
  return load.ended === undefined && load.until !== undefined && load.until <= now ? { ...load, ended: load.until } : load;
}

function carriedOn(load: Load, demand: Demand | undefined, rate: number, now: number): Load {
  const { why: _why, held: before, waitedMs = 0, ...rest } = load;
  if (demand === undefined || load.ended !== undefined) return { ...rest, flow: { answered: 0, failed: 0 } };
  const { held, targets } = demand.prospect;
  const why = targets.find(({ failure }) => failure !== undefined)?.failure;
  return {
    ...rest,
    at: now,
    flow: flowOf(demand, rate),
    ...(why === undefined ? {} : { why }),
    ...(targets.some(({ isWaiting }) => isWaiting)
      ? { waitedMs: Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, waitedMs * 2)) }
      : {}),
    ...(held === undefined ? {} : { held: { ...held, until: heldUntil(load, before, held, rate, now) } }),
  };
}

/** A kept connection ends with its last request; who is sticky stays. */
function heldUntil({ perConnection }: Load, before: Load["held"], held: { uid: string }, rate: number, now: number): number {
  if (before !== undefined && before.uid === held.uid && before.until > now) return before.until;
  return perConnection === undefined || rate === 0 ? now : now + Math.ceil((perConnection / rate) * 1000);
}

/** The next moment at which something ends by itself. */
function nextLook(loads: readonly Load[], now: number): { requeueAfterMs: number } | undefined {
  const moments = loads
    .filter(({ ended }) => ended === undefined)
    .flatMap(({ until, held, perConnection, waitedMs }) => [
      until,
      perConnection === undefined ? undefined : held?.until,
      waitedMs === undefined ? undefined : now + waitedMs,
    ])
    .filter((at) => at !== undefined && at > now) as number[];
  return moments.length === 0 ? undefined : { requeueAfterMs: Math.min(...moments) - now };
}
