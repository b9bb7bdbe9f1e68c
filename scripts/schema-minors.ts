/** What a minor without a fact file of its own serves differently from the file below it. Kubernetes CHANGELOG-1.N, "API Change". */
export interface MinorStep {
  /** `group/version/plural` of kinds that the file above has and this minor serves already. */
  served: string[];
  /** `group/version` or `group/version/plural` that the file below still has and this minor serves no longer. */
  unserved: string[];
  /** Group priorities that differ from the file below. */
  priorities?: Record<string, number>;
}

const servedFrom19 = [
  "networking.k8s.io/v1/ingresses",
  "networking.k8s.io/v1/ingressclasses",
  "certificates.k8s.io/v1/certificatesigningrequests",
  "events.k8s.io/v1/events",
];
const servedFrom21 = [
  "batch/v1/cronjobs",
  "policy/v1/poddisruptionbudgets",
  "discovery.k8s.io/v1/endpointslices",
  "storage.k8s.io/v1beta1/csistoragecapacities",
];
const removedIn22 = [
  "apiregistration.k8s.io/v1beta1",
  "authentication.k8s.io/v1beta1",
  "authorization.k8s.io/v1beta1",
  "certificates.k8s.io/v1beta1",
  "networking.k8s.io/v1beta1",
  "extensions/v1beta1",
  "rbac.authorization.k8s.io/v1beta1",
  "storage.k8s.io/v1beta1/csidrivers",
  "storage.k8s.io/v1beta1/csinodes",
  "storage.k8s.io/v1beta1/storageclasses",
  "storage.k8s.io/v1beta1/volumeattachments",
  "admissionregistration.k8s.io/v1beta1",
  "apiextensions.k8s.io/v1beta1",
  "scheduling.k8s.io/v1beta1",
  "coordination.k8s.io/v1beta1",
];
const removedIn25 = [
  "events.k8s.io/v1beta1",
  "autoscaling/v2beta1",
  "batch/v1beta1",
  "policy/v1beta1",
  "node.k8s.io/v1beta1",
  "discovery.k8s.io/v1beta1",
];

export const interpolatedMinors: Record<number, MinorStep> = {
  19: { served: servedFrom19, unserved: ["auditregistration.k8s.io/v1alpha1"] },
  21: { served: servedFrom21, unserved: ["batch/v2alpha1"] },
  22: { served: servedFrom21, unserved: ["batch/v2alpha1", ...removedIn22] },
  24: { served: ["storage.k8s.io/v1/csistoragecapacities"], unserved: [] },
  25: { served: ["storage.k8s.io/v1/csistoragecapacities"], unserved: removedIn25 },
  31: { served: [], unserved: [] },
};

/** First and last minor of fields that came or went between two fact files, outside pod templates. */
export const fieldsSince: Record<string, Record<string, { first?: number; last?: number }>> = {
  "io.k8s.api.core.v1.ServiceSpec": { loadBalancerClass: { first: 21 }, internalTrafficPolicy: { first: 21 }, topologyKeys: { last: 21 } },
  "io.k8s.api.apps.v1.StatefulSetSpec": { minReadySeconds: { first: 22 } },
  "io.k8s.api.apps.v1.StatefulSetStatus": { availableReplicas: { first: 22 } },
  "io.k8s.api.apps.v1.RollingUpdateDaemonSet": { maxSurge: { first: 21 } },
  "io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy": { maxUnavailable: { first: 24 } },
  "io.k8s.api.batch.v1.JobSpec": { completionMode: { first: 21 }, suspend: { first: 21 }, podFailurePolicy: { first: 25 } },
  "io.k8s.api.batch.v1.JobStatus": { completedIndexes: { first: 21 }, uncountedTerminatedPods: { first: 22 } },
  "io.k8s.api.batch.v1.CronJobSpec": { timeZone: { first: 24 } },
  "io.k8s.api.networking.v1.NetworkPolicyPort": { endPort: { first: 21 } },
  "io.k8s.api.certificates.v1.CertificateSigningRequestSpec": { expirationSeconds: { first: 22 } },
  "io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry": { subresource: { first: 22 } },
};

/** Minors that take what merges as a whole (mapType) from the file above: selectors and references are atomic from 1.22 on. facts/apiserver.md 7.1 */
export const mapTypesFromAbove: readonly number[] = [22];
