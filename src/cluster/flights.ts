import type { JsonObject } from "../base/json.ts";
import { parseRfc3339 } from "../base/rfc3339.ts";
import type { KubeObject, ResourceKey } from "../machinery/object.ts";
import type { Store } from "../machinery/store.ts";

/** Watches for what is under way: rollouts, pods that start, pods that stop. */
export interface FlightWatch {
  /** True while something is under way that time alone will finish. */
  busy(): boolean;
  close(): void;
}

/** A pod that runs this long without becoming ready, or terminates this long past its time, is stuck, not under way. */
const PATIENCE_MS = 60_000;

/** Reasons for which a container waits without an end in sight. */
const STUCK = new Set([
  "CrashLoopBackOff",
  "ImagePullBackOff",
  "ErrImagePull",
  "InvalidImageName",
  "ErrImageNeverPull",
  "CreateContainerConfigError",
  "CreateContainerError",
  "RunContainerError",
]);

/** Until when, in virtual ms, an object is under way as it stands; 0: it is not; infinity: without an end. */
type Judge = (object: KubeObject) => number;

const NOT_AT_ALL = 0;
const WITHOUT_END = Number.POSITIVE_INFINITY;

const JUDGES: Readonly<Record<ResourceKey, Judge>> = {
  pods: podMovesUntil,
  "deployments.apps": workloadMovesUntil,
  "replicasets.apps": workloadMovesUntil,
  "statefulsets.apps": workloadMovesUntil,
  "daemonsets.apps": workloadMovesUntil,
};

/** Watches a store inside a transaction. What exists is looked at once, then only what changes. */
export function watchFlights(store: Store, now: () => number): FlightWatch {
  // Worked out when an object changes, and only compared after that: the question comes after every instant.
  const moving = new Map<string, number>();
  // The answer is yes as long as this one moves.
  let seen: string | undefined;

  function look(object: KubeObject, until: number): void {
    const { uid = "" } = object.metadata;
    if (now() < until) moving.set(uid, until);
    else moving.delete(uid);
  }

  for (const resource of Object.keys(JUDGES)) {
    const judge = JUDGES[resource];
    if (judge) for (const object of store.list(resource)) look(object, judge(object));
  }
  const close = store.onChange(({ type, resource, object }) => {
    const judge = JUDGES[resource];
    if (judge) look(object, type === "DELETED" ? NOT_AT_ALL : judge(object));
  });
  return {
    busy() {
      if (seen !== undefined && now() < (moving.get(seen) ?? NOT_AT_ALL)) return true;
      for (const [uid, until] of moving) {
        seen = uid;
        if (now() < until) return true;
        moving.delete(uid);
      }
      seen = undefined;
      return false;
    },
    close,
  };
}

function podMovesUntil(pod: KubeObject): number {
  const { deletionTimestamp } = pod.metadata;
  if (deletionTimestamp !== undefined) return timeOf(deletionTimestamp) + PATIENCE_MS;
  const status = part(pod["status"]);
  if (status["phase"] === "Succeeded" || status["phase"] === "Failed") return NOT_AT_ALL;
  const conditions = parts(status["conditions"]);
  if (conditions.some((condition) => condition["type"] === "PodScheduled" && condition["status"] === "False")) return NOT_AT_ALL;
  const initContainers = parts(status["initContainerStatuses"]);
  const containers =
    initContainers.length === 0 ? parts(status["containerStatuses"]) : [...initContainers, ...parts(status["containerStatuses"])];
  if (containers.some((container) => isStuck(part(part(container["state"])["waiting"])["reason"]))) return NOT_AT_ALL;
  if (conditions.some((condition) => condition["type"] === "Ready" && condition["status"] === "True")) return NOT_AT_ALL;
  if (status["phase"] !== "Running") return WITHOUT_END;
  const started = containers.map((container) => timeOf(part(part(container["state"])["running"])["startedAt"]));
  return Math.max(0, ...started) + PATIENCE_MS;
}

function isStuck(reason: unknown): boolean {
  return typeof reason === "string" && STUCK.has(reason);
}

function workloadMovesUntil(object: KubeObject): number {
  const status = part(object["status"]);
  if (number(status["observedGeneration"]) < number(object.metadata.generation)) return WITHOUT_END;
  const ready = number(status["readyReplicas"] ?? status["numberReady"]);
  // Ready but not yet available: minReadySeconds run.
  const available = number(status["availableReplicas"] ?? status["numberAvailable"]);
  return number(part(object["spec"])["minReadySeconds"]) > 0 && available < ready ? WITHOUT_END : NOT_AT_ALL;
}

function part(value: unknown): JsonObject {
  return typeof value === "object" && value !== null ? (value as JsonObject) : {};
}

function parts(value: unknown): JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}

function number(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

function timeOf(value: unknown): number {
  return typeof value === "string" ? (parseRfc3339(value) ?? 0) : 0;
}
