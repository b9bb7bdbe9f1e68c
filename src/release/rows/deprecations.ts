import { valueRow } from "../row.ts";

/** How a version of a kind ends, by `GROUP/VERSION KIND`. */
export type Deprecations = Readonly<Record<string, Deprecation>>;

export interface Deprecation {
  /** The first releases in which it is deprecated, and no longer served. */
  readonly since: string;
  readonly until?: string;
  /** `GROUP/VERSION KIND` to use instead. */
  readonly use?: string;
}

/** `v1beta1` kinds that the `v1` of their group takes the place of. */
function beta(group: string, kinds: readonly string[], since: string, until: string): Deprecations {
  return Object.fromEntries(kinds.map((kind) => [`${group}/v1beta1 ${kind}`, { since, until, use: `${group}/v1 ${kind}` }]));
}

const REVIEWS = ["LocalSubjectAccessReview", "SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview"];
const FLOW_KINDS = ["FlowSchema", "PriorityLevelConfiguration"];

function flow(from: string, since: string, until: string, to: string): Deprecations {
  const group = "flowcontrol.apiserver.k8s.io";
  return Object.fromEntries(FLOW_KINDS.map((kind) => [`${group}/${from} ${kind}`, { since, until, use: `${group}/${to} ${kind}` }]));
}

const from119: Deprecations = {
  "v1 ComponentStatus": { since: "1.19" },
  ...beta("admissionregistration.k8s.io", ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"], "1.16", "1.22"),
  ...beta("apiextensions.k8s.io", ["CustomResourceDefinition"], "1.16", "1.22"),
  ...beta("apiregistration.k8s.io", ["APIService"], "1.19", "1.22"),
  ...beta("authentication.k8s.io", ["TokenReview"], "1.19", "1.22"),
  ...beta("authorization.k8s.io", REVIEWS, "1.19", "1.22"),
  ...beta("certificates.k8s.io", ["CertificateSigningRequest"], "1.19", "1.22"),
  ...beta("coordination.k8s.io", ["Lease"], "1.19", "1.22"),
  ...beta("networking.k8s.io", ["Ingress"], "1.19", "1.22"),
  // The server itself says so: a list as the replacement of a class.
  "networking.k8s.io/v1beta1 IngressClass": { since: "1.19", until: "1.22", use: "networking.k8s.io/v1 IngressClassList" },
  "extensions/v1beta1 Ingress": { since: "1.14", until: "1.22", use: "networking.k8s.io/v1 Ingress" },
  ...beta("rbac.authorization.k8s.io", ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"], "1.17", "1.22"),
  ...beta("scheduling.k8s.io", ["PriorityClass"], "1.14", "1.22"),
  ...beta("storage.k8s.io", ["CSIDriver", "StorageClass", "VolumeAttachment"], "1.19", "1.22"),
  ...beta("storage.k8s.io", ["CSINode"], "1.17", "1.22"),
};

const from121: Deprecations = {
  ...from119,
  ...beta("batch", ["CronJob"], "1.21", "1.25"),
  ...beta("discovery.k8s.io", ["EndpointSlice"], "1.21", "1.25"),
  ...beta("policy", ["PodDisruptionBudget"], "1.21", "1.25"),
  "policy/v1beta1 PodSecurityPolicy": { since: "1.21", until: "1.25" },
};

const scaler = (version: string): string => `autoscaling/${version} HorizontalPodAutoscaler`;

const from122: Deprecations = {
  ...from121,
  [scaler("v2beta1")]: { since: "1.22", until: "1.25", use: scaler("v2beta2") },
  "events.k8s.io/v1beta1 Event": { since: "1.22", until: "1.25" },
  "node.k8s.io/v1beta1 RuntimeClass": { since: "1.22", until: "1.25" },
};

const from123: Deprecations = {
  ...from122,
  [scaler("v2beta1")]: { since: "1.22", until: "1.25", use: scaler("v2") },
  [scaler("v2beta2")]: { since: "1.23", until: "1.26", use: scaler("v2") },
  ...flow("v1beta1", "1.23", "1.26", "v1beta2"),
};

const from124: Deprecations = { ...from123, ...beta("storage.k8s.io", ["CSIStorageCapacity"], "1.24", "1.27") };

/** Which versions of kinds are on their way out. */
export const deprecationRows = {
  deprecatedApis: valueRow<Deprecations>({
    values: [
      { since: "1.18", is: {} },
      { since: "1.19", is: from119 },
      { since: "1.21", is: from121 },
      { since: "1.22", is: from122 },
      { since: "1.23", is: from123 },
      { since: "1.24", is: from124 },
      { since: "1.26", is: { ...from124, ...flow("v1beta2", "1.26", "1.29", "v1beta3") } },
      { since: "1.29", is: { ...from124, ...flow("v1beta3", "1.29", "1.32", "v1") } },
    ],
    what: "a Warning with each answer about a deprecated version of a kind",
    evidence: "recordings A (a-lab-332-ingress, a-get-kinds); k8s.io/api zz_generated.prerelease-lifecycle.go",
  }),
};
