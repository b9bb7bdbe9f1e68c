import type { Json } from "../../base/json.ts";
import { runningView } from "../../images/programs.ts";
import type { ContainerView } from "../../images/view.ts";
import { runCountedBy, workDone } from "../../images/work.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ClusterMemory } from "../../machinery/component.ts";
import type { HttpResponse } from "../../network/http.ts";
import { parseUrl, type Url } from "../../network/curl/url.ts";
import { createNetwork } from "../../network/network.ts";
import { type MakeNetworkWorld, outcomesOf, type Touched } from "../../network/outcomes.ts";
import { placeNamed } from "../../network/place-named.ts";
import type { Connection, NetworkWorld, Place } from "../../network/types.ts";
import type { Held, Load } from "./loads.ts";

/** Who works for a request, and how much: CPU ms. */
export interface Server {
  readonly view: ContainerView;
  readonly costMs: number;
}

/** A part of a load's requests that all fare alike. */
export interface Target {
  /** 0 to 1 */
  readonly share: number;
  /** How long a request takes the client at least, in ms. */
  readonly takesMs: number;
  /** Why it goes wrong; undefined: it is answered. */
  readonly failure?: string;
  /** The program does not listen, or not yet: it may be asked again without anything having happened. */
  readonly isWaiting?: true;
  /** A proxy and what stands behind it both work. */
  readonly servers: readonly Server[];
}

/** What a load's requests meet now. */
export interface Prospect {
  readonly targets: readonly Target[];
  /** What it keeps to. */
  readonly held?: Held;
}

/** A request and its answer on a local network. */
const LAN_MS = 2;
const FAILURES = { refused: "connection refused", timeout: "connection timed out", "no-route": "no route to host" } as const;
const AFFINITY = "network/affinity/";

/** What one request comes to. */
interface Trial {
  readonly connection: Connection;
  readonly response: HttpResponse | undefined;
  /** CPU ms by the memory's key of each container that worked. */
  readonly work: ReadonlyMap<string, number>;
  readonly isSticky: boolean;
}

interface Question {
  readonly load: Load;
  readonly url: Url;
  readonly from: Place;
  readonly world: NetworkWorld;
  readonly make: MakeNetworkWorld;
}

/** Where a load's requests go and how they fare: each way is tried with one request that nobody ever sees. */
export function prospectOf(load: Load, world: NetworkWorld, make: MakeNetworkWorld): Prospect {
  const url = parseUrl(load.url);
  const from = placeNamed(load.from, world.lister);
  if (url === undefined) return failing("bad URL");
  if (from === undefined) return failing(`${load.from} is gone`);
  const [address] = createNetwork(world).resolve(from, url.host);
  if (address === undefined) return failing(`could not resolve ${url.host}`);
  const question: Question = { load, url, from, world, make };
  if (load.perConnection !== undefined) {
    const open = stillOpen(load, world) ?? connected(createNetwork(world).connect(from, address, url.port));
    return open === undefined ? alongNew(question, address) : { targets: targetsOf(question, alongOpen(open, world)), held: open };
  }
  const outcomes = trials(question, address);
  if (!outcomes.some(({ result }) => result.isSticky)) return { targets: targetsOf(question, outcomes) };
  // Who is sent back to where he was renews that with each request.
  const again = outcomes.filter(({ result }) => connected(result.connection)?.uid === load.held?.uid);
  if (load.held === undefined || again.length === 0) createNetwork(world).connect(from, address, url.port);
  const kept = load.held !== undefined && again.length > 0 ? again : trials(question, address);
  const held = connected(kept[0]?.result.connection);
  return { targets: targetsOf(question, kept), ...(held ? { held } : {}) };
}

function failing(failure: string): Prospect {
  return { targets: [{ share: 1, takesMs: 0, failure, servers: [] }] };
}

function alongNew(question: Question, address: string): Prospect {
  return { targets: targetsOf(question, trials(question, address)) };
}

function connected(connection: Connection | undefined): Held | undefined {
  if (connection?.kind !== "open") return undefined;
  const { metadata } = connection.pod;
  return { pod: `${metadata.namespace}/${metadata.name}`, uid: metadata.uid ?? "", port: connection.port, source: connection.source };
}

/** The other end of a connection, as long as its pod is there. */
function stillOpen({ held }: Load, world: NetworkWorld): Held | undefined {
  if (held === undefined || world.sim.now() >= held.until) return undefined;
  return podOf(held, world) && held;
}

