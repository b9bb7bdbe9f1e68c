import { cpuCeiling } from "../../images/consumption.ts";
import { listener } from "../../images/programs.ts";
import { usageOf } from "../../images/usage.ts";
import type { ContainerView } from "../../images/view.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { parseUrl, type Url } from "../../network/curl/url.ts";
import { createNetwork } from "../../network/network.ts";
import { placeNamed } from "../../network/place-named.ts";
import type { Connection, NetworkWorld } from "../../network/types.ts";
import { type MakeNetworkWorld, waysTo } from "../../network/ways.ts";
import type { Held, Load } from "./loads.ts";

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
  /** Who works for it, and how much: CPU ms a request. */
  readonly server?: { readonly view: ContainerView; readonly costMs: number };
}

/** What a load's requests meet now. */
export interface Prospect {
  readonly targets: readonly Target[];
  /** What it keeps to. */
  readonly held?: Held;
}

/** A request and its answer on a local network. */
const LAN_MS = 2;
const NOT_LISTENING = "not-listening";

/** Where a load's requests go: by the ways of the network, or along the connection that it keeps. */
export function prospectOf(load: Load, world: NetworkWorld, make: MakeNetworkWorld): Prospect {
  const url = parseUrl(load.url);
  const from = placeNamed(load.from, world.lister);
  if (url === undefined) return failing("bad URL");
  if (from === undefined) return failing(`${load.from} is gone`);
  const [address] = createNetwork(world).resolve(from, url.host);
  if (address === undefined) return failing(`could not resolve ${url.host}`);
  const pod = load.perConnection === undefined ? undefined : stillOpen(load, world);
  if (pod !== undefined && load.held !== undefined) {
    return { targets: [targetInPod({ pod, port: load.held.port, source: "" }, url, world, 1)], held: load.held };
  }
  const { ways, isSticky } = waysTo(make, world, from, address, url.port);
  if (!isSticky && load.perConnection === undefined) {
    return { targets: ways.map(({ connection, share }) => targetOf(connection, url, world, share)) };
  }
  // Who is sent back to where he was renews that with each request.
  const again = ways.find(({ connection }) => isSticky && connection.kind === "open" && connection.pod.metadata.uid === load.held?.uid);
  const connection = again?.connection ?? createNetwork(world).connect(from, address, url.port);
  const target = targetOf(connection, url, world, 1);
  return connection.kind === "open" ? { targets: [target], held: heldBy(connection) } : { targets: [target] };
}

function failing(failure: string): Prospect {
  return { targets: [{ share: 1, takesMs: 0, failure }] };
}

function heldBy({ pod: { metadata }, port }: Opened): Held {
  return { pod: `${metadata.namespace}/${metadata.name}`, uid: metadata.uid ?? "", port };
}

/** The pod at the other end of a connection that is still open. */
function stillOpen({ held }: Load, { lister, sim }: NetworkWorld): Pod | undefined {
  if (held === undefined || sim.now() >= held.until) return undefined;
  const [namespace = "", name = ""] = held.pod.split("/");
  const pod = lister.get("pods", namespace, name) as Pod | undefined;
  return pod?.metadata.uid === held.uid ? pod : undefined;
}

type Opened = Pick<Extract<Connection, { kind: "open" }>, "pod" | "port" | "source">;

function targetOf(connection: Connection, url: Url, world: NetworkWorld, share: number): Target {
  switch (connection.kind) {
    case "open":
      return targetInPod(connection, url, world, share);
    case "refused":
      return {
        share,
        takesMs: connection.afterMs,
        failure: FAILURES[connection.why],
        ...(connection.problem.cause === NOT_LISTENING ? { isWaiting: true } : {}),
      };
    default:
      return { share, takesMs: LAN_MS };
  }
}

const FAILURES = { refused: "connection refused", timeout: "connection timed out", "no-route": "no route to host" } as const;

function targetInPod({ pod, port, source }: Opened, url: Url, world: NetworkWorld, share: number): Target {
  const view = listener(world, pod, port);
  if (view === undefined) return { share, takesMs: 1, failure: FAILURES.refused, isWaiting: true };
  const request = {
    method: "GET",
    path: url.path,
    headers: [["Host", url.host]] as const,
    body: "",
    clientAddress: source,
    address: pod.status?.podIP ?? "",
    port,
  };
  const status = view.behaviour.answer?.(request, view).status;
  const server = { view, costMs: view.behaviour.cpuMsOf?.(request) ?? view.behaviour.cpuMsPerRequest };
  if (status === undefined) return { share, takesMs: LAN_MS, server, failure: "empty reply" };
  return { share, takesMs: LAN_MS, server, ...(status >= 400 ? { failure: `status ${status}` } : {}) };
}

/** CPU ms a second that a container has for requests. */
export function roomOf(view: ContainerView): number {
  const ceiling = cpuCeiling(view);
  return Math.max(0, ceiling - Math.min(usageOf(view).cpuMillis, ceiling));
}
