import { featureRows, valueRow } from "../row.ts";

/** Differences between versions of: server. One row each; add yours in alphabetical order. */
export const serverRows = {
  ...featureRows({
    anyVolumeDataSource: {
      since: "1.24",
      what: "a claim keeps a data source of any kind",
      evidence: "gate AnyVolumeDataSource, beta in 1.24; pkg/api/persistentvolumeclaim/util.go, 1.20",
    },
    claimDataSourceRef: {
      since: "1.22",
      what: "spec.dataSourceRef of claims",
      evidence: "facts/schema/changes.md",
    },
    clusterIpBands: {
      since: "1.25",
      what: "cluster IPs are drawn from above the static band first",
      evidence: "facts/apiserver.md 3",
    },
    clusterIps: {
      since: "1.20",
      what: "services have spec.clusterIPs beside clusterIP, and a change of type drops what it does not need",
      evidence: "facts/schema/changes.md; pkg/registry/core/service/strategy.go 1.20",
    },
    daemonSetSurge: {
      since: "1.22",
      what: "updateStrategy.rollingUpdate.maxSurge is defaulted to 0 and may replace maxUnavailable",
      evidence: "facts/apiserver.md 2.2",
    },
    endedPodsAreNotTerminating: {
      since: "1.31",
      what: "a finished pod that is being deleted keeps its STATUS",
      evidence: "facts/kubelet.md 3",
    },
    expandedDnsConfig: {
      since: "1.26",
      what: "dnsConfig may hold 32 search paths of 2048 characters instead of 6 of 256",
      evidence: "gate ExpandedDNSConfig: beta and on 1.26",
    },
    externalNameTrafficPolicy: {
      since: "1.22",
      until: "1.24",
      what: "internalTrafficPolicy is defaulted for ExternalName services as well",
      evidence: "recordings a-create-service get svc ext on 1.23; last release not certain",
    },
    goTimesAsDates: {
      since: "1.23",
      what: "a time inside a value that an error prints is time.Date(…)",
      evidence: "built with Go 1.17 and later: time.Time has a GoString method; kube-apiserver 1.20.2 built with Go 1.19 prints so",
    },
    headlessAffinityWarning: {
      since: "1.27",
      what: "warning about session affinity of headless services",
      evidence: "facts/apiserver.md 12",
    },
    hostPortsInTemplates: {
      since: "1.18",
      until: "1.28",
      what: "hostNetwork gives the container ports of pod templates host ports; later only those of Pods",
      evidence: "vectors/README.md, defaulting seen to matter",
    },
    hostnameAsFqdn: {
      since: "1.19",
      what: "setHostnameAsFQDN of pods",
      evidence: "facts/schema/changes.md",
    },
    issuerDiscovery: {
      since: "1.20",
      what: "/.well-known/openid-configuration",
      evidence: "gate ServiceAccountIssuerDiscovery: beta and on 1.20; kube-apiserver 1.20.2",
    },
    initContainerFieldsForbidden: {
      since: "1.28",
      what: "probes of init containers are Forbidden instead of Invalid",
      evidence: "KEP-753, pkg/apis/core/validation/validation.go 1.28",
    },
    labelSelectorFieldErrors: {
      since: "1.21",
      what: "a wrong key or value in a label selector is reported as a field error: `<nil>: Invalid value: ...`",
      evidence: "apimachinery/pkg/labels/selector.go: 1.20 source has the plain form; field.Path options came with 1.21",
    },
    legacyTokenTracking: {
      since: "1.27",
      what: "a ConfigMap in kube-system says since when the use of tokens in secrets is tracked",
      evidence: "gate LegacyServiceAccountTokenTracking: beta and on 1.27",
    },
    lowercaseRfc1123Text: {
      since: "1.20",
      what: "DNS-1123 complaints say `a lowercase RFC 1123 label` instead of `a DNS-1123 label`",
      evidence: "facts/apiserver.md 4.2; recordings A/a-api-validation",
    },
    mixedProtocolLoadBalancers: {
      since: "1.24",
      what: "a LoadBalancer may mix protocols",
      evidence: "gate MixedProtocolLBService: beta and on 1.24",
    },
    namespaceNameLabel: {
      since: "1.21",
      what: "namespaces carry the label kubernetes.io/metadata.name",
      evidence: "facts/apiserver.md 2.2",
    },
    negativeGraceIsOne: {
      since: "1.22",
      what: "a negative grace period counts as one second",
      evidence: "gate-less change of 1.22, pkg/registry/core/pod/strategy.go",
    },
    nodePortBands: {
      since: "1.28",
      what: "node ports are drawn from above the static band first",
      evidence: "facts/apiserver.md 3",
    },
    podRowSchedulingGate: {
      since: "1.26",
      what: "STATUS SchedulingGated",
      evidence: "facts/kubelet.md 3",
    },
    podRowSidecars: {
      since: "1.29",
      what: "READY and RESTARTS count init containers that restart always",
      evidence: "facts/kubelet.md 3",
    },
    podTemplateWarnings: {
      since: "1.21",
      what: "warnings about renamed node labels and dead annotations in pods and templates",
      evidence: "facts/apiserver.md 12",
    },
    procMount: {
      since: "1.33",
      what: "securityContext.procMount is kept; before, the API server drops it",
      evidence: "vectors/README.md, gate-dropped; gate ProcMountType on by default from 1.33",
    },
    readWriteOncePod: {
      since: "1.27",
      what: "access mode ReadWriteOncePod",
      evidence: "KEP-2485: beta and on 1.27",
    },
    relaxedEnvNames: {
      since: "1.32",
      what: "names of environment variables may hold any printable ASCII but `=`",
      evidence: "gate RelaxedEnvironmentVariableValidation: alpha 1.30, beta and on 1.32",
    },
    requestErrorNamesLimit: {
      since: "1.27",
      what: "`must be less than or equal to cpu limit of 1` instead of `… cpu limit`",
      evidence: "facts/apiserver.md 4.3",
    },
    restartAge: {
      since: "1.22",
      what: "RESTARTS is a text and tells when the last restart was",
      evidence: "facts/kubelet.md 3",
    },
    restartAgeNeedsRestarts: {
      since: "1.28",
      what: "the time of the last restart only when there was one",
      evidence: "facts/kubelet.md 3",
    },
    serviceIpFamilies: {
      since: "1.21",
      what: "ipFamilies and ipFamilyPolicy of services are filled in",
      evidence: "facts/apiserver.md 2.2",
    },
    serviceTrafficPolicies: {
      since: "1.22",
      what: "internalTrafficPolicy and allocateLoadBalancerNodePorts of services are filled in",
      evidence: "facts/apiserver.md 2.2",
    },
    statefulSetAvailability: {
      since: "1.22",
      what: "status.availableReplicas and spec.minReadySeconds of StatefulSets",
      evidence: "facts/schema/changes.md; gate StatefulSetMinReadySeconds",
    },
    statefulSetClaimRetention: {
      since: "1.27",
      what: "persistentVolumeClaimRetentionPolicy is defaulted to Retain",
      evidence: "facts/apiserver.md 2.2",
    },
    statefulSetOrdinals: {
      since: "1.26",
      what: "spec.ordinals of StatefulSets, which an update may change",
      evidence: "facts/apiserver.md 4.3",
    },
    volumeAttributesColumn: {
      since: "1.29",
      what: "volumes and claims have a column VolumeAttributesClass",
      evidence: "facts/apiserver.md 11",
    },
    webhookUrlQuoted: {
      since: "1.19",
      what: "the URL of a webhook that cannot be called is quoted",
      evidence: "Go 1.14's net/url, as for healthUrlQuoted; recording a-admission on 1.20",
    },
  }),
  claimKeptText: valueRow({
    values: [
      { since: "1.18", is: "spec is immutable after creation except resources.requests for bound claims" },
      { since: "1.31", is: "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims" },
    ],
    what: "what an update may change in a claim",
    evidence: "recordings a-storage; pkg/apis/core/validation/validation.go 1.31",
  }),
  clusterIpFailureText: valueRow({
    values: [
      { since: "1.18", is: "%e" },
      { since: "1.20", is: "failed to allocated ip:%i with error:%e" },
      { since: "1.21", is: "failed to allocate IP %i: %e" },
    ],
    what: "complaint about a cluster IP that cannot be had",
    evidence: "facts/apiserver.md 3; recordings a-create-service on 1.20 and 1.23",
  }),
  clusterIpOutsideText: valueRow({
    values: [
      { since: "1.18", is: "provided IP is not in the valid range. The range of valid IPs is %c" },
      { since: "1.23", is: "the provided IP (%i) is not in the valid range. The range of valid IPs is %c" },
    ],
    what: "why a cluster IP outside the CIDR cannot be had",
    evidence: "recordings a-create-service on 1.20 and 1.23",
  }),
  clusterIpsEmptyText: valueRow({
    values: [
      { since: "1.18", is: "must be empty when clusterIP is empty" },
      { since: "1.22", is: "must be empty when `clusterIP` is not specified" },
    ],
    what: "complaint about clusterIPs without clusterIP",
    evidence: "pkg/apis/core/validation/validation.go 1.20; later wording from facts/apiserver.md 4.3",
  }),
  clusterIpsFirstText: valueRow({
    values: [
      { since: "1.18", is: "element [0] must match clusterIP" },
      { since: "1.22", is: "first value must match `clusterIP`" },
    ],
    what: "complaint about clusterIPs that begin otherwise than clusterIP",
    evidence: "pkg/apis/core/validation/validation.go 1.20; facts/apiserver.md 4.3",
  }),
  envFieldPaths: valueRow({
    values: [
      {
        since: "1.18",
        is: [
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.podIP",
          "status.podIPs",
        ],
      },
      {
        since: "1.29",
        is: [
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs",
        ],
      },
    ],
    what: "fields of the pod that a variable can show",
    evidence: "pkg/apis/core/validation/validation.go 1.20; gate PodHostIPs on from 1.29",
  }),
  labelOperatorsText: valueRow({
    values: [
      { since: "1.18", is: "'=', '!=', '==', 'in', notin'" },
      { since: "1.21", is: "in, notin, =, ==, !=, gt, lt" },
    ],
    what: "the operators that the parser of label selectors expected",
    evidence: "apimachinery/pkg/labels/selector.go, 1.20 source; the list from 1.21 on by memory of its binaryOperators",
  }),
  ipAddressText: valueRow({
    values: [
      { since: "1.18", is: "must be a valid IP address, (e.g. 10.9.8.7)" },
      { since: "1.19", is: "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)" },
    ],
    what: "complaint about a text that is no IP address",
    evidence: "facts/apiserver.md 4.2",
  }),
  mixedProtocolText: valueRow({
    values: [
      { since: "1.18", is: "cannot create an external load balancer with mix protocols" },
      { since: "1.20", is: "may not contain more than 1 protocol when type is 'LoadBalancer'" },
    ],
    what: "complaint about a LoadBalancer that mixes protocols",
    evidence: "facts/apiserver.md 4.3; pkg/apis/core/validation/conditional_validation.go 1.20",
  }),
  metaClusterName: valueRow({
    values: [
      { since: "1.18", is: ["ClusterName string"] as readonly string[] },
      { since: "1.24", is: ["ZZZ_DeprecatedClusterName string"] },
      { since: "1.25", is: [] },
    ],
    what: "the field of ObjectMeta that nobody fills, in values that errors print",
    evidence: "apimachinery/pkg/apis/meta/v1/types.go, 1.23 to 1.25",
  }),
  podSpecLastFields: valueRow({
    values: [
      { since: "1.18", is: [] as readonly string[] },
      { since: "1.23", is: ["OS *core.PodOS os"] },
      { since: "1.26", is: ["OS *core.PodOS os", "SchedulingGates []core.PodSchedulingGate", "ResourceClaims []core.PodResourceClaim"] },
      {
        since: "1.32",
        is: [
          "OS *core.PodOS os",
          "SchedulingGates []core.PodSchedulingGate",
          "ResourceClaims []core.PodResourceClaim",
          "Resources *core.ResourceRequirements",
        ],
      },
    ],
    what: "last fields of the internal PodSpec, which the diff of a refused update counts",
    evidence: "recordings a-apply-dryrun-immutable on 1.20 and 1.23; facts/schema/changes.md",
  }),
  podUpdateText: valueRow({
    values: [
      {
        since: "1.18",
        is: "pod updates may not change fields other than `spec.containers[*].image`, `spec.initContainers[*].image`, `spec.activeDeadlineSeconds` or `spec.tolerations` (only additions to existing tolerations)",
      },
      {
        since: "1.22",
        is: "pod updates may not change fields other than `spec.containers[*].image`, `spec.initContainers[*].image`, `spec.activeDeadlineSeconds`, `spec.tolerations` (only additions to existing tolerations) or `spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
      },
      {
        since: "1.27",
        is: "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
      },
    ],
    what: "what an update may change in a pod",
    evidence: "facts/apiserver.md 4.3",
  }),
  portNameLetterText: valueRow({
    values: [
      { since: "1.18", is: "must contain at least one letter or number (a-z, 0-9)" },
      { since: "1.27", is: "must contain at least one letter (a-z)" },
    ],
    what: "complaint about a port name of digits and hyphens alone",
    evidence: "facts/apiserver.md 4.2",
  }),
  statefulSetUpdateText: valueRow({
    values: [
      { since: "1.18", is: "updates to statefulset spec for fields other than 'replicas', 'template', and 'updateStrategy' are forbidden" },
      {
        since: "1.23",
        is: "updates to statefulset spec for fields other than 'replicas', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
      },
      {
        since: "1.26",
        is: "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
      },
    ],
    what: "what an update may change in a StatefulSet",
    evidence: "recordings a-statefulset on 1.20 and 1.23; facts/apiserver.md 4.3 for 1.26",
  }),
  tooLongText: valueRow({
    values: [
      { since: "1.18", is: "must have at most %d bytes" },
      { since: "1.32", is: "may not be more than %d bytes" },
    ],
    what: "detail of `Too long`",
    evidence: "facts/apiserver.md 4.1",
  }),
  webhookCallText: valueRow({
    values: [
      { since: "1.18", is: "" },
      { since: "1.22", is: "failed to call webhook: " },
    ],
    what: "what stands before the HTTP error of a webhook that cannot be called",
    evidence: "recordings a-admission on 1.20 and 1.23; first release not certain",
  }),
};
