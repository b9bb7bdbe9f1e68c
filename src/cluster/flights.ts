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

type Judge = (object: KubeObject, now: number) => boolean;

const JUDGES: Readonly<Record<ResourceKey, Judge>> = {
  pods: podMoves,
  "deployments.apps": workloadMoves,
  "replicasets.apps": workloadMoves,
  "statefulsets.apps": workloadMoves,
  "daemonsets.apps": workloadMoves,
};

/** Watches a store inside a transaction. What exists is looked at once, then only what changes. */
export function watchFlights(store: Store, now: () => number): FlightWatch {
  const moving = new Map<string, () => boolean>();

  function look(resource: ResourceKey, object: KubeObject, judge: Judge): void {
    const { namespace = "", name = "" } = object.metadata;
    const id = `${resource}/${namespace}/${name}`;
    if (judge(object, now())) moving.set(id, () => judge(object, now()));
    else moving.delete(id);
  }

  for (const resource of Object.keys(JUDGES)) {
    const judge = JUDGES[resource];
    if (judge) for (const object of store.list(resource)) look(resource, object, judge);
  }
  const close = store.onChange(({ type, resource, object }) => {
    const judge = JUDGES[resource];
    if (judge) look(resource, object, type === "DELETED" ? () => false : judge);
  });
  return {
    busy() {
      for (const [id, isMoving] of moving) {
        if (isMoving()) return true;
        moving.delete(id);
      }
      return false;
    },
    close,
  };
}

function podMoves(pod: KubeObject, now: number): boolean {
  const { deletionTimestamp } = pod.metadata;
  if (deletionTimestamp !== undefined) return now < timeOf(deletionTimestamp) + PATIENCE_MS;
  const status = part(pod["status"]);
  if (status["phase"] === "Succeeded" || status["phase"] === "Failed") return false;
  if (parts(status["conditions"]).some((condition) => condition["type"] === "PodScheduled" && condition["status"] === "False"))
    return false;
  const containers = [...parts(status["initContainerStatuses"]), ...parts(status["containerStatuses"])];
  if (containers.some((container) => isStuck(part(part(container["state"])["waiting"])["reason"]))) return false;
  if (parts(status["conditions"]).some((condition) => condition["type"] === "Ready" && condition["status"] === "True")) return false;
  if (status["phase"] !== "Running") return true;
  const started = containers.map((container) => timeOf(part(part(container["state"])["running"])["startedAt"]));
  return now < Math.max(0, ...started) + PATIENCE_MS;
}

function isStuck(reason: unknown): boolean {
  return typeof reason === "string" && STUCK.has(reason);
}

function workloadMoves(object: KubeObject): boolean {
  const status = part(object["status"]);
  if (number(status["observedGeneration"]) < number(object.metadata.generation)) return true;
  const ready = number(status["readyReplicas"] ?? status["numberReady"]);
  // Ready but not yet available: minReadySeconds run.
  return number(part(object["spec"])["minReadySeconds"]) > 0 && number(status["availableReplicas"] ?? status["numberAvailable"]) < ready;
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
