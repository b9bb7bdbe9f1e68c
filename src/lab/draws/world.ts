import type { Cluster } from "../../cluster/cluster.ts";
import type { DrawnWorld } from "./parts.ts";
import type { Draws } from "./registry.ts";

interface ShownNode {
  readonly status?: { readonly addresses?: readonly { readonly type: string; readonly address: string }[] };
}

/** What a cluster draws within, as it is now. */
export function drawnWorldOf({ record: { settings }, store }: Cluster, draws: Draws): DrawnWorld {
  const { podCidr, podBlockSize = 24, serviceCidr, nodePortRange } = settings;
  const nodes = new Map(
    store.list("nodes").map((node) => {
      const { status } = node as ShownNode;
      return [node.metadata.name ?? "", status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? ""];
    }),
  );
  return { draws, podCidr, podBlockSize, serviceCidr, nodePortRange, nodes };
}
