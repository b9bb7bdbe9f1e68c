import { featureRows, valueRow } from "../row.ts";

/** Which plugins run, filters in order, scores with their weights. */
export interface SchedulerProfile {
  readonly filters: readonly string[];
  readonly weights: Readonly<Record<string, number>>;
}

const volumes = ["VolumeBinding"];
const newFilters = [
  "NodeUnschedulable",
  "NodeName",
  "TaintToleration",
  "NodeAffinity",
  "NodePorts",
  "NodeResourcesFit",
  ...volumes,
  "PodTopologySpread",
  "InterPodAffinity",
];
const oldWeights = {
  NodeResourcesBalancedAllocation: 1,
  ImageLocality: 1,
  InterPodAffinity: 1,
  NodeResourcesLeastAllocated: 1,
  NodeAffinity: 1,
  TaintToleration: 1,
};

/** Differences between versions of: scheduler. One row each; add yours in alphabetical order. */
export const schedulerRows = {
  ...featureRows({
    schedulerAffinityGeneralReason: {
      since: "1.18",
      until: "1.21",
      what: "a pod-affinity failure is counted under a general reason too",
      evidence: "recording A/a-scheduling, A-1.20.2-on-1.23/a-scheduling",
    },
    schedulerBalancesRealRequests: {
      since: "1.22",
      what: "balanced allocation counts real requests, not defaulted ones",
      evidence: "facts/scheduler.md 3",
    },
    schedulerImageThresholdPerContainer: {
      since: "1.19",
      what: "image locality's upper threshold grows with the containers",
      evidence: "facts/scheduler.md 3",
    },
    schedulerPreemptionMessage: { since: "1.24", what: "FailedScheduling says what preemption found", evidence: "facts/scheduler.md 5" },
    schedulerRetriesAfterOwnPatch: {
      since: "1.18",
      until: "1.21",
      what: "writing the PodScheduled condition changes managedFields, which counts as a pod update: one more attempt at once",
      evidence: "recording A/a-scheduling (x2 over 3s), pkg/scheduler/internal/queue 1.20 isPodUpdated",
    },
    schedulerSpreadNeedsAllKeys: {
      since: "1.20",
      until: "1.23",
      what: "default spreading ignores nodes without a zone label",
      evidence: "facts/scheduler.md 3",
    },
  }),
  schedulerFlushMs: valueRow({
    values: [
      { since: "1.18", is: 60_000 },
      { since: "1.24", is: 300_000 },
    ],
    what: "an unschedulable pod is tried again after this at the latest",
    evidence: "facts/scheduler.md 6",
  }),
  schedulerNodeNameReason: valueRow({
    values: [
      { since: "1.18", is: "node(s) didn't match the requested hostname" },
      { since: "1.21", is: "node(s) didn't match the requested node name" },
    ],
    what: "filter reason of NodeName",
    evidence: "facts/scheduler.md 4",
  }),
  schedulerNodeSelectorReason: valueRow({
    values: [
      { since: "1.18", is: "node(s) didn't match node selector" },
      { since: "1.20", is: "node(s) didn't match Pod's node affinity" },
      { since: "1.21", is: "node(s) didn't match Pod's node affinity/selector" },
    ],
    what: "filter reason of NodeAffinity",
    evidence: "recordings a-pod-failures on 1.20 and 1.23, facts/scheduler.md 4",
  }),
  schedulerPodLevelReason: valueRow<"bare" | "counted" | "once">({
    values: [
      { since: "1.18", is: "bare" },
      { since: "1.20", is: "counted" },
      { since: "1.24", is: "once" },
    ],
    what: "how a reason that holds for all nodes at once is told",
    evidence: "recording a-storage on 1.20 and 1.23, facts/scheduler.md 5",
  }),
  schedulerPreemptedMessage: valueRow<"pod" | "anonymous" | "uid">({
    values: [
      { since: "1.18", is: "pod" },
      { since: "1.25.6", is: "anonymous" },
      { since: "1.30", is: "uid" },
    ],
    what: "whom the Preempted event names",
    evidence: "facts/scheduler.md 5",
  }),
  schedulerProfile: valueRow<SchedulerProfile>({
    values: [
      {
        since: "1.18",
        is: {
          filters: [
            "NodeUnschedulable",
            "NodeResourcesFit",
            "NodeName",
            "NodePorts",
            "NodeAffinity",
            "TaintToleration",
            ...volumes,
            "InterPodAffinity",
            "PodTopologySpread",
          ],
          weights: { ...oldWeights, SelectorSpread: 1, PodTopologySpread: 1 },
        },
      },
      { since: "1.19", is: { filters: newFilters, weights: { ...oldWeights, SelectorSpread: 1, PodTopologySpread: 2 } } },
      { since: "1.20", is: { filters: newFilters, weights: { ...oldWeights, DefaultSpread: 2, PodTopologySpread: 2 } } },
      {
        since: "1.25",
        is: {
          filters: newFilters,
          weights: { ...oldWeights, InterPodAffinity: 2, NodeAffinity: 2, TaintToleration: 3, DefaultSpread: 2, PodTopologySpread: 2 },
        },
      },
    ],
    what: "the default profile's filters in order, and scores with weights",
    evidence: "facts/scheduler.md 2",
  }),
  schedulerTaintReason: valueRow<"had taint" | "untolerated">({
    values: [
      { since: "1.18", is: "had taint" },
      { since: "1.24", is: "untolerated" },
    ],
    what: "wording of the taint reason",
    evidence: "facts/scheduler.md 4",
  }),
};
