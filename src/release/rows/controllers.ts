import { featureRows, valueRow } from "../row.ts";

/** Form of the Deployment's ScalingReplicaSet events: `to 3`, `to 3 from 1` (`to 3` on creation), `from 1 to 3` (`from 0 to 3`). */
export type ScalingEventForm = "to" | "to-from" | "from-to";

/** Differences between versions of: controllers. One row each; add yours in alphabetical order. */
export const controllerRows = {
  ...featureRows({
    budgetConditions: {
      since: "1.21",
      what: "PodDisruptionBudgets have a condition DisruptionAllowed",
      evidence: "recordings a-drain-pdb: not on 1.20.2, on 1.23; conditions came with policy/v1 in 1.21",
    },
    budgetToleratesUnmanagedPods: {
      since: "1.22",
      what: "a pod without controller only makes an event UnmanagedPods, not the whole calculation fail",
      evidence: "fails in pkg/controller/disruption/disruption.go, 1.20; first minor not certain",
    },
    cronJobController2: {
      since: "1.21",
      what: "the second CronJob controller: jobs start 100 ms after their time and are named by the minute; the first polled each 10 s and named by the second",
      evidence: "facts/controllers.md 6",
    },
    cronJobScheduledAnnotation: {
      since: "1.28",
      what: "jobs of CronJobs carry annotation batch.kubernetes.io/cronjob-scheduled-timestamp",
      evidence: "facts/controllers.md 6",
    },
    daemonSetMaxSurge: {
      since: "1.22",
      what: "DaemonSet rolling updates may surge (spec.updateStrategy.rollingUpdate.maxSurge)",
      evidence: "facts/controllers.md 3",
    },
    jobPodsWithoutIndexNamed: {
      since: "1.22",
      until: "1.22.10",
      what: "pods of jobs without indices are named as if theirs were -1 (`pi--1-x2x4z`)",
      evidence: "kubernetes/kubernetes#101601 and #105676; taken back to 1.22 by #109540",
    },
    endpointSliceTerminating: {
      since: "1.22",
      what: "EndpointSlices list terminating pods and tell serving and terminating",
      evidence: "recordings A-1.23.7-on-1.23/a-endpoints-services; EndpointSliceTerminatingCondition is beta in 1.22",
    },
    endpointsTargetResourceVersion: {
      since: "1.18",
      until: "1.24",
      what: "targetRef of an endpoint address carries the pod's resourceVersion",
      evidence: "recordings A/a-endpoints-services (1.20.2) and 1.23; facts/controllers.md 7: later removed, first minor not certain",
    },
    externalNameEndpoints: {
      since: "1.18",
      until: "1.27",
      what: "services of type ExternalName with a selector get Endpoints and slices",
      evidence: "seen on 1.20.2; kubernetes/kubernetes#114814, merged for 1.27",
    },
    historyCleanupByRevision: {
      since: "1.23",
      what: "surplus old ReplicaSets go by revision number, before that by creation time",
      evidence: "facts/controllers.md 1.8: creation time in 1.20.2, revision in 1.23.0",
    },
    hpaAmbiguousSelector: {
      since: "1.26",
      what: "autoscalers whose targets share pods do nothing and say so",
      evidence: "facts/controllers.md 15.6: 1.26 on, seen in 1.28",
    },
    hpaClampsStabilization: {
      since: "1.23",
      what: "the current size is brought between the lowest and highest recent recommendation, whatever the direction",
      evidence: "facts/controllers.md 15.4",
    },
    hpaErrorPrefix: {
      since: "1.20",
      what: "events and conditions of a resource metric that cannot be had begin with: failed to get cpu utilization",
      evidence: "facts/controllers.md 15.6; recordings A/a-lab-335-hpa (1.20.2)",
    },
    hpaHoldsOnInvalidMetrics: {
      since: "1.23",
      what: "while one metric cannot be had nothing is scaled down",
      evidence: "facts/controllers.md 15.2: not in 1.20, in 1.23",
    },
    hpaMissingPodsOverTarget: {
      since: "1.28",
      what: "a pod without metrics counts with its target on the way down where that is above its request",
      evidence: "facts/controllers.md 15.2: not in 1.23, in 1.28; first minor not certain",
    },
    hpaNamesContainerWithoutRequest: {
      since: "1.25",
      what: "missing request for cpu in container c of Pod p; before, container and pod are not named",
      evidence: "facts/controllers.md 15.2: not in 1.23, in 1.28; first minor not certain",
    },
    hpaTargetedPodsText: {
      since: "1.25",
      what: "did not receive metrics for targeted pods (pods might be unready); before: for any ready pods",
      evidence: "facts/controllers.md 15.2: not in 1.23, in 1.28; first minor not certain",
    },
    hpaValueErrorPrefix: {
      since: "1.24",
      what: "the sum of failed metrics says: failed to get cpu resource metric value",
      evidence: "facts/controllers.md 15.6: not in 1.23, in 1.28; first minor not certain",
    },
    jobBackoffByFinishTime: {
      since: "1.27",
      what: "the pod that replaces a failed one waits from the failure's own time; before, the work queue's delays decide",
      evidence: "facts/controllers.md 5 (queue in 1.20.2, finish time in 1.28); first minor not certain",
    },
    jobReadyPods: {
      since: "1.24",
      what: "status.ready of Jobs is always written",
      evidence: "gate JobReadyPods is beta in 1.24; absent in recordings A-1.23.7-on-1.23/a-jobs",
    },
    jobTerminalReasons: {
      since: "1.31",
      what: "a Job's end has a condition before the last (SuccessCriteriaMet, FailureTarget) and Complete has a reason",
      evidence: "facts/controllers.md 5; KEP-3998 and KEP-3329; first minor not certain",
    },
    jobTooManyActiveEvent: {
      since: "1.18",
      until: "1.21",
      what: "event TooManyActivePods when a Job completes while pods run",
      evidence: "facts/controllers.md 5",
    },
    jobTracking: {
      since: "1.25",
      what: "pods of Jobs carry the finalizer batch.kubernetes.io/job-tracking until they are counted; status.uncountedTerminatedPods",
      evidence: "gate JobTrackingWithFinalizers on by default from 1.25; absent in recordings A-1.23.7-on-1.23/a-jobs",
    },
    logarithmicScaleDown: {
      since: "1.22",
      what: "scaling down compares pods' ages by their power of two, then uids",
      evidence: "facts/controllers.md 2",
    },
    mirrorsUnready: {
      since: "1.21",
      what: "addresses that are not ready are not ready in the slices that are mirrored from Endpoints either",
      evidence: "ready in pkg/controller/endpointslicemirroring/reconciler.go, 1.20; first minor not certain",
    },
    podDeletionCost: {
      since: "1.22",
      what: "controller.kubernetes.io/pod-deletion-cost orders scale-down victims",
      evidence: "facts/controllers.md 2",
    },
    podIndexLabel: {
      since: "1.28",
      what: "pods of stateful sets and indexed jobs carry their index as a label",
      evidence: "facts/controllers.md 4; KEP-4017 is beta in 1.28",
    },
    rootCaConfigMap: {
      since: "1.20",
      what: "every namespace gets ConfigMap kube-root-ca.crt",
      evidence: "facts/controllers.md 8; recordings A (1.20.2)",
    },
    rootCaDescription: {
      since: "1.22",
      what: "ConfigMap kube-root-ca.crt carries annotation kubernetes.io/description",
      evidence: "recordings A-1.23.7-on-1.23/v-cluster-view; not in 1.20.2: first minor not certain",
    },
    serviceAccountTokenSecrets: {
      since: "1.18",
      until: "1.24",
      what: "every ServiceAccount gets a token Secret of its own",
      evidence: "facts/controllers.md 8",
    },
    serviceChangesToldWithoutCloud: {
      since: "1.18",
      until: "1.25",
      what: "the service controller records events about changes of load balancer services though it does not run for want of a cloud provider",
      evidence: "seen on 1.20.2; later controllers record only once they run: first minor not certain",
    },
    certificateDurations: {
      since: "1.22",
      what: "signers look at spec.expirationSeconds",
      evidence: "gate CSRDuration, on from 1.22",
    },
    shortJsonEscapes: {
      since: "1.30",
      what: "Go's JSON writes \\b and \\f in the short form, which shows in revision hashes",
      evidence: "vectors of 1.30; Go 1.22 builds Kubernetes from 1.30 on",
    },
  }),
  certificateRequestVersion: valueRow({
    values: [
      { since: "1.18", is: "v1beta1" },
      { since: "1.19", is: "v1" },
    ],
    what: "version of certificates.k8s.io in which the controllers write CertificateSigningRequests",
    evidence: "facts/schema: certificates.k8s.io/v1 is served from 1.19",
  }),
  cronJobVersion: valueRow({
    values: [
      { since: "1.18", is: "v1beta1" },
      { since: "1.21", is: "v1" },
    ],
    what: "version of batch in which the controller writes CronJobs and owner references to them",
    evidence: "recordings a-create-jobs on 1.20.2; facts/controllers.md 6",
  }),
  deploymentScalingEvent: valueRow<ScalingEventForm>({
    values: [
      { since: "1.18", is: "to" },
      { since: "1.24", is: "to-from" },
      { since: "1.31", is: "from-to" },
    ],
    what: "text of ScalingReplicaSet events",
    evidence: "facts/controllers.md 1.2: to in 1.23.0, to-from in 1.28, from-to in a 1.32 transcript; first minors not certain",
  }),
  disruptionBudgetVersion: valueRow({
    values: [
      { since: "1.18", is: "v1beta1" },
      { since: "1.21", is: "v1" },
    ],
    what: "version of policy in which the controller writes PodDisruptionBudgets",
    evidence: "managedFields in recordings a-drain-pdb on 1.20.2; policy/v1 came in 1.21",
  }),
  endpointSliceVersion: valueRow({
    values: [
      { since: "1.18", is: "v1beta1" },
      { since: "1.21", is: "v1" },
    ],
    what: "version of discovery.k8s.io in which the controller writes EndpointSlices",
    evidence: "recordings a-endpoints-services on 1.20.2 and 1.23; facts/controllers.md 7",
  }),
  externalProvisioningText: valueRow({
    values: [
      {
        since: "1.18",
        is: 'waiting for a volume to be created, either by external provisioner "%p" or manually created by system administrator',
      },
      {
        since: "1.28",
        is: "Waiting for a volume to be created either by the external provisioner '%p' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
      },
    ],
    what: "event ExternalProvisioning of a claim that waits for its provisioner (%p)",
    evidence:
      "pkg/controller/volume/persistentvolume/pv_controller.go, 1.20; facts/controllers.md 13 has both texts; first minor not certain",
  }),
  hpaControllerVersion: valueRow({
    values: [
      { since: "1.18", is: "v1" },
      { since: "1.23", is: "v2" },
    ],
    what: "version of autoscaling in which the controller writes the status of autoscalers",
    evidence: "managedFields in recordings a-lab-335-hpa on 1.20.2 and 1.23; v2 is first served by 1.23",
  }),
  jobQueueDelays: valueRow({
    values: [
      { since: "1.18", is: { firstMs: 10_000, longestMs: 360_000 } },
      { since: "1.27", is: { firstMs: 1000, longestMs: 60_000 } },
    ],
    what: "delays of the job controller's work queue after a refused call",
    evidence: "pkg/controller/job/job_controller.go, 1.20; facts/controllers.md 0 for 1.28; first minor not certain",
  }),
  nodeMonitorGracePeriodMs: valueRow({
    values: [
      { since: "1.18", is: 40_000 },
      { since: "1.32", is: 50_000 },
    ],
    what: "silence after which a node counts as unreachable",
    evidence: "facts/controllers.md 0; first minor of 50 s not certain",
  }),
  storageProvisionerAnnotations: valueRow<readonly string[]>({
    values: [
      { since: "1.18", is: ["volume.beta.kubernetes.io/storage-provisioner"] },
      { since: "1.23", is: ["volume.beta.kubernetes.io/storage-provisioner", "volume.kubernetes.io/storage-provisioner"] },
    ],
    what: "annotations of a claim that name the provisioner that is to make its volume",
    evidence: "pkg/controller/volume/persistentvolume/pv_controller.go setClaimProvisioner, 1.20; both are documented from 1.23 on",
  }),
  taintEvictionEventSource: valueRow({
    values: [
      { since: "1.18", is: "taint-controller" },
      { since: "1.29", is: "taint-eviction-controller" },
    ],
    what: "component that TaintManagerEviction events name as their source",
    evidence: "pkg/controller/nodelifecycle/scheduler/taint_manager.go, 1.20; KEP-3902 made it a controller of its own in 1.29",
  }),
  customResourceUserAgent: valueRow({
    values: [
      { since: "1.18", is: "kube-apiserver" },
      { since: "1.22", is: "Go-http-client" },
    ],
    what: "field manager of the status of CustomResourceDefinitions",
    evidence: "recordings a-crd describe crd on 1.20 and 1.23; first release not certain",
  }),
};
