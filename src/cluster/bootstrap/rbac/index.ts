import { deepEqual } from "../../../base/deep.ts";
import type { PolicyRule } from "../../../kinds/rbac/role/types.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { FeatureName, Release } from "../../../release/release.ts";
import { BINDINGS, NAMESPACED_BINDINGS, NAMESPACED_ROLES } from "./bindings.ts";
import { CLUSTER_ROLES } from "./cluster-roles.ts";
import { CONTROLLER_ROLES } from "./controller-roles.ts";
import { binding, readRule, splitName } from "./policy.ts";

type NamedObject = [resource: string, object: KubeObject];

const GROUP = "rbac.authorization.k8s.io";
const API = `${GROUP}/v1`;
const CONTROLLER = "system:controller:";

/** Cluster roles that collect the rules of others: who collects whom, by the label `aggregate-to-…`; the innermost first. */
const AGGREGATES = ["view", "edit", "admin"];
const AGGREGATED: Readonly<Record<string, string>> = {
  "system:aggregate-to-view": "view",
  "system:aggregate-to-edit": "edit",
  "system:aggregate-to-admin": "admin",
  view: "edit",
  edit: "admin",
};

/** Roles that not every release has. */
const FEATURES: Readonly<Record<string, FeatureName>> = {
  "system:controller:endpointslicemirroring-controller": "endpointSliceMirroring",
  "system:controller:ephemeral-volume-controller": "ephemeralVolumes",
  "system:controller:root-ca-cert-publisher": "rootCaPublisher",
  "system:controller:ttl-after-finished-controller": "jobTtl",
  "system:monitoring": "monitoringRole",
  "system:service-account-issuer-discovery": "issuerDiscovery",
};

/** The roles and bindings that the API server makes when it first starts, as that release has them, in the order of their creation. */
// plugin/pkg/auth/authorizer/rbac/bootstrappolicy, 1.20
export function rbacObjects(release: Release): NamedObject[] {
  const isThere = (name: string) => {
    const feature = FEATURES[name];
    return feature === undefined || release.has(feature);
  };
  const rules = new Map<string, PolicyRule[]>();
  for (const [name, lines] of Object.entries(CLUSTER_ROLES)) rules.set(name, lines.map(readRule));
  for (const [name, lines] of Object.entries(CONTROLLER_ROLES)) rules.set(CONTROLLER + name, lines.map(readRule));
  for (const name of AGGREGATES) rules.set(name, aggregate(name, rules));
  const controllers = Object.keys(CONTROLLER_ROLES).map((name) => [CONTROLLER + name, [`kube-system/${name}`]] as const);
  return [
    ...[...rules].filter(([name]) => isThere(name)).map(([name, own]): NamedObject => ["clusterroles", clusterRole(name, own)]),
    ...[...Object.entries(BINDINGS), ...controllers]
      .filter(([name]) => isThere(name))
      .map(([name, subjects]): NamedObject => [
        "clusterrolebindings",
        binding("ClusterRoleBinding", { name, ...metadataOf({}) }, { kind: "ClusterRole", name }, subjects),
      ]),
    ...Object.entries(NAMESPACED_ROLES).map(([key, lines]): NamedObject => [
      "roles",
      { apiVersion: API, kind: "Role", metadata: { ...metadataOf({}), ...splitName(key) }, rules: lines.map(readRule) },
    ]),
    ...Object.entries(NAMESPACED_BINDINGS).map(([key, { role, subjects }]): NamedObject => {
      const place = splitName(key);
      return [
        "rolebindings",
        binding("RoleBinding", { ...place, ...metadataOf({}) }, { kind: "Role", name: role ?? place.name }, subjects),
      ];
    }),
  ];
}

/** The rules of all roles with the label for that one, by name, each rule once: what the aggregation controller writes. */
function aggregate(name: string, rules: ReadonlyMap<string, PolicyRule[]>): PolicyRule[] {
  const sources = Object.keys(AGGREGATED)
    .filter((source) => AGGREGATED[source] === name)
    .toSorted();
  const collected: PolicyRule[] = [];
  for (const rule of sources.flatMap((source) => rules.get(source) ?? [])) {
    if (!collected.some((one) => deepEqual(one, rule))) collected.push(rule);
  }
  return collected;
}

function clusterRole(name: string, rules: PolicyRule[]): KubeObject {
  const target = AGGREGATED[name];
  const metadata = metadataOf(target === undefined ? {} : { [aggregationLabel(target)]: "true" });
  return {
    apiVersion: API,
    kind: "ClusterRole",
    metadata: { name, ...metadata },
    ...(AGGREGATES.includes(name)
      ? { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [aggregationLabel(name)]: "true" } }] } }
      : {}),
    rules,
  };
}

function aggregationLabel(name: string): string {
  return `${GROUP}/aggregate-to-${name}`;
}

function metadataOf(labels: Record<string, string>): Pick<KubeObject["metadata"], "labels" | "annotations"> {
  return {
    labels: { "kubernetes.io/bootstrapping": "rbac-defaults", ...labels },
    annotations: { "rbac.authorization.kubernetes.io/autoupdate": "true" },
  };
}
