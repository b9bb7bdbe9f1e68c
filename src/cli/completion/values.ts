import { profileNames } from "../../cluster/bootstrap/profile.ts";
import { openCluster } from "../../cluster/cluster.ts";
import { clusterNames, currentCluster } from "../../cluster/home.ts";
import { SHELLS } from "./scripts.ts";

type Values = (home: string) => readonly string[] | Promise<readonly string[]>;

const clocks: Values = () => ["real", "stepped"];

/** What stands behind a command, or behind one of its options; other values may be anything, files among it. */
const VALUES: Readonly<Record<string, Values>> = {
  "cluster create": () => [],
  "cluster create --clock": clocks,
  "cluster create --profile": profileNames,
  "cluster delete": clusterNames,
  "cluster info": clusterNames,
  "cluster use": clusterNames,
  completion: () => SHELLS,
  curl: () => [],
  "curl --from": places,
  "lab run --cluster": clusterNames,
  "lab run --profile": profileNames,
  "time advance": () => ["10s", "1m", "1h"],
  "time mode": clocks,
  "time until": () => [],
};

/** Values that exist now for `cluster use` or `cluster create --profile`; undefined where k8sim knows none. */
export async function liveValues(key: string, home: string): Promise<readonly string[] | undefined> {
  return VALUES[key]?.(home);
}

/** Where a request may start from: the user's machine, nodes, pods. Looking costs a stepped clock nothing. */
async function places(home: string): Promise<readonly string[]> {
  const name = currentCluster(home);
  if (name === undefined) return ["pc"];
  const cluster = await openCluster(home, name);
  try {
    cluster.transactor.beginRead(0);
    const namesOf = (resource: string, namespace: string) =>
      cluster.store.list(resource, { namespace }).map(({ metadata }) => metadata.name ?? "");
    return ["pc", ...namesOf("nodes", ""), ...namesOf("pods", "default")];
  } finally {
    cluster.close();
  }
}
