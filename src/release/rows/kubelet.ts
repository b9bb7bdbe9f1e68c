import { featureRows, valueRow } from "../row.ts";

/** Differences between versions of: kubelet. One row each; add yours in alphabetical order. */
export const kubeletRows = {
  ...featureRows({
    kubeletBackOffNamesContainer: {
      since: "1.26",
      what: "the BackOff event of a crash names container and pod",
      evidence: "facts/kubelet.md 4",
    },
    kubeletEvictedKeepsStatus: {
      since: "1.22",
      what: "an evicted pod keeps addresses, conditions and containers in its status",
      evidence: "replaced whole in pkg/kubelet/eviction/eviction_manager.go evictPod, 1.20; first minor not certain",
    },
    kubeletEvictionTellsThreshold: {
      since: "1.27",
      what: "an eviction's message tells the threshold and what was available",
      evidence: "facts/kubelet.md 4; before: pkg/kubelet/eviction/helpers.go, 1.20",
    },
    kubeletPodFailedReason: { since: "1.27", what: "Ready of a failed pod has the reason PodFailed", evidence: "facts/kubelet.md 2" },
    kubeletQuotesProbeUrl: { since: "1.19", what: "a failed HTTP probe quotes its URL", evidence: "facts/kubelet.md 4" },
    kubeletReadyToStartCondition: {
      since: "1.29",
      what: "condition PodReadyToStartContainers, first of all",
      evidence: "facts/kubelet.md 2",
    },
    kubeletRejectedText: {
      since: "1.23",
      what: "the status of a pod that its kubelet refuses says: Pod was rejected",
      evidence: "`Pod ` alone in pkg/kubelet/kubelet.go rejectPod, 1.20; facts/kubelet.md 4: 1.23, not certain",
    },
    kubeletReportsHostIPs: { since: "1.29", what: "status.hostIPs", evidence: "feature gate PodHostIPs, on by default from 1.29" },
  }),
  kubeletCreatedText: valueRow<"plain" | "colon">({
    values: [
      { since: "1.18", is: "plain" },
      { since: "1.30", is: "colon" },
    ],
    what: "`Created container c` or `Created container: c`",
    evidence: "facts/kubelet.md 4",
  }),
  kubeletPulledText: valueRow<"bare" | "took" | "waited" | "sized">({
    values: [
      { since: "1.18", is: "bare" },
      { since: "1.19", is: "took" },
      { since: "1.25", is: "waited" },
      { since: "1.30", is: "sized" },
    ],
    what: "what the Pulled event says of time and size",
    evidence: "facts/kubelet.md 4",
  }),
};
