import type { SeenObject } from "../look.ts";
import { type Check, seen, type Subject } from "../check.ts";

/** `deployment web exists` */
export function exists({ kind, name, namespace }: Subject): Check {
  return async (look) => {
    const isThere = (await look.get(kind, name, namespace)) !== undefined;
    return seen(isThere, `${kind} ${name} ${isThere ? "exists" : "does not exist"}`);
  };
}

/** `deployment web is gone` */
export function isGone(subject: Subject): Check {
  return async (look) => {
    const { isReached, seen: what } = await exists(subject)(look);
    return seen(!isReached, what);
  };
}

/** `pod web-0 is on w1-k8s` */
export function isScheduled({ kind, name, namespace }: Subject, node: string): Check {
  return async (look) => {
    const object = await look.get(kind, name, namespace);
    const at = object?.spec?.["nodeName"];
    const what = object === undefined ? "does not exist" : typeof at === "string" ? `is on ${at}` : "is on no node";
    return seen(at === node, `${kind} ${name} ${what}`);
  };
}

/** `pod web is Running`, `node w1-k8s is NotReady`, `deployment web is available`. */
export function isCondition({ kind, name, namespace }: Subject, wanted: string): Check {
  return async (look) => {
    const object = await look.get(kind, name, namespace);
    if (object === undefined) return seen(false, `${kind} ${name} does not exist`);
    const states = statesOf(object);
    const isReached = states.some((state) => state.toLowerCase() === wanted.toLowerCase());
    return seen(isReached, `${kind} ${name} is ${states.join(", ") || "in no state that is known"}`);
  };
}

interface Condition {
  readonly type: string;
  readonly status: string;
}

interface Counts {
  readonly phase?: string;
  readonly conditions?: readonly Condition[];
  readonly observedGeneration?: number;
  readonly desiredNumberScheduled?: number;
  readonly numberAvailable?: number;
  readonly numberReady?: number;
  readonly availableReplicas?: number;
  readonly readyReplicas?: number;
  readonly containerStatuses?: readonly { readonly state?: Readonly<Record<string, { readonly reason?: string }>> }[];
}

/** Everything that can be said of an object with "is". */
function statesOf({ kind, spec = {}, status = {} }: SeenObject): string[] {
  const { phase, conditions = [], containerStatuses = [] } = status as Counts;
  const states = conditions.filter((condition) => condition.status === "True").map(({ type }) => type);
  const ready = conditions.find(({ type }) => type === "Ready");
  if (ready !== undefined && ready.status !== "True") states.push("NotReady");
  if (phase !== undefined) states.push(phase);
  if (spec["unschedulable"] === true) states.push("cordoned");
  const reasons = containerStatuses.flatMap(({ state = {} }) => Object.values(state).map(({ reason }) => reason));
  states.push(...reasons.filter((reason) => reason !== undefined));
  return kind === "DaemonSet" || kind === "StatefulSet" || kind === "ReplicaSet"
    ? [...states, ...countedStates(kind, spec, status as Counts)]
    : states;
}

/** Kinds without conditions of their own are available and ready when all their pods are. */
function countedStates(kind: string, spec: Readonly<Record<string, unknown>>, status: Counts): string[] {
  const wanted = kind === "DaemonSet" ? (status.desiredNumberScheduled ?? 0) : Number(spec["replicas"] ?? 1);
  const ready = (kind === "DaemonSet" ? status.numberReady : status.readyReplicas) ?? 0;
  const available = (kind === "DaemonSet" ? status.numberAvailable : (status.availableReplicas ?? status.readyReplicas)) ?? 0;
  return [...(ready >= wanted ? ["Ready"] : ["NotReady"]), ...(available >= wanted ? ["available"] : [])];
}
