import { cpuCeiling } from "../../images/consumption.ts";
import { usageOf } from "../../images/usage.ts";
import { runKey, type ContainerView } from "../../images/view.ts";
import { type RequestRate, setRequestRate } from "../../images/work.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { ClusterMemory } from "../../machinery/component.ts";
import { milliValue, parseQuantity } from "../../machinery/quantity.ts";
import type { Flow } from "./loads.ts";
import type { Prospect, Server, Target } from "./targets.ts";

/** A load's wish and what it meets. */
export interface Demand {
  /** Requests a second. */
  readonly rate: number;
  readonly prospect: Prospect;
}

/** Requests a second that a client makes which waits for each answer before it asks again, if nobody is short of CPU. */
function pace({ rate, prospect: { targets } }: Demand): number {
  const each = 1000 / rate;
  const mean = targets.reduce((sum, { share, takesMs }) => sum + share * Math.max(each, takesMs), 0);
  return mean > 0 ? 1000 / mean : 0;
}

/**
 * Requests a second of each demand: a container that has no more CPU to give slows down every client that waits for it, and so does a node.
 * Who shares one is slowed down alike.
 */
export function servedRates(demands: readonly Demand[]): number[] {
  const rates = demands.map(pace);
  const asked = (only: (server: Server) => boolean): number =>
    demands.reduce((sum, { prospect }, index) => sum + (rates[index] ?? 0) * costOf(prospect.targets, only), 0);
  const places = new Map<string, { room: number; asked: number }>();
  for (const view of serversOf(demands)) {
    const run = runKey(view);
    places.set(run, { room: roomOf(view), asked: asked(({ view: one }) => runKey(one) === run) });
    const { nodeName = "" } = view.pod.spec;
    if (!places.has(nodeName))
      places.set(nodeName, { room: nodeRoom(view), asked: asked(({ view: one }) => one.pod.spec.nodeName === nodeName) });
  }
  const slowdown = (key: string): number => {
    const place = places.get(key);
    return place === undefined || place.asked <= place.room ? 1 : place.room / place.asked;
  };
  return demands.map(({ prospect }, index) => {
    const servers = prospect.targets.flatMap((target) => target.servers);
    const factors = servers.flatMap(({ view }) => [slowdown(runKey(view)), slowdown(view.pod.spec.nodeName ?? "")]);
    return (rates[index] ?? 0) * Math.min(1, ...factors);
  });
}

/** CPU ms that one request costs some of the containers. */
function costOf(targets: readonly Target[], only: (server: Server) => boolean): number {
  return targets.reduce(
    (sum, { share, servers }) => sum + share * servers.filter(only).reduce((total, { costMs }) => total + costMs, 0),
    0,
  );
}

/** CPU ms a second that a container has for requests. */
function roomOf(view: ContainerView): number {
  const ceiling = cpuCeiling(view);
  return Math.max(0, ceiling - Math.min(usageOf(view).cpuMillis, ceiling));
}

/** Each container that works for somebody, once. */
function serversOf(demands: readonly Demand[]): ContainerView[] {
  const views = new Map<string, ContainerView>();
  for (const { prospect } of demands)
    for (const { servers } of prospect.targets) for (const { view } of servers) views.set(runKey(view), view);
  return [...views.values()];
}

function nodeRoom({ pod, lister }: ContainerView): number {
  const node = lister.get("nodes", "", pod.spec.nodeName ?? "") as Node | undefined;
  const capacity = node?.status?.capacity?.["cpu"];
  return capacity === undefined ? Number.POSITIVE_INFINITY : milliValue(parseQuantity(capacity));
}

/** What becomes of a demand's requests at a rate. */
export function flowOf({ prospect: { targets } }: Demand, rate: number): Flow {
  const failed = targets.reduce((sum, { share, failure }) => sum + (failure === undefined ? 0 : share), 0);
  return { answered: rate * (1 - failed), failed: rate * failed };
}

/** Containers that standing requests drive now: `uid/container/start`. */
const DRIVEN = "load/driven";

/** Lets the containers work for these demands from now on, and no longer for those before. */
export function drive(demands: readonly Demand[], rates: readonly number[], now: number, memory: ClusterMemory): void {
  const work = new Map<string, RequestRate>(((memory.get(DRIVEN) ?? []) as string[]).map((run) => [run, { work: 0, requests: 0 }]));
  for (const [index, { prospect }] of demands.entries()) {
    for (const { share, servers } of prospect.targets) {
      const requests = (rates[index] ?? 0) * share;
      for (const { view, costMs } of servers) {
        const before = work.get(runKey(view)) ?? { work: 0, requests: 0 };
        work.set(runKey(view), { work: before.work + requests * costMs, requests: before.requests + requests });
      }
    }
  }
  for (const [run, rate] of work) {
    const [uid = "", name = "", start = ""] = run.split("/");
    setRequestRate({ pod: { metadata: { uid } }, container: { name }, startedAt: Number(start) }, now, rate, memory);
  }
  const driven = [...work].filter(([, { requests }]) => requests > 0).map(([run]) => run);
  if (driven.length > 0 || memory.get(DRIVEN) !== undefined) memory.set(DRIVEN, driven);
}
