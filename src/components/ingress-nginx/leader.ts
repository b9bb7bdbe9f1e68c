import { formatRfc3339, formatRfc3339Micro } from "../../base/rfc3339.ts";
import { say, sayValues } from "../../images/ingress-nginx/klog.ts";
import type { ResourceRef } from "../../machinery/client.ts";
import type { ClusterMemory } from "../../machinery/component.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { StatusError } from "../../machinery/status.ts";
import type { Sim } from "../../sim/types.ts";
import type { ActingController } from "./acting.ts";
import { ACTOR } from "./sync.ts";

const LEASE_MS = 30_000;
const RETRY_MS = 7_500;
const LOCK_ANNOTATION = "control-plane.alpha.kubernetes.io/leader";

/** Who leads the processes that share a lock. */
interface Leader {
  readonly uid: string;
  readonly name: string;
  /** ms since the Unix epoch */
  readonly acquiredAt: number;
  readonly transitions: number;
}

function memoryKey(namespace: string, electionId: string): string {
  return `ingress-nginx/leader/${namespace}/${electionId}`;
}

function keyOf({ view, flags }: ActingController): string {
  return memoryKey(view.pod.metadata.namespace ?? "", flags.electionId);
}

function leaderOf(memory: ClusterMemory, key: string): Leader | undefined {
  return memory.get(key) as unknown as Leader | undefined;
}

/** Whether a process leads. */
export function isLeader(controller: ActingController): boolean {
  return leaderOf(controller.view.memory, keyOf(controller))?.uid === controller.view.pod.metadata.uid;
}

/**
 * A process wants to lead. Nobody lets go of the lock: that of a process that is gone holds for its lease, from when the next one looks.
 * True when the process leads from now on.
 */
// client-go/tools/leaderelection, with the durations of internal/ingress/controller/status.go
export function tryToLead(controller: ActingController, acting: readonly ActingController[], sim: Sim): boolean {
  const { view } = controller;
  const { uid = "", name = "" } = view.pod.metadata;
  const before = leaderOf(view.memory, keyOf(controller));
  if (before?.uid === uid) return false;
  if (before !== undefined && acting.some((one) => one.view.pod.metadata.uid === before.uid)) return false;
  const now = sim.now();
  const free = before === undefined ? now : vacantSince(view.memory, keyOf(controller), now) + LEASE_MS;
  if (now < free) {
    sim.scheduleIfSooner({ at: free, actor: ACTOR, name: "lead", key: uid });
    return false;
  }
  const leader: Leader = { uid, name, acquiredAt: now, transitions: before === undefined ? 0 : before.transitions + 1 };
  const why = takeLock(controller, leader);
  if (why !== undefined) {
    say(
      controller,
      "E",
      "listFailed",
      `error retrieving resource lock ${view.pod.metadata.namespace}/${controller.flags.electionId}: ${why}`,
    );
    sim.scheduleIfSooner({ at: now + RETRY_MS, actor: ACTOR, name: "lead", key: uid });
    return false;
  }
  view.memory.set(keyOf(controller), { ...leader });
  view.memory.set(`${keyOf(controller)}/vacant-since`, null);
  tellLeader(controller, acting, name);
  return true;
}

function vacantSince(memory: ClusterMemory, key: string, now: number): number {
  const known = memory.get(`${key}/vacant-since`);
  if (typeof known === "number") return known;
  memory.set(`${key}/vacant-since`, now);
  return now;
}

function tellLeader(controller: ActingController, acting: readonly ActingController[], name: string): void {
  const lock = `${controller.view.pod.metadata.namespace}/${controller.flags.electionId}`;
  say(controller, "I", "acquired", `successfully acquired lease ${lock}`);
  for (const one of acting) {
    if (one.release.has("structuredLog")) sayValues(one, "I", "newLeader", "New leader elected", { identity: name });
    else say(one, "I", "newLeader", `new leader elected: ${name}`);
  }
}

/** Writes the lock's objects; why it may not, in the server's words. */
function takeLock(controller: ActingController, leader: Leader): string | undefined {
  const { release, instance, flags, view } = controller;
  const namespace = view.pod.metadata.namespace ?? "";
  const metadata = { name: flags.electionId, namespace };
  const map = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { ...metadata, annotations: { [LOCK_ANNOTATION]: recordText(leader, leader.acquiredAt) } },
  };
  const lease = { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata, spec: leaseSpec(leader, leader.acquiredAt) };
  const locks: [ResourceRef, KubeObject][] = [];
  if (!release.has("leaseLockAlone")) locks.push([{ group: "", version: "v1", resource: "configmaps", namespace }, map]);
  if (release.has("leaseLock")) locks.push([{ group: "coordination.k8s.io", version: "v1", resource: "leases", namespace }, lease]);
  try {
    for (const [ref, object] of locks) write(instance.client, ref, object);
    return undefined;
  } catch (error) {
    if (error instanceof StatusError) return error.message;
    throw error;
  }
}

function write(client: ActingController["instance"]["client"], ref: ResourceRef, object: KubeObject): void {
  let known: KubeObject | undefined;
  try {
    known = client.get(ref, object.metadata.name ?? "");
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== 404) throw error;
  }
  if (known === undefined) client.create(ref, object);
  else client.update(ref, { ...known, ...object, metadata: { ...known.metadata, ...object.metadata } });
}

function leaseSpec({ name, acquiredAt, transitions }: Leader, renewedAt: number): object {
  return {
    holderIdentity: name,
    leaseDurationSeconds: LEASE_MS / 1000,
    acquireTime: formatRfc3339Micro(acquiredAt),
    renewTime: formatRfc3339Micro(renewedAt),
    leaseTransitions: transitions,
  };
}

function recordText({ name, acquiredAt, transitions }: Leader, renewedAt: number): string {
  return JSON.stringify({
    holderIdentity: name,
    leaseDurationSeconds: LEASE_MS / 1000,
    acquireTime: formatRfc3339(acquiredAt),
    renewTime: formatRfc3339(renewedAt),
    leaderTransitions: transitions,
  });
}

/** A lock as it reads now: its holder renews it again and again, which is not written each time. */
export function observeLock(object: KubeObject, memory: ClusterMemory, now: number): KubeObject {
  if (object.kind !== "ConfigMap" && object.kind !== "Lease") return object;
  const { namespace = "", name = "" } = object.metadata;
  if (!name.includes("leader")) return object;
  const key = memoryKey(namespace, name);
  const leader = leaderOf(memory, key);
  if (leader === undefined) return object;
  const until = Number(memory.get(`${key}/vacant-since`) ?? now);
  const renewedAt = leader.acquiredAt + Math.floor(Math.max(0, until - leader.acquiredAt) / RETRY_MS) * RETRY_MS;
  if (object.kind === "Lease") return { ...object, spec: leaseSpec(leader, renewedAt) };
  const annotations = { ...object.metadata.annotations, [LOCK_ANNOTATION]: recordText(leader, renewedAt) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
