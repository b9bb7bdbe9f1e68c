import { featureRows, valueRow } from "../row.ts";

/** Differences between versions of: kubelet. One row each; add yours in alphabetical order. */
export const kubeletRows = {
  ...featureRows({
    kubeletBackOffNamesContainer: {
      since: "1.26",
      what: "the BackOff event of a crash names container and pod",
      evidence: "facts/kubelet.md 4",
    },
    kubeletPodFailedReason: { since: "1.27", what: "Ready of a failed pod has the reason PodFailed", evidence: "facts/kubelet.md 2" },
    kubeletQuotesProbeUrl: { since: "1.19", what: "a failed HTTP probe quotes its URL", evidence: "facts/kubelet.md 4" },
    kubeletReadyToStartCondition: {
      since: "1.29",
      what: "condition PodReadyToStartContainers, first of all",
      evidence: "facts/kubelet.md 2",
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
