import { formatRfc3339, parseRfc3339 } from "../../base/rfc3339.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { Lease } from "../../kinds/coordination/lease/types.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import { lastHeardOf } from "./liveness.ts";

/** A status without changes is posted this often. pkg/kubelet/apis/config nodeStatusReportFrequency, 1.20 */
const REPORT_MS = 300_000;
const LEASE_MS = 10_000;
/** Conditions that the kubelet itself writes; the network plugin's keeps its time. */
const OWN = new Set(["MemoryPressure", "DiskPressure", "PIDPressure", "Ready"]);

/** Brings heartbeats and lease times up to what they would be now: nobody has to write them every few seconds. */
export function observeNode(object: KubeObject, context: ComponentContext): KubeObject {
  if (object.kind === "Node") return withHeartbeats(object as Node, context);
  if (object.kind === "Lease" && object.metadata.namespace === "kube-node-lease") return withRenewal(object as Lease, context);
  return object;
}

function withHeartbeats(node: Node, { memory, sim, cluster }: ComponentContext): Node {
  const heard = lastHeardOf(memory, node.metadata.name ?? "", sim.now());
  const conditions = node.status?.conditions;
  if (conditions === undefined) return node;
  let changed = false;
  const fresh = conditions.map((condition) => {
    // What somebody else wrote about a silent kubelet has its own times.
    if (!OWN.has(condition.type) || condition.status === "Unknown") return condition;
    const base = parseRfc3339(condition.lastHeartbeatTime ?? "") ?? heard;
    const every = cluster.nodeStatusReportMs ?? REPORT_MS;
    const latest = base + Math.floor(Math.max(0, heard - base) / every) * every;
    if (latest <= base) return condition;
    changed = true;
    return { ...condition, lastHeartbeatTime: formatRfc3339(latest) };
  });
  return changed ? { ...node, status: { ...node.status, conditions: fresh } } : node;
}

function withRenewal(lease: Lease, { memory, sim }: ComponentContext): Lease {
  const heard = lastHeardOf(memory, lease.metadata.name ?? "", sim.now());
  const base = parseRfc3339(lease.spec?.renewTime ?? "");
  if (base === undefined) return lease;
  const latest = base + Math.floor(Math.max(0, heard - base) / LEASE_MS) * LEASE_MS;
  if (latest <= base) return lease;
  const fraction = /\.(\d+)Z$/.exec(lease.spec.renewTime ?? "")?.[1];
  const text = formatRfc3339(latest);
  return { ...lease, spec: { ...lease.spec, renewTime: fraction ? text.replace("Z", `.${fraction}Z`) : text } };
}
