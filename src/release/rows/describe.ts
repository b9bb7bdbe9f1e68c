import { featureRows } from "../row.ts";

const pages = "conformance/VERSIONS.md 2, facts/kubectl-versions.md 13";

/** Differences between versions of: kubectl describe. One row each, in alphabetical order. */
export const describeRows = {
  ...featureRows({
    describeAllOldReplicaSets: { since: "1.27", what: "OldReplicaSets lists sets without pods as well", evidence: pages },
    describeBinaryData: { since: "1.22", what: "a ConfigMap's binary data has a block of its own", evidence: pages },
    describeBlankAfterValue: { since: "1.31", what: "a blank line follows each value of a ConfigMap", evidence: pages },
    describeEventHost: {
      since: "1.18",
      until: "1.19",
      what: "an event's From is `kubelet, w1-k8s`, and its age needs a firstTimestamp",
      evidence: pages,
    },
    describeHidesLastApplied: { since: "1.19", what: "the last-applied annotation is not counted as one", evidence: pages },
    describeHidesManagedFields: {
      since: "1.24",
      what: "the generic describer leaves managed fields out",
      evidence: `${pages}: shown by 1.23.7, hidden by 1.28`,
    },
    describeEndpointSlices: {
      since: "1.31",
      what: "backends of services and ingresses come from endpoint slices",
      evidence: "recordings a-create-misc, 1.28.15 against 1.32.5; kubectl/pkg/describe/describe.go, 1.30 against 1.31",
    },
    describeInternalTrafficPolicy: { since: "1.31", what: "a Service's internal traffic policy is shown", evidence: pages },
    describeNodeAgeTitle: { since: "1.21", what: "the last column of a node's pods is Age instead of AGE", evidence: pages },
    describeNodeAllEvents: {
      since: "1.24",
      what: "a node's events are those of controllers as well as its kubelet's",
      evidence: "recordings v-cluster-view describe node, 1.23.7 against 1.28.15; first minor not certain",
    },
    describePodSecurityPolicies: {
      since: "1.22",
      what: "a policy's PodSecurityPolicy has a page of its own",
      evidence: "kubectl/pkg/describe/describe.go describerMap, 1.21 against 1.22; kubectl 1.20.2",
    },
    describePreemptionPolicy: {
      since: "1.24",
      what: "a priority class's preemption policy is shown",
      evidence: "recordings a-create-misc describe pc, 1.23.7 against 1.28.15; first minor not certain",
    },
    describeQuotaIndent: { since: "1.21", what: "a namespace's quotas are indented by two blanks", evidence: pages },
    describeServiceAccountOfPod: {
      since: "1.25",
      what: "a pod's service account and topology spread constraints are shown",
      evidence: pages,
    },
    describeServiceIps: { since: "1.20", what: "a Service's IP families and all of its IPs are shown", evidence: pages },
    describeTemplateScheduling: {
      since: "1.30",
      what: "a pod template's node selectors and tolerations are shown",
      evidence: "kubectl 1.29.14 against 1.30.13",
    },
    describeTolerationOperator: { since: "1.19", what: "a toleration by Exists says op=Exists", evidence: pages },
  }),
};
