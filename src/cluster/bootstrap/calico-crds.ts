import type { CustomResourceDefinition, CustomResourceVersion } from "../../kinds/apiextensions/customresourcedefinition/types.ts";

/** Calico's own kinds as `plural Kind`; those with a star have a namespace. facts/calico.md 5 */
const CALICO: readonly string[] = [
  "bgpconfigurations BGPConfiguration",
  "bgpfilters BGPFilter",
  "bgppeers BGPPeer",
  "blockaffinities BlockAffinity",
  "caliconodestatuses CalicoNodeStatus",
  "clusterinformations ClusterInformation",
  "felixconfigurations FelixConfiguration",
  "globalnetworkpolicies GlobalNetworkPolicy",
  "globalnetworksets GlobalNetworkSet",
  "hostendpoints HostEndpoint",
  "ipamblocks IPAMBlock",
  "ipamconfigs IPAMConfig",
  "ipamhandles IPAMHandle",
  "ippools IPPool",
  "ipreservations IPReservation",
  "kubecontrollersconfigurations KubeControllersConfiguration",
  "networkpolicies NetworkPolicy *",
  "networksets NetworkSet *",
  "stagedglobalnetworkpolicies StagedGlobalNetworkPolicy",
  "stagedkubernetesnetworkpolicies StagedKubernetesNetworkPolicy *",
  "stagednetworkpolicies StagedNetworkPolicy *",
  "tiers Tier",
];

const FREE_OBJECT = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
const AGE = { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" };
const PRIORITY = { name: "Priority", type: "string", jsonPath: ".spec.priority" };

/** The 24 definitions of Calico v3.31.2. What is inside a spec is left open: nothing here reads it. */
export function calicoDefinitions(): CustomResourceDefinition[] {
  const own = CALICO.map((row) => {
    const [plural = "", kind = "", star] = row.split(" ");
    const version = versionOf("v1", {});
    return definition("crd.projectcalico.org", { plural, kind }, star === undefined ? "Cluster" : "Namespaced", version, {
      annotations: { "controller-gen.kubebuilder.io/version": "v0.17.3" },
      preserveUnknownFields: false,
    });
  });
  return [
    ...own,
    policyDefinition({ plural: "adminnetworkpolicies", kind: "AdminNetworkPolicy", shortNames: ["anp"] }, [PRIORITY, AGE]),
    policyDefinition({ plural: "baselineadminnetworkpolicies", kind: "BaselineAdminNetworkPolicy", shortNames: ["banp"] }, [AGE]),
  ];
}

interface Names {
  plural: string;
  kind: string;
  shortNames?: string[];
}

/** A definition of the network policy working group, which Calico ships as it is. */
function policyDefinition(names: Names, columns: CustomResourceVersion["additionalPrinterColumns"] & object): CustomResourceDefinition {
  const version = { ...versionOf("v1alpha1", { status: FREE_OBJECT }), subresources: { status: {} }, additionalPrinterColumns: columns };
  return definition("policy.networking.k8s.io", names, "Cluster", version, {
    annotations: {
      "api-approved.kubernetes.io": "https://github.com/kubernetes-sigs/network-policy-api/pull/30",
      "policy.networking.k8s.io/bundle-version": "v0.1.1",
      "policy.networking.k8s.io/channel": "experimental",
    },
  });
}

function versionOf(name: string, more: Record<string, object>): CustomResourceVersion {
  const text = { type: "string" };
  const properties = { apiVersion: text, kind: text, metadata: { type: "object" }, spec: FREE_OBJECT, ...more };
  return { name, served: true, storage: true, schema: { openAPIV3Schema: { type: "object", properties } } };
}

function definition(
  group: string,
  names: Names,
  scope: "Cluster" | "Namespaced",
  version: CustomResourceVersion,
  { annotations, ...spec }: { annotations: Record<string, string>; preserveUnknownFields?: boolean },
): CustomResourceDefinition {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${names.plural}.${group}`, annotations },
    spec: {
      group,
      names: { ...names, listKind: `${names.kind}List`, singular: names.kind.toLowerCase() },
      ...spec,
      scope,
      versions: [version],
    },
  };
}
