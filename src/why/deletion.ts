import { kindOf } from "../components/controller/kinds.ts";
import { asDeletionRecord, deletionRecordKey, type DeletionRecord } from "../machinery/deletion-record.ts";
import type { KindNames } from "../machinery/kind.ts";
import { resourceKey, splitApiVersion, type KubeObject, type OwnerReference, type ResourceKey } from "../machinery/object.ts";
import type { Answer, Cause } from "./answer.ts";
import { kubectl, moment, type WhyWorld } from "./world.ts";

/** Owners of owners are followed so far. */
const DEEPEST = 6;

/** What a controller deletes for. Users are the controllers' own; pkg/controller, 1.20 */
const CONTROLLERS: Readonly<Record<string, string>> = {
  "attachdetach-controller": "the volume is detached",
  "cronjob-controller": "its CronJob keeps no more finished jobs, or replaced it",
  "daemon-set-controller": "its DaemonSet wanted no such pod on that node, or another version of it",
  "deployment-controller": "its Deployment keeps no more old revisions than spec.revisionHistoryLimit",
  "generic-garbage-collector": "its owner was deleted",
  "job-controller": "its Job had more pods than it needs, or was suspended or failed",
  "namespace-controller": "its namespace was deleted",
  "node-controller": "it did not tolerate its node's taints any longer",
  "pod-garbage-collector": "its node is gone, or too many ended pods had piled up",
  "replicaset-controller": "its ReplicaSet had more pods than spec.replicas",
  "replication-controller": "its ReplicationController had more pods than spec.replicas",
  "statefulset-controller": "its StatefulSet had more pods than spec.replicas, or another version of it",
  "ttl-after-finished-controller": "spec.ttlSecondsAfterFinished had passed",
};

/** Who deleted an object that is still there, and what keeps it. */
export function deletionCauses(world: WhyWorld, object: KubeObject, resource: ResourceKey): Cause[] {
  const { namespace = "", name = "", finalizers = [], deletionTimestamp, deletionGracePeriodSeconds } = object.metadata;
  const causes = requestCauses(world, object, resource, 0);
  const see = `${kubectl("get", object.kind.toLowerCase(), namespace, name)} -o yaml`;
  if (finalizers.length > 0) {
    const message = `it stays until its finalizers are removed: ${finalizers.join(", ")}`;
    causes.push({ reason: "Finalizers", message, see, data: { finalizers } });
  }
  if (deletionGracePeriodSeconds) {
    const message = `its containers have until ${deletionTimestamp} to end (grace period ${deletionGracePeriodSeconds}s)`;
    causes.push({ reason: "GracePeriod", message, see });
  }
  return causes;
}

/** What became of an object that is not there: undefined when there never was one of that name, as far as is known. */
export function explainMissing(world: WhyWorld, kind: KindNames, namespace: string, name: string): Answer | undefined {
  const resource = resourceKey(kind.group, kind.plural);
  const last = world.store.history(resource, namespace, name).findLast(({ type }) => type === "DELETED");
  if (last === undefined) return undefined;
  const causes = requestCauses(world, last.object, resource, 0);
  return { kind: kind.kind, namespace, name, state: "deleted", causes };
}

function requestCauses(world: WhyWorld, object: KubeObject, resource: ResourceKey, depth: number): Cause[] {
  const { namespace = "", name = "", uid = "" } = object.metadata;
  const record = asDeletionRecord(world.store.getMeta(deletionRecordKey(resource, namespace, name)));
  const of = `${object.kind} ${name}`;
  if (record === undefined || record.uid !== uid) {
    return [{ reason: "Deleted", message: `${of}: who deleted it was not recorded` }];
  }
  const controller = /^system:serviceaccount:kube-system:(.+)$/.exec(record.user)?.[1];
  const why = controller === undefined ? undefined : CONTROLLERS[controller];
  const data = { user: record.user, userAgent: record.userAgent, at: moment(record.at) };
  const message = `${of} was deleted by ${whoText(record, controller)} at ${moment(record.at)}${why === undefined ? "" : `: ${why}`}`;
  const see = seeOf(world, object, controller);
  const first: Cause = { reason: "Deleted", message, data, ...(see === undefined ? {} : { see }) };
  return depth >= DEEPEST ? [first] : [first, ...behind(world, object, controller, depth)];
}

function whoText({ user, userAgent }: DeletionRecord, controller: string | undefined): string {
  if (controller !== undefined) return controller;
  const program = userAgent.split("/")[0] ?? "";
  return program === "" || user.startsWith("system:") ? user : `${user} with ${program}`;
}

/** The controller's own object, where that is still there to be looked at. */
function seeOf({ context }: WhyWorld, { metadata }: KubeObject, controller: string | undefined): string | undefined {
  const owner = metadata.ownerReferences?.find((reference) => reference.controller) ?? metadata.ownerReferences?.[0];
  if (controller === undefined || owner === undefined) return undefined;
  const definition = kindOf(splitApiVersion(owner.apiVersion).group, owner.kind, context);
  const lives = definition && context.lister.get(resourceKey(definition.group, definition.plural), metadata.namespace ?? "", owner.name);
  return lives ? kubectl("describe", owner.kind.toLowerCase(), metadata.namespace ?? "", owner.name) : undefined;
}

/** Why a controller wanted it gone: its owner was deleted or scaled, its namespace was deleted. */
function behind(world: WhyWorld, object: KubeObject, controller: string | undefined, depth: number): Cause[] {
  const { namespace = "", ownerReferences = [] } = object.metadata;
  if (controller === "namespace-controller") {
    const space = world.context.lister.get("namespaces", "", namespace) ?? lastState(world, "namespaces", "", namespace);
    return space === undefined ? [] : requestCauses(world, space, "namespaces", depth + 1);
  }
  if (controller !== "generic-garbage-collector") return [];
  for (const owner of ownerReferences) {
    const gone = goneOwner(world, owner, namespace);
    if (gone !== undefined) return requestCauses(world, gone.object, gone.resource, depth + 1);
  }
  return [];
}

function goneOwner(
  world: WhyWorld,
  { apiVersion, kind, name, uid }: OwnerReference,
  namespace: string,
): { object: KubeObject; resource: ResourceKey } | undefined {
  const definition = kindOf(splitApiVersion(apiVersion).group, kind, world.context);
  if (definition === undefined) return undefined;
  const resource = resourceKey(definition.group, definition.plural);
  const place = definition.namespaced ? namespace : "";
  const live = world.context.lister.get(resource, place, name);
  if (live?.metadata.uid === uid) return live.metadata.deletionTimestamp === undefined ? undefined : { object: live, resource };
  const object = lastState(world, resource, place, name, uid);
  return object && { object, resource };
}

function lastState({ store }: WhyWorld, resource: ResourceKey, namespace: string, name: string, uid?: string): KubeObject | undefined {
  const changes = store.history(resource, namespace, name);
  return changes.findLast(({ type, object }) => type === "DELETED" && (uid === undefined || object.metadata.uid === uid))?.object;
}
