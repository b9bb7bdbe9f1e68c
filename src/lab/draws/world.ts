import type { Cluster } from "../../cluster/cluster.ts";
import type { PlacedPod } from "./labels.ts";
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

interface ShownPod {
  readonly spec?: { readonly hostNetwork?: boolean };
  readonly status?: { readonly podIP?: string };
}

/** The pods that have addresses of the pod network now. */
export function placedPods({ store }: Cluster): PlacedPod[] {
  return store.list("pods").flatMap((pod) => {
    const { spec, status } = pod as ShownPod;
    if (spec?.hostNetwork === true || !status?.podIP) return [];
    return [{ namespace: pod.metadata.namespace ?? "", name: pod.metadata.name ?? "", address: status.podIP }];
  });
}
