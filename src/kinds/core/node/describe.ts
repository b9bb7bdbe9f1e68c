import { compareBytewise, sortedKeys } from "../../../base/bytewise.ts";
import type { DescribeContext, DescribeFacet, DescribeWriter } from "../../../machinery/describe.ts";
import { canonicalQuantity } from "../../../machinery/quantity.ts";
import { StatusError } from "../../../machinery/status.ts";
import type { Lease } from "../../coordination/lease/types.ts";
import type { Pod } from "../pod/types.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeAnnotations, describeLines, describeMap } from "../../../machinery/describing/maps.ts";
import { orNone } from "../../../machinery/describing/text.ts";
import { describeTime } from "../../../machinery/describing/times.ts";
import { nodeRoles } from "./columns.ts";
import { describeNodePods } from "./describe-pods.ts";
import type { Node, NodeSystemInfo, Taint } from "./types.ts";

/** `kubectl describe node`. kubectl/pkg/describe/describe.go describeNode */
export const nodeDescribe: DescribeFacet = {
  // Kubelets give a node's name as its uid, controllers its own.
  involved: ({ metadata }, release) => [
    ...(release.has("describeNodeAllEvents") ? [{ kind: "Node", uid: metadata.uid ?? "" }] : []),
    { kind: "Node", uid: metadata.name ?? "" },
  ],
  async describe(object, out, context) {
    const node = object as Node;
    const { metadata, spec, status = {} } = node;
    out.write(0, `Name:\t${metadata.name ?? ""}\n`);
    out.write(0, `Roles:\t${orNone(nodeRoles(node).join(","))}\n`);
    describeMap(out, "Labels", metadata.labels);
    describeAnnotations(out, "Annotations", metadata.annotations, context.release);
    out.write(0, `CreationTimestamp:\t${describeTime(metadata.creationTimestamp)}\n`);
    const taints = (spec.taints ?? []).toSorted((a, b) => compareBytewise(`${a.effect},${a.key}`, `${b.effect},${b.key}`));
    describeLines(out, "Taints", taints.map(taintText));
    out.write(0, `Unschedulable:\t${spec.unschedulable === true}\n`);
    await describeLease(node, out, context);
    describeConditions(node, out);
    out.write(0, "Addresses:\n");
    for (const { type, address } of status.addresses ?? []) out.write(1, `${type}:\t${address}\n`);
    describeResources(out, "Capacity", status.capacity);
    describeResources(out, "Allocatable", status.allocatable);
    describeSystem(status.nodeInfo, out);
    if (spec.podCIDR) out.write(0, `PodCIDR:\t${spec.podCIDR}\n`);
    if ((spec.podCIDRs ?? []).length > 0) out.write(0, `PodCIDRs:\t${spec.podCIDRs?.join(",")}\n`);
    if (spec.providerID) out.write(0, `ProviderID:\t${spec.providerID}\n`);
    const fieldSelector = `spec.nodeName=${metadata.name ?? ""},status.phase!=Succeeded,status.phase!=Failed`;
    const pods = await context.client.list({ group: "", version: "v1", resource: "pods", namespace: "" }, { fieldSelector });
    describeNodePods(node, pods.items as Pod[], out, context);
    await describeEvents(object, out, context);
  },
};

function taintText({ key, value, effect }: Taint): string {
  return `${key}${value ? `=${value}` : ""}${effect ? `:${effect}` : ""}`;
}

async function describeLease(node: Node, out: DescribeWriter, { client }: DescribeContext): Promise<void> {
  const ref = { group: "coordination.k8s.io", version: "v1", resource: "leases", namespace: "kube-node-lease" };
  try {
    const { spec } = (await client.get(ref, node.metadata.name ?? "")) as Lease;
    out.write(0, "Lease:\n");
    out.write(1, `HolderIdentity:\t${spec.holderIdentity ?? "<unset>"}\n`);
    out.write(1, `AcquireTime:\t${spec.acquireTime ? describeTime(spec.acquireTime) : "<unset>"}\n`);
    out.write(1, `RenewTime:\t${spec.renewTime ? describeTime(spec.renewTime) : "<unset>"}\n`);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    out.write(0, `Lease:\tFailed to get lease: ${error.message}\n`);
  }
}

function describeConditions({ status }: Node, out: DescribeWriter): void {
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return;
  out.write(0, "Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n");
  out.write(1, "----\t------\t-----------------\t------------------\t------\t-------\n");
  for (const { type, status: value, lastHeartbeatTime, lastTransitionTime, reason = "", message = "" } of conditions) {
    out.write(
      1,
      `${type} \t${value} \t${describeTime(lastHeartbeatTime)} \t${describeTime(lastTransitionTime)} \t${reason} \t${message}\n`,
    );
  }
}

function describeResources(out: DescribeWriter, title: string, list: Readonly<Record<string, string>> | undefined): void {
  const names = sortedKeys(list ?? {});
  if (names.length > 0) out.write(0, `${title}:\n`);
  for (const name of names) out.write(0, `  ${name}:\t${canonicalQuantity(list?.[name] ?? "0")}\n`);
}

function describeSystem(info: NodeSystemInfo | undefined, out: DescribeWriter): void {
  const rows: [string, string | undefined][] = [
    ["Machine ID", info?.machineID],
    ["System UUID", info?.systemUUID],
    ["Boot ID", info?.bootID],
    ["Kernel Version", info?.kernelVersion],
    ["OS Image", info?.osImage],
    ["Operating System", info?.operatingSystem],
    ["Architecture", info?.architecture],
    ["Container Runtime Version", info?.containerRuntimeVersion],
    ["Kubelet Version", info?.kubeletVersion],
    ["Kube-Proxy Version", info?.kubeProxyVersion],
  ];
  out.write(0, "System Info:\n");
  for (const [title, value] of rows) out.write(0, `  ${title}:\t${value ?? ""}\n`);
}
