import { featureRows, valueRow } from "../row.ts";

const columns = "facts/apiserver.md 11";
const pages = "facts/kubectl-versions.md 13";
const defaults = "facts/apiserver.md 2.2";

/** Differences between versions of: batch, autoscaling, networking, storage and the other built-in kinds beyond core and apps. One row each, in alphabetical order. */
export const kindRows = {
  ...featureRows({
    autoscalerContainerMetrics: {
      since: "1.27",
      what: "metrics of type ContainerResource are kept; before, the server drops what they say",
      evidence: "gate HPAContainerMetrics: alpha and off in 1.20.2's pkg/features, beta in 1.27 (its release notes)",
    },
    autoscalerTargetNames: {
      since: "1.30",
      what: "TARGETS of autoscalers name the resource: `cpu: 0%/50%`",
      evidence: "facts/controllers.md 15.7",
    },
    cronJobZoneColumn: { since: "1.30", what: "CronJobs have a column Timezone", evidence: `${columns}: in 1.31, not in 1.29` },
    cronParserV3: {
      since: "1.21",
      what: "complaints about schedules begin in lower case and list the fields",
      evidence: "facts/apiserver.md 4.3; recordings a-create-jobs on 1.20 and 1.23",
    },
    csiDriverDetails: {
      since: "1.21",
      what: "CSIDrivers tell storageCapacity, tokenRequests and requiresRepublish",
      evidence: `${columns}; gates beta in 1.21`,
    },
    csiGroupPolicy: {
      since: "1.20",
      what: "fsGroupPolicy of CSIDrivers is filled in",
      evidence: "gate CSIVolumeFSGroupPolicy: beta and on 1.20, pkg/features/kube_features.go",
    },
    describeCompletionMode: { since: "1.21", what: "a Job's completion mode is shown", evidence: pages },
    describeIngressClass: { since: "1.24", what: "an Ingress' class is shown, and no default backend is <default>", evidence: pages },
    describeIngressLabels: { since: "1.23", what: "an Ingress' labels are shown", evidence: pages },
    describeJobActive: { since: "1.23", what: "a Job's pods are Active instead of Running", evidence: pages },
    describeJobSuspend: { since: "1.30", what: "a Job's suspension and backoff limit are shown", evidence: pages },
    describeUsedBy: { since: "1.20", what: "a claim is `Used By` pods instead of `Mounted By`", evidence: pages },
    endpointSliceMirroring: {
      since: "1.19",
      what: "controller that mirrors Endpoints to EndpointSlices, and its role",
      evidence: "KEP-752: 1.19",
    },
    ephemeralVolumes: {
      since: "1.21",
      what: "controller of generic ephemeral volumes, and its role",
      evidence: "recordings v-cluster-view on 1.20 and 1.23; gate beta in 1.21",
    },
    flowControlNodes: {
      since: "1.21",
      what: "flow schemas probes and system-node-high with priority level node-high",
      evidence: "recordings v-cluster-view: not on 1.20, there on 1.23",
    },
    healthUrlQuoted: {
      since: "1.19",
      what: "a URL that cannot be reached is quoted in component statuses",
      evidence: "facts/apiserver.md 11.1",
    },
    ingressClassScope: { since: "1.22", what: "parameters of IngressClasses have a scope", evidence: defaults },
    ingressClassWarning: {
      since: "1.24",
      what: "warning about the ingress.class annotation",
      evidence: "facts/apiserver.md 12; not in recording a-lab-week5-ingress-fanout on 1.23; first minor not certain",
    },
    insecureHealthPortsClosed: {
      since: "1.18.6",
      until: "1.22",
      what: "kubeadm closes the insecure ports of scheduler and controller manager, which component statuses still ask",
      evidence: "facts/cluster-profiles.md 2.4; recordings a-get-kinds: Unhealthy on 1.20, Healthy on 1.23",
    },
    issuerDiscovery: {
      since: "1.20",
      what: "role to discover the issuer of service account tokens",
      evidence: "recordings v-cluster-view on 1.20; gate beta in 1.20",
    },
    jobCompletionMode: {
      since: "1.22",
      what: "completionMode and suspend of Jobs are filled in",
      evidence: `${defaults}; gates IndexedJob and SuspendJob on from 1.22`,
    },
    jobGeneration: {
      since: "1.21",
      what: "Jobs and CronJobs count the changes of their spec in metadata.generation",
      evidence: "recordings a-jobs: not on 1.20, there on 1.23; first minor not certain",
    },
    jobPodReplacement: { since: "1.29", what: "podReplacementPolicy of Jobs is filled in", evidence: defaults },
    jobPrefixedLabels: { since: "1.27", what: "generated labels of Jobs have the prefix batch.kubernetes.io/, too", evidence: defaults },
    jobStatusColumn: { since: "1.30", what: "Jobs have a column Status", evidence: `${columns}: in 1.31, not in 1.29` },
    jobTtl: { since: "1.21", what: "ttlSecondsAfterFinished of Jobs is kept", evidence: "gate TTLAfterFinished: beta and on 1.21" },
    monitoringRole: {
      since: "1.20",
      what: "cluster role system:monitoring",
      evidence: "recordings v-cluster-view on 1.20; absent in 1.18 by its changelog",
    },
    nominalShares: { since: "1.26", what: "column NominalConcurrencyShares instead of AssuredConcurrencyShares", evidence: columns },
    requestedDurationColumn: { since: "1.22", what: "signing requests have a column RequestedDuration", evidence: columns },
    rootCaPublisher: {
      since: "1.20",
      what: "role of the controller that gives every namespace kube-root-ca.crt",
      evidence: "recordings v-cluster-view on 1.20; gate RootCAConfigMap on from 1.20",
    },
  }),
  componentStatusOrder: valueRow({
    values: [
      { since: "1.18", is: ["scheduler", "controller-manager", "etcd-0"] as readonly string[] },
      { since: "1.22", is: ["etcd-0", "scheduler", "controller-manager"] },
    ],
    what: "order of the list of component statuses, which chance decides on a real server",
    evidence: "recordings a-get-kinds on 1.20 and 1.23",
  }),
  etcdHealthyText: valueRow({
    values: [
      { since: "1.18", is: '{"health":"true"}' },
      { since: "1.26", is: "ok" },
    ],
    what: "what etcd's component status says",
    evidence: "recordings a-get-kinds on 1.20 and 1.23; facts/cluster-profiles.md for later ones",
  }),
  flowControlVersion: valueRow({
    values: [
      { since: "1.18", is: "" },
      { since: "1.20", is: "v1beta1" },
      { since: "1.23", is: "v1beta2" },
      { since: "1.26", is: "v1beta3" },
      { since: "1.29", is: "v1" },
    ],
    what: "version of flowcontrol.apiserver.k8s.io in which its defaults are written; none where it is not served",
    evidence: "facts/apiserver.md 1",
  }),
  autoscalerStorageVersion: valueRow({
    values: [
      { since: "1.18", is: "v2beta2" },
      { since: "1.23", is: "v2" },
    ],
    what: "the served version that holds all of an autoscaler",
    evidence: "facts/schema: versions served",
  }),
};