function podOf({ pod, uid }: Held, { lister }: NetworkWorld): Pod | undefined {
  const [namespace = "", name = ""] = pod.split("/");
  const found = lister.get("pods", namespace, name) as Pod | undefined;
  return found?.metadata.uid === uid ? found : undefined;
}

type Trials = readonly { readonly result: Trial; readonly share: number }[];

/** A new connection for each request. */
function trials({ url, from, world, make }: Question, address: string): Trials {
  return outcomesOf(
    make,
    world,
    (trialWorld, touched): Trial => {
      const network = createNetwork(trialWorld);
      const connection = network.connect(from, address, url.port);
      const response = connection.kind === "open" ? network.exchange(connection, requestFor(url)) : undefined;
      return { connection, response, ...traces(touched, trialWorld) };
    },
    trialId,
  );
}

/** Requests over a connection that is open. */
function alongOpen(held: Held, world: NetworkWorld): (question: Question) => Trials {
  return ({ url, make }) => {
    const pod = podOf(held, world);
    if (pod === undefined) return [];
    const connection: Connection = { kind: "open", hops: [], pod, port: held.port, source: held.source };
    return outcomesOf(
      make,
      world,
      (trialWorld, touched): Trial => {
        const response = createNetwork(trialWorld).exchange(connection, requestFor(url));
        return { connection, response, ...traces(touched, trialWorld) };
      },
      trialId,
    );
  };
}

function requestFor({ host, portGiven, port, path, scheme }: Url) {
  return {
    method: "GET",
    path,
    headers: [["Host", portGiven ? `${host}:${port}` : host]] as const,
    body: "",
    ...(scheme === "https" ? { tls: true } : {}),
  };
}

function trialId({ connection, work }: Trial): string {
  return `${connection.kind} ${[...work.keys()].sort().join(" ")}`;
}

/** What a trial has left in its memory: who worked, and whether the client will be sent back there. */
function traces(touched: Touched, { memory, sim }: NetworkWorld): Pick<Trial, "isSticky" | "work"> {
  // A moment later all that came is done.
  const now = sim.now() + 1;
  const work = new Map<string, number>();
  for (const [key, before] of touched) {
    const run = runCountedBy(key);
    if (run === undefined) continue;
    const done = (seen: ClusterMemory): number => workDone(run, now, Number.POSITIVE_INFINITY, seen).work;
    work.set(key, done(memory) - done(holding(before)));
  }
  return { work, isSticky: [...touched.keys()].some((key) => key.startsWith(AFFINITY)) };
}

function holding(value: Json | undefined): ClusterMemory {
  return { get: () => value, set: () => undefined };
}

function targetsOf(question: Question, asked: Trials | ((question: Question) => Trials)): Target[] {
  const all = typeof asked === "function" ? asked(question) : asked;
  return all.map(({ result, share }) => ({ share, servers: serversOf(result, question.world), ...fareOf(result) }));
}

function fareOf({ connection, response }: Trial): Pick<Target, "failure" | "isWaiting" | "takesMs"> {
  if (connection.kind === "refused") {
    const waits = connection.problem.cause === "not-listening";
    return { takesMs: connection.afterMs, failure: FAILURES[connection.why], ...(waits ? { isWaiting: true } : {}) };
  }
  if (connection.kind !== "open") return { takesMs: LAN_MS };
  if (response === undefined) return { takesMs: LAN_MS, failure: "empty reply" };
  return response.status >= 400 ? { takesMs: LAN_MS, failure: `status ${response.status}` } : { takesMs: LAN_MS };
}

/** The containers that worked for a trial. The one that was connected to is known; others are looked for. */
function serversOf({ connection, work }: Trial, world: NetworkWorld): Server[] {
  return [...work].flatMap(([key, costMs]) => {
    const run = runCountedBy(key);
    if (run === undefined) return [];
    const { uid } = run.pod.metadata;
    const isFirst = connection.kind === "open" && connection.pod.metadata.uid === uid;
    const pod = isFirst ? connection.pod : (world.lister.list("pods") as readonly Pod[]).find(({ metadata }) => metadata.uid === uid);
    const container = pod?.spec.containers.find(({ name }) => name === run.container.name);
    const view = pod && container && runningView(world, pod, container);
    return view ? [{ view, costMs }] : [];
  });
}
