import type { KubeObject } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { ActingInstance } from "../in-pod/program.ts";

const LEASE_SECONDS = 15;

/** The object by which the processes of a provisioner agree on a leader; it is written when one begins to lead. client-go/tools/leaderelection */
export function electLeader(kind: "endpoints" | "lease", driver: string, identity: string, leader: ActingInstance, now: string): void {
  const namespace = leader.pod.metadata.namespace ?? "";
  const name = driver.replaceAll(kind === "lease" ? /[^a-zA-Z0-9-]/g : "/", "-");
  const ref =
    kind === "lease"
      ? { group: "coordination.k8s.io", version: "v1", resource: "leases", namespace }
      : { group: "", version: "v1", resource: "endpoints", namespace };
  const made = kind === "lease" ? lease(name, namespace, identity, now) : endpoints(name, namespace, identity, now);
  try {
    leader.client.create(ref, made);
  } catch (error) {
    if (!isReason(error, "AlreadyExists")) throw error;
    const known = leader.client.get(ref, name);
    const metadata = { ...known.metadata, ...(made.metadata.annotations ? { annotations: made.metadata.annotations } : {}) };
    leader.client.update(ref, { ...known, ...(made["spec"] ? { spec: made["spec"] } : {}), metadata });
  }
  const recorder = leader.recorder({ component: `${driver}_${identity}` });
  recorder.record(leader.client.get(ref, name), "Normal", "LeaderElection", `${identity} became leader`);
}

function lease(name: string, namespace: string, identity: string, now: string): KubeObject {
  const time = now.replace("Z", ".000000Z");
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name, namespace },
    spec: { holderIdentity: identity, leaseDurationSeconds: LEASE_SECONDS, acquireTime: time, renewTime: time, leaseTransitions: 0 },
  };
}

function endpoints(name: string, namespace: string, identity: string, now: string): KubeObject {
  const record = {
    holderIdentity: identity,
    leaseDurationSeconds: LEASE_SECONDS,
    acquireTime: now,
    renewTime: now,
    leaderTransitions: 0,
  };
  const annotations = { "control-plane.alpha.kubernetes.io/leader": JSON.stringify(record) };
  return { apiVersion: "v1", kind: "Endpoints", metadata: { name, namespace, annotations } };
}
