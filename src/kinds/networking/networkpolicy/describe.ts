import { formatGoTime } from "../../../base/rfc3339.ts";
import type { DescribeFacet, DescribeWriter } from "../../../machinery/describe.ts";
import { describeAnnotations, describeMap } from "../../../machinery/describing/maps.ts";
import { describeName } from "../../../machinery/describing/meta.ts";
import { formatLabelSelector } from "../../../machinery/labels.ts";
import { isEmptySelector } from "../../shared/selector.ts";
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec } from "./types.ts";

/** `kubectl describe networkpolicy`. kubectl/pkg/describe/describe.go describeNetworkPolicy */
export const networkPolicyDescribe: DescribeFacet = {
  async describe(object, out, { release }) {
    const { metadata, spec = {} } = object as NetworkPolicy;
    describeName(object, out);
    out.write(0, `Created on:\t${formatGoTime(Date.parse(metadata.creationTimestamp ?? ""))}\n`);
    describeMap(out, "Labels", metadata.labels);
    describeAnnotations(out, "Annotations", metadata.annotations, release);
    describeSpec(spec, out);
  },
};

function describeSpec({ podSelector = {}, policyTypes = [], ingress, egress }: NetworkPolicySpec, out: DescribeWriter): void {
  out.write(0, "Spec:\n");
  out.write(1, "PodSelector: ");
  const all = "<none> (Allowing the specific traffic to all pods in this namespace)";
  out.write(2, `${isEmptySelector(podSelector) ? all : formatLabelSelector(podSelector)}\n`);
  if (policyTypes.includes("Ingress")) {
    out.write(1, "Allowing ingress traffic:\n");
    const rules = (ingress ?? []).map(({ ports, from }) => ({ ports, peers: from }));
    describeRules(out, rules, { direction: "ingress", title: "From", anyText: "traffic not restricted by source" });
  } else out.write(1, "Not affecting ingress traffic\n");
  if (policyTypes.includes("Egress")) {
    out.write(1, "Allowing egress traffic:\n");
    const rules = (egress ?? []).map(({ ports, to }) => ({ ports, peers: to }));
    describeRules(out, rules, { direction: "egress", title: "To", anyText: "traffic not restricted by destination" });
  } else out.write(1, "Not affecting egress traffic\n");
  out.write(1, `Policy Types: ${policyTypes.join(", ")}\n`);
}

interface Rule {
  ports: NetworkPolicyPort[] | undefined;
  peers: NetworkPolicyPeer[] | undefined;
}

function describeRules(out: DescribeWriter, rules: readonly Rule[], words: { direction: string; title: string; anyText: string }): void {
  if (rules.length === 0) out.write(2, `<none> (Selected pods are isolated for ${words.direction} connectivity)\n`);
  for (const [index, { ports = [], peers = [] }] of rules.entries()) {
    if (ports.length === 0) out.write(2, "To Port: <any> (traffic allowed to all ports)\n");
    for (const { port, protocol = "TCP" } of ports) out.write(2, `To Port: ${port ?? "<nil>"}/${protocol}\n`);
    if (peers.length === 0) out.write(2, `${words.title}: <any> (${words.anyText})\n`);
    for (const peer of peers) {
      out.write(2, `${words.title}:\n`);
      describePeer(out, peer);
    }
    if (index < rules.length - 1) out.write(2, "----------\n");
  }
}

function describePeer(out: DescribeWriter, { namespaceSelector, podSelector, ipBlock }: NetworkPolicyPeer): void {
  if (namespaceSelector) out.write(3, `NamespaceSelector: ${formatLabelSelector(namespaceSelector)}\n`);
  if (podSelector) out.write(3, `PodSelector: ${formatLabelSelector(podSelector)}\n`);
  if (namespaceSelector || podSelector || !ipBlock) return;
  out.write(3, "IPBlock:\n");
  out.write(4, `CIDR: ${ipBlock.cidr}\n`);
  out.write(4, `Except: ${(ipBlock.except ?? []).join(", ")}\n`);
}
