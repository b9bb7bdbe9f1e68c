import { UserError } from "../base/user-error.ts";
import type { KindNames } from "../machinery/kind.ts";
import { resourceKey, type KubeObject } from "../machinery/object.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import type { Answer, Cause, Finding } from "./answer.ts";
import { explainClaim } from "./claim.ts";
import { deletionCauses, explainMissing } from "./deletion.ts";
import { explainCronJob, explainJob } from "./job.ts";
import { explainNamespace } from "./namespace.ts";
import { explainNode } from "./node.ts";
import { explainPod } from "./pod.ts";
import { explainIngress, explainService } from "./service.ts";
import { explainAutoscaler, explainWorkload } from "./workload.ts";
import { eventsOf, kubectl, type WhyWorld } from "./world.ts";

type Explain = (world: WhyWorld, object: KubeObject, kind: KindNames) => Finding;

/** Who answers for which resource; {@link explainAny} for all others. */
const EXPLAINERS: Readonly<Record<string, Explain>> = {
  "cronjobs.batch": explainCronJob,
  "daemonsets.apps": explainWorkload,
  "deployments.apps": explainWorkload,
  "horizontalpodautoscalers.autoscaling": explainAutoscaler,
  "ingresses.networking.k8s.io": explainIngress,
  "jobs.batch": explainJob,
  "replicasets.apps": explainWorkload,
  "statefulsets.apps": explainWorkload,
  endpoints: (world, object) => explainService(world, serviceOf(world, object) ?? object),
  namespaces: explainNamespace,
  nodes: explainNode,
  persistentvolumeclaims: explainClaim,
  pods: (world, object) => explainPod(world, object as Pod),
  replicationcontrollers: explainWorkload,
  services: explainService,
};

/**
 * Why an object is in its state, found out from the cluster's state, its events and its history at this moment. Call it inside a
 * session's read. Throws UserError for an object that is not there and, as far as is kept, never was.
 */
export function explain(world: WhyWorld, kind: KindNames, namespace: string, name: string): Answer {
  const place = kind.namespaced ? namespace : "";
  const resource = resourceKey(kind.group, kind.plural);
  const object = world.context.lister.get(resource, place, name);
  if (object === undefined) {
    const gone = explainMissing(world, kind, place, name);
    if (gone !== undefined) return gone;
    const where = kind.namespaced ? ` in namespace ${namespace}` : "";
    throw new UserError(`there is no ${kind.kind} ${name}${where}, and none was ever deleted: see ${kubectl("get", kind.plural, place)}`);
  }
  const finding = (EXPLAINERS[resource] ?? explainAny)(world, object, kind);
  return { kind: kind.kind, namespace: place, name, ...finding };
}

function serviceOf({ context }: WhyWorld, { metadata }: KubeObject): KubeObject | undefined {
  return context.lister.get("services", metadata.namespace ?? "", metadata.name ?? "");
}

/** Kinds without a question of their own: what their conditions and warnings say, and who deleted them. */
function explainAny(world: WhyWorld, object: KubeObject, kind: KindNames): Finding {
  const { namespace = "", name = "" } = object.metadata;
  const see = kubectl("describe", kind.kind.toLowerCase(), namespace, name);
  const status = object["status"] as
    | { phase?: string; conditions?: { type: string; status: string; reason?: string; message?: string }[] }
    | undefined;
  const conditions: Cause[] = (status?.conditions ?? []).map(({ type, status: value, reason = type, message = "" }) => ({
    reason,
    message: `${type} is ${value}${message === "" ? "" : `: ${message}`}`,
    see,
  }));
  const warning = eventsOf(world, object).findLast(({ type }) => type === "Warning");
  const warned = warning === undefined ? [] : [{ reason: warning.reason, message: warning.message, see }];
  if (object.metadata.deletionTimestamp === undefined) return { state: status?.phase ?? "there", causes: [...conditions, ...warned] };
  return {
    state: "Terminating",
    causes: [...deletionCauses(world, object, resourceKey(kind.group, kind.plural)), ...conditions, ...warned],
  };
}
