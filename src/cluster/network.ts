import { createLister } from "../client/lister.ts";
import { createPrograms } from "../images/programs.ts";
import { createNetwork } from "../network/network.ts";
import type { Network } from "../network/types.ts";
import type { Cluster } from "./cluster.ts";
import { memoryOf } from "./memory.ts";

/** The dataplane of an open cluster: what `k8sim curl`, traces and labs' shells talk on. Its draws and logs are changes like any other. */
export function networkOf({ store, sim, record }: Pick<Cluster, "record" | "sim" | "store">): Network {
  const world = { lister: createLister(store), sim, memory: memoryOf(store), cluster: record.settings };
  return createNetwork({ ...world, programs: createPrograms(world) });
}
