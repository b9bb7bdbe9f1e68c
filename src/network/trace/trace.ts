import type { ClusterMemory } from "../../machinery/component.ts";
import type { Sim } from "../../sim/types.ts";
import { parseUrl, type Url } from "../curl/url.ts";
import { byteLength } from "../http.ts";
import { createNetwork } from "../network.ts";
import { outcomesOf } from "../outcomes.ts";
import { placeName } from "../trip.ts";
import type { Connection, Hop, NetworkWorld, Place, Problem, Refusal } from "../types.ts";

/** What becomes of a request on one way. */
export type WayEnd = Refusal | "answered" | "no-answer" | "no-name" | "no-tls";

/** One way that a request may take. */
export interface Way {
  /** How many of all requests take it: 0 to 1. */
  readonly share: number;
  readonly end: WayEnd;
  readonly hops: readonly Hop[];
  /** The ways of what programs on it ask others, in order: a proxy's. */
  readonly beyond: readonly (readonly Hop[])[];
  readonly answer?: { readonly status: number; readonly statusText: string; readonly bytes: number };
  readonly problem?: Problem;
}

/** Where a request goes, and where it stops. */
export interface Trace {
  readonly from: string;
  readonly url: Url;
  /** Every way that chance may choose, those that fail first. */
  readonly ways: readonly Way[];
}

/** Makes the world of a network whose draws and notes go elsewhere, and that tells of its connections. */
export type MakeTracedWorld = (parts: { sim: Sim; memory: ClusterMemory; onConnect: (connection: Connection) => void }) => NetworkWorld;

/** Follows a request along every way that it may take, without making it. Undefined for what is no URL. */
export function traceRequest(
  make: MakeTracedWorld,
  real: { sim: Sim; memory: ClusterMemory },
  from: Place,
  target: string,
): Trace | undefined {
  const url = parseUrl(target);
  if (url === undefined) return undefined;
  const connections: Connection[] = [];
  const outcomes = outcomesOf(
    (parts) => make({ ...parts, onConnect: (connection) => void connections.push(connection) }),
    real,
    (world) => {
      connections.length = 0;
      return follow(world, from, url, connections);
    },
    idOf,
  );
  const ways = merged(outcomes.map(({ result, share }) => ({ ...result, share })));
  return { from: placeName(from), url, ways: ways.toSorted((one, other) => rank(one) - rank(other) || other.share - one.share) };
}

function rank({ end, answer }: Way): number {
  return end !== "answered" ? 0 : (answer?.status ?? 0) >= 500 ? 1 : 2;
}

type Attempt = Omit<Way, "share">;

function idOf({ end, hops, beyond }: Attempt): string {
  return JSON.stringify([end, hops.map(({ text }) => text), beyond.map((way) => way.map(({ text }) => text))]);
}

/** Ways that look the same are one. */
function merged(ways: readonly Way[]): Way[] {
  const byId = new Map<string, Way>();
  for (const way of ways) {
    const known = byId.get(idOf(way));
    byId.set(idOf(way), known === undefined ? way : { ...known, share: known.share + way.share });
  }
  return [...byId.values()];
}

function follow(world: NetworkWorld, from: Place, url: Url, connections: readonly Connection[]): Attempt {
  const network = createNetwork(world);
  const names: Hop[] = [];
  const name = network.lookup(from, url.host);
  const address = name.records.find(({ type }) => type === "A")?.value;
  if (address !== url.host)
    names.push({ at: "dns", text: nameText(url.host, address, name.server), data: { name: name.name, address: address ?? null } });
  if (address === undefined) {
    const { text, see } = name.problem ?? { text: `${url.host} does not resolve` };
    const problem = { cause: `dns-${name.status}`, text, ...(see === undefined ? {} : { see }) };
    return { end: "no-name", hops: [...names, { at: "stop", text, data: { cause: problem.cause } }], beyond: [], problem };
  }
  const connection = network.connect(from, address, url.port);
  const hops = [...names, ...connection.hops];
  if (connection.kind === "refused") return { end: connection.why, hops, beyond: [], problem: connection.problem };
  if (url.scheme === "https" && network.certificate(connection, url.host) === undefined) {
    const text = `what listens on port ${url.port} speaks no TLS`;
    return {
      end: "no-tls",
      hops: [...hops, { at: "stop", text, data: { cause: "no-tls" } }],
      beyond: [],
      problem: { cause: "no-tls", text },
    };
  }
  if (connection.kind === "api-server")
    return { end: "answered", hops: [...hops, { at: "pod", text: "the API server answers", data: {} }], beyond: [] };
  const request = {
    method: "GET",
    path: url.path,
    headers: [["Host", url.portGiven ? `${url.host}:${url.port}` : url.host]] as const,
    body: "",
  };
  const response =
    connection.kind === "open"
      ? network.exchange(connection, { ...request, ...(url.scheme === "https" ? { tls: true } : {}) })
      : connection.answer(request);
  const others = connections.filter((one) => one !== connection);
  const beyond = others.map((one) => one.hops);
  if (response === undefined) {
    const problem = { cause: "no-answer", text: "the program closes the connection without an answer", ...seeLogs(connection) };
    return { end: "no-answer", hops, beyond, problem };
  }
  const answer = { status: response.status, statusText: response.statusText, bytes: byteLength(response.body) };
  const failed = others.find((one) => one.kind === "refused");
  const problem =
    failed?.kind === "refused" && response.status >= 500
      ? failed.problem
      : response.status >= 500
        ? { cause: `http-${response.status}`, text: `the program answers ${response.status}`, ...seeLogs(connection) }
        : undefined;
  return { end: "answered", hops, beyond, answer, ...(problem === undefined ? {} : { problem }) };
}

function nameText(host: string, address: string | undefined, server: string | undefined): string {
  const by = server === undefined ? "/etc/hosts" : `name server ${server}`;
  return address === undefined ? `${host} does not resolve` : `${host} is ${address}, says ${by}`;
}

function seeLogs(connection: Connection): { see?: string } {
  if (connection.kind !== "open") return {};
  const { name, namespace } = connection.pod.metadata;
  return { see: `kubectl logs ${name} -n ${namespace}` };
}
