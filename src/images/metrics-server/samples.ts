import { isControlPlane } from "../../machinery/object.ts";
import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { milliValue, parseQuantity } from "../../machinery/quantity.ts";
import { cpuTaken, memoryHeld } from "../consumption.ts";
import type { ContainerView } from "../view.ts";
import { type Options, optionsOf } from "./options.ts";
import { isScraped, scrapeAt, scrapesSoFar } from "./scraping.ts";

/** What was measured of a container or a node. */
export interface Amounts {
  readonly cpuNanos: number;
  readonly memoryBytes: number;
}

/** Measured over a window that ended at a moment. */
export interface Measured {
  /** ms since the Unix epoch. */
  readonly at: number;
  readonly windowMs: number;
}

/** What a pod's containers took. */
export interface PodSample extends Measured {
  readonly containers: readonly (Amounts & { readonly name: string })[];
}

/** What a metrics-server can give now. */
export interface Samples {
  /** Undefined for a pod without metrics. */
  pod(pod: Pod): PodSample | undefined;
  node(node: Node): (Amounts & Measured) | undefined;
}

/** Sees another container of the cluster as its process does; undefined while it does not run. */
export type ViewOf = (pod: Pod, container: Container) => ContainerView | undefined;

const MEBIBYTE = 1024 * 1024;
/** cAdvisor makes a rate of what lies between its samples, every 10 to 15 s; it states no window, and 0.3 gives the longest that there is. */
const HOUSEKEEPING_MS = 15_000;
const STATED_WINDOW_MS = 30_000;
/** So old a container has to be for a rate. pkg/storage/pod.go freshContainerMinMetricsResolution, 0.6.4; cAdvisor's second sample */
const FRESH_MS = 10_000;
/** What a machine takes beside its pods: its system, container runtime and kubelet. facts/metrics-server.md 4.1 */
const WORKER = { cpuMillis: 25, memoryBytes: 670 * MEBIBYTE };
const CONTROL_PLANE = { cpuMillis: 45, memoryBytes: 780 * MEBIBYTE };

/** The samples of a metrics-server's last scrape. Nothing is kept: they are computed from what containers have done since. */
export function samplesOf(server: ContainerView, viewOf: ViewOf): Samples {
  const options = optionsOf(server);
  const last = scrapesSoFar(server, options) - 1;
  const at = scrapeAt(server, options, last);
  const isTwice = options.traits.rates === "two-scrapes";
  const machines = new Map<string, Machine>();

  function machineNamed(name: string): Machine | undefined {
    let found = machines.get(name);
    if (found !== undefined) return found;
    const node = server.lister.get("nodes", "", name) as Node | undefined;
    if (node === undefined || last < options.traits.firstUsefulScrape || !isScraped(node, at, server, options)) return undefined;
    machines.set(name, (found = machineOf(node, at - (isTwice ? options.resolutionMs : HOUSEKEEPING_MS), at, server, viewOf)));
    return found;
  }

  return {
    pod(pod) {
      const machine = machineNamed(pod.spec.nodeName ?? "");
      return machine && podSample(pod, machine, { at, last, options, viewOf });
    },
    node(node) {
      if (isTwice && (last < 1 || !isScraped(node, at - options.resolutionMs, server, options))) return undefined;
      const machine = machineNamed(node.metadata.name ?? "");
      return machine && { ...machine.total(), at, windowMs: isTwice ? options.resolutionMs : STATED_WINDOW_MS };
    },
  };
}

interface Machine {
  /** How much of what they ask for its containers get: 1 as long as there is enough for all. */
  share(): number;
  total(): Amounts;
}

/** A node between two moments. */
function machineOf(node: Node, from: number, to: number, { lister }: ContainerView, viewOf: ViewOf): Machine {
  const own = isControlPlane(node) ? CONTROL_PLANE : WORKER;
  const capacity = milliValue(parseQuantity(node.status?.capacity?.["cpu"] ?? "1"));
  const pods = lister.list("pods", { index: `node:${node.metadata.name ?? ""}` }) as readonly Pod[];
  const views = pods.flatMap((pod) => viewsOf(pod, viewOf));
  const sum = (amount: (view: ContainerView) => number): number => views.reduce((total, view) => total + amount(view), 0);
  let known: number | undefined;
  /** Nanoseconds of CPU a second that its containers would take if nothing stood in their way. */
  const asked = (): number => (known ??= sum((view) => rate(view, from, to)));
  const most = (capacity - own.cpuMillis) * 1e6;
  return {
    share: () => (asked() > most ? most / asked() : 1),
    total: () => ({
      cpuNanos: Math.floor(Math.min(most, asked())) + own.cpuMillis * 1e6,
      memoryBytes: sum((view) => memoryHeld(view, to)) + own.memoryBytes,
    }),
  };
}

function viewsOf(pod: Pod, viewOf: ViewOf): ContainerView[] {
  return pod.spec.containers.map((container) => viewOf(pod, container)).filter((view) => view !== undefined);
}

/** Nanoseconds of CPU a second between two moments. */
function rate(view: ContainerView, from: number, to: number): number {
  return (cpuTaken(view, from, to) * 1e6) / ((to - from) / 1000);
}

interface Scrape {
  readonly at: number;
  readonly last: number;
  readonly options: Options;
  readonly viewOf: ViewOf;
}

/** Undefined unless all containers that run have a rate. */
function podSample(pod: Pod, machine: Machine, { at, last, options, viewOf }: Scrape): PodSample | undefined {
  const views = viewsOf(pod, viewOf).filter(({ startedAt }) => startedAt < at);
  const begins = views.map(({ startedAt }) => windowStart(startedAt, at, last, options));
  if (views.length === 0 || begins.includes(undefined)) return undefined;
  const share = machine.share();
  const containers = views.map((view, index) => ({
    name: view.container.name,
    cpuNanos: Math.floor(rate(view, begins[index] ?? at, at) * share),
    memoryBytes: memoryHeld(view, at),
  }));
  const windowMs = options.traits.rates === "kubelet" ? STATED_WINDOW_MS : at - Math.max(...begins.map((begin) => begin ?? at));
  return { at, windowMs, containers };
}

/** Where the time begins over which a container is measured; undefined when it is too young. pkg/storage/pod.go Store, 0.6.4 */
function windowStart(startedAt: number, at: number, last: number, { traits, resolutionMs }: Options): number | undefined {
  const age = at - startedAt;
  if (traits.rates === "kubelet") return age < FRESH_MS ? undefined : at - HOUSEKEEPING_MS;
  if (age >= FRESH_MS && age < resolutionMs) return startedAt;
  return last >= 1 && startedAt < at - resolutionMs ? at - resolutionMs : undefined;
}
