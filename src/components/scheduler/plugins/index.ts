import { hostPorts } from "../requests.ts";
import type { FilterPlugin, ScorePlugin } from "../framework.ts";
import { interPodAffinity, preferredPodAffinity } from "./inter-pod-affinity.ts";
import { nodeAffinity } from "./node-affinity.ts";
import { nodeName, nodeUnschedulable, portsFilter, taintFilter } from "./node-basics.ts";
import { preferredNodeAffinity, preferredTaints } from "./preferences.ts";
import { balancedAllocation, imageLocality, leastAllocated, resourcesFit } from "./resources.ts";
import { selectorSpread } from "./selector-spread.ts";
import { defaultSpread, topologySpreadFilter, topologySpreadScore } from "./topology-spread.ts";
import { volumeBinding } from "./volume-binding.ts";

const nodePorts: FilterPlugin = { name: "NodePorts", filter: ({ pod }) => portsFilter(hostPorts(pod.spec)) };

/** Every filter; the release's profile says which run and in which order. */
export const filterPlugins: readonly FilterPlugin[] = [
  nodeUnschedulable,
  nodeName,
  taintFilter,
  nodeAffinity,
  nodePorts,
  resourcesFit,
  volumeBinding,
  topologySpreadFilter,
  interPodAffinity,
];

/** Every score; the release's profile says which count and how much. */
export const scorePlugins: readonly ScorePlugin[] = [
  balancedAllocation,
  imageLocality,
  preferredPodAffinity,
  leastAllocated,
  preferredNodeAffinity,
  preferredTaints,
  selectorSpread,
  defaultSpread,
  topologySpreadScore,
];
