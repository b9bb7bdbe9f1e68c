import type { ContainerView } from "../../images/view.ts";
import { type RequestRate, setRequestRate } from "../../images/work.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { ClusterMemory } from "../../machinery/component.ts";
import { milliValue, parseQuantity } from "../../machinery/quantity.ts";
import type { Flow } from "./loads.ts";
import { type Prospect, roomOf, type Target } from "./targets.ts";

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

function runOf({ pod, container, startedAt }: ContainerView): string {
  return `${pod.metadata.uid}/${container.name}/${startedAt}`;
}

/**
 * Requests a second of each demand: a container that has no more CPU to give slows down every client that waits for it, and so does a node.
 * Who shares one is slowed down alike.
 */
export function servedRates(demands: readonly Demand[]): number[] {
  const rates = demands.map(pace);
  const asked = (only: (target: Target) => boolean): number =>
    demands.reduce((sum, { prospect }, index) => {
      const cost = prospect.targets.filter(only).reduce((total, { share, server }) => total + share * (server?.costMs ?? 0), 0);
      return sum + (rates[index] ?? 0) * cost;
    }, 0);
  const places = new Map<string, { room: number; asked: number }>();
  for (const view of serversOf(demands)) {
    const run = runOf(view);
    places.set(run, { room: roomOf(view), asked: asked(({ server }) => server !== undefined && runOf(server.view) === run) });
    const { nodeName = "" } = view.pod.spec;
    if (!places.has(nodeName))
      places.set(nodeName, { room: nodeRoom(view), asked: asked(({ server }) => server?.view.pod.spec.nodeName === nodeName) });
  }
  const slowdown = (key: string): number => {
    const place = places.get(key);
    return place === undefined || place.asked <= place.room ? 1 : place.room / place.asked;
  };
  return demands.map(({ prospect }, index) => {
    const factors = prospect.targets.flatMap(({ server }) =>
      server === undefined ? [] : [slowdown(runOf(server.view)), slowdown(server.view.pod.spec.nodeName ?? "")],
    );
    return (rates[index] ?? 0) * Math.min(1, ...factors);
  });
}

/** Each container that works for somebody, once. */
function serversOf(demands: readonly Demand[]): ContainerView[] {
  const views = new Map<string, ContainerView>();
  for (const { prospect } of demands)
    for (const { server } of prospect.targets) if (server !== undefined) views.set(runOf(server.view), server.view);
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
    for (const { share, server } of prospect.targets) {
      if (server === undefined) continue;
      const run = runOf(server.view);
      const requests = (rates[index] ?? 0) * share;
      const before = work.get(run) ?? { work: 0, requests: 0 };
      work.set(run, { work: before.work + requests * server.costMs, requests: before.requests + requests });
    }
  }
  for (const [run, rate] of work) {
    const [uid = "", name = "", start = ""] = run.split("/");
    setRequestRate({ pod: { metadata: { uid } }, container: { name }, startedAt: Number(start) }, now, rate, memory);
  }
  const driven = [...work].filter(([, { requests }]) => requests > 0).map(([run]) => run);
  if (driven.length > 0 || memory.get(DRIVEN) !== undefined) memory.set(DRIVEN, driven);
}
