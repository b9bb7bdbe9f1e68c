import type { FileSystem } from "../images/files.ts";
import type { Run } from "../images/shell/machine.ts";
import { runCommand } from "../images/shell/run.ts";
import type { Node } from "../kinds/core/node/types.ts";
import { runCurl } from "../network/curl/curl.ts";
import { curlOf } from "../network/curl/messages.ts";
import type { Connection, Place } from "../network/types.ts";
import { networkOf } from "./network.ts";
import type { Session } from "./session.ts";

/** So long anybody looks at a program that does not end by itself. */
const LOOK_MS = 60_000;

/** Where a tool runs, and what it may read and write there. */
export interface ToolPlace {
  readonly place: Place;
  readonly name: string;
  readonly files: FileSystem;
  readonly directory: string;
}

/** One of the small network programs (`ping`, `nslookup`, `wget`) on a machine of the cluster, as GNU's or BIND's. */
export async function runTool(session: Session, words: readonly string[], { place, name, files, directory }: ToolPlace): Promise<Run> {
  const { cluster } = session;
  return session.once(() => {
    const network = networkOf(cluster);
    const node = cluster.store.get("nodes", "", name) as Node | undefined;
    return runCommand(words, {
      environment: {},
      files,
      directory,
      hostname: name,
      address: node?.status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "",
      startedAt: cluster.sim.now(),
      horizonMs: LOOK_MS,
      shells: [],
      userland: "gnu",
      fetch: (argv) => runCurl(argv, { network, from: place, version: curlOf(node?.status?.nodeInfo?.osImage ?? "") }),
      lookup: (host, type) => network.lookup(place, host, type),
      ping: (address) => network.ping(place, address),
    });
  });
}

/** A connection from a machine to a host's port; undefined when the name is nobody's. */
export async function connectFrom(
  session: Session,
  place: Place,
  host: string,
  port: number,
): Promise<{ address: string; connection: Connection } | undefined> {
  return session.once(() => {
    const network = networkOf(session.cluster);
    const [address] = /^\d+\.\d+\.\d+\.\d+$/.test(host) ? [host] : network.resolve(place, host);
    return address === undefined ? undefined : { address, connection: network.connect(place, address, port) };
  });
}
