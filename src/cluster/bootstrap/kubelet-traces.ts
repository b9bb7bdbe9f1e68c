import { formatRfc3339, formatRfc3339Micro } from "../../base/rfc3339.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { createObject, type BootstrapWorld } from "./world.ts";

const LEASE_SECONDS = 40;
const NANOSECONDS_A_MILLISECOND = 1_000_000n;

/** What a kubelet's start leaves beside its node: the lease that it renews, and its first events. facts/kubelet.md 12 */
// pkg/kubelet/kubelet_node_status.go, 1.20
export function traceKubelet(world: BootstrapWorld, node: KubeObject): void {
  const name = node.metadata.name ?? "";
  const kubelet = world.client(`system:node:${name}`, `kubelet/${world.release.text}`);
  createObject(kubelet, "leases", leaseOf(world, node));
  for (const [index, [reason, message]] of startOf(name).entries())
    createObject(kubelet, "events", eventOf(world, name, reason, message, index));
}

function leaseOf({ sim }: BootstrapWorld, { metadata: { name = "", uid = "" } }: KubeObject): KubeObject {
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name, namespace: "kube-node-lease", ownerReferences: [{ apiVersion: "v1", kind: "Node", name, uid }] },
    spec: { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime: formatRfc3339Micro(sim.now()) },
  };
}

function startOf(name: string): [reason: string, message: string][] {
  const statuses = ["NodeHasSufficientMemory", "NodeHasNoDiskPressure", "NodeHasSufficientPID"];
  const status = (reason: string): [string, string] => [reason, `Node ${name} status is now: ${reason}`];
  return [
    ["Starting", "Starting kubelet."],
    ...statuses.map(status),
    ["NodeAllocatableEnforced", "Updated Node Allocatable limit across pods"],
    status("NodeReady"),
  ];
}

/** A kubelet speaks of its node before it knows the object: the name stands for the uid. */
function eventOf({ sim }: BootstrapWorld, name: string, reason: string, message: string, index: number): KubeObject {
  const nanoseconds = BigInt(Math.floor(sim.now())) * NANOSECONDS_A_MILLISECOND + BigInt(index);
  const time = formatRfc3339(sim.now());
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name: `${name}.${nanoseconds.toString(16)}`, namespace: "default" },
    involvedObject: { kind: "Node", name, uid: name },
    reason,
    message,
    source: { component: "kubelet", host: name },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
    type: "Normal",
  };
}
