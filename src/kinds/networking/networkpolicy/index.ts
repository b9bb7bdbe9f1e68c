import type { Draft, KindDefinition } from "../../../machinery/kind.ts";
import { networkPolicyColumns, networkPolicyRow } from "./columns.ts";
import { networkPolicyDescribe } from "./describe.ts";
import type { NetworkPolicy } from "./types.ts";
import { validateNetworkPolicy, validateNetworkPolicyUpdate } from "./validate.ts";

/** networking.k8s.io NetworkPolicy. Stored and shown; the emulated network lets everything pass. */
export const networkPolicy: KindDefinition = {
  group: "networking.k8s.io",
  kind: "NetworkPolicy",
  plural: "networkpolicies",
  namespaced: true,
  hasGeneration: true,
  defaults: defaultNetworkPolicy,
  validate: validateNetworkPolicy,
  validateUpdate: validateNetworkPolicyUpdate,
  columns: () => networkPolicyColumns,
  row: networkPolicyRow,
  describe: networkPolicyDescribe,
};

// pkg/apis/networking/v1/defaults.go, 1.20
function defaultNetworkPolicy(object: Draft): void {
  const policy = object as NetworkPolicy;
  const spec = (policy.spec ??= {});
  spec.podSelector ??= {};
  for (const { ports } of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
    for (const port of ports ?? []) port.protocol ??= "TCP";
  }
  if ((spec.policyTypes ?? []).length === 0) spec.policyTypes = (spec.egress ?? []).length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
}
