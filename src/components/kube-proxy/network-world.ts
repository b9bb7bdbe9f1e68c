import { createPrograms } from "../../images/programs.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { createNetwork } from "../../network/network.ts";
import type { NetworkWorld } from "../../network/types.ts";
import { proxyFeatures } from "./features.ts";

/** What a cluster's dataplane is made of: rules of its kube-proxies, programs that may ask others, and who announces addresses. */
export function networkWorld(
  { release, ...parts }: Pick<ComponentContext, "cluster" | "lister" | "memory" | "release" | "sim">,
  watch: Pick<NetworkWorld, "onConnect"> = {},
): NetworkWorld {
  const { lister, sim, memory, cluster } = parts;
  const world = { lister, sim, memory, cluster };
  const whole: NetworkWorld = {
    ...world,
    ...watch,
    proxyFeatures: proxyFeatures(release),
    programs: createPrograms({ ...world, outside: () => ({ network: createNetwork(whole), sim }) }),
    announcer(address) {
      const nodes = announcers().announcingNodes(address, world);
      // A router that has several ways to an address takes one for each connection, by its ends: for a client, any.
      return nodes.length > 1 ? sim.draw(`ecmp/${address}`, (random) => nodes[random.int(nodes.length)] ?? "") : nodes[0];
    },
    announcerReason: (address) => announcers().announcerReason(address, world),
  };
  return whole;
}

/** Loaded when somebody asks for an address that no machine has. */
function announcers(): typeof import("../metallb/announcer.ts") {
  return require("../metallb/announcer.ts") as typeof import("../metallb/announcer.ts");
}
