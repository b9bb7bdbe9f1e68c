import { deepClone, deepEqual } from "../../base/deep.ts";
import type { JsonObject } from "../../base/json.ts";
import { podTemplateHash } from "../../machinery/hash/pod-template-hash.ts";
import { StatusError, isReason } from "../../machinery/status.ts";
import { findCondition, withCondition } from "../controller/conditions.ts";
import { controllerOf, controllerReference } from "../controller/owner.ts";
import { isNamespaceTerminating } from "../controller/pod-control.ts";
import { DEPLOYMENTS, REPLICA_SETS } from "../controller/resources.ts";
import type { Deployment, DeploymentCondition } from "../../kinds/apps/deployment/types.ts";
import type { ReplicaSet } from "../../kinds/apps/replicaset/types.ts";
import type { PodTemplateSpec } from "../../kinds/core/pod/types.ts";
import { PROGRESSING, deploymentCondition, hasProgressDeadline } from "./conditions.ts";
import { HASH_LABEL, findNewReplicaSet, sameTemplate, sizeOf } from "./replica-sets.ts";
import { REVISION, maxRevision, newReplicaSetAnnotations, sizeAnnotations } from "./revisions.ts";
import { newReplicaSetSize } from "./rolling.ts";
import type { RolloutPass } from "./rollout-pass.ts";
import { writeStatus } from "./rollout-pass.ts";
import { creationMessage } from "./scaling-message.ts";

/** The replica sets of a deployment, told apart. */
export interface ReplicaSets {
  newSet: ReplicaSet | undefined;
  oldSets: ReplicaSet[];
}

/**
 * Finds the replica set of the current template and brings its annotations and the deployment's revision up to date; makes it when
 * there is none and `create` is set. Throws the API server's refusal.
 */
// pkg/controller/deployment/sync.go getAllReplicaSetsAndSyncRevision, 1.20
export function syncReplicaSets(pass: RolloutPass, create: boolean): ReplicaSets {
  const found = findNewReplicaSet(pass.deployment.spec.template, pass.sets);
  const oldSets = pass.sets.filter((set) => set !== found);
  const revision = maxRevision(oldSets) + 1;
  if (found) return { newSet: syncFound(pass, found, revision), oldSets };
  return { newSet: create ? createNew(pass, oldSets, revision) : undefined, oldSets };
}

function syncFound(pass: RolloutPass, found: ReplicaSet, revision: number): ReplicaSet {
  const { deployment, context } = pass;
  const namespace = found.metadata.namespace ?? "";
  // Earlier writes of this pass count: an update from a stale copy would be refused.
  const current = (context.lister.get(REPLICA_SETS.key, namespace, found.metadata.name ?? "") as ReplicaSet | undefined) ?? found;
  const annotations = newReplicaSetAnnotations(deployment, current.metadata.annotations, revision);
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
  if (!deepEqual(annotations, current.metadata.annotations ?? {}) || (current.spec.minReadySeconds ?? 0) !== minReadySeconds) {
    const { minReadySeconds: _former, ...rest } = current.spec;
    const spec = minReadySeconds > 0 ? { ...rest, minReadySeconds } : rest;
    const changed = { ...current, metadata: { ...current.metadata, annotations }, spec };
    return context.client.update(REPLICA_SETS.in(namespace), changed) as ReplicaSet;
  }
  const known = findCondition(deployment.status?.conditions, PROGRESSING) !== undefined;
  const text = `Found new replica set "${current.metadata.name ?? ""}"`;
  const condition = known ? undefined : deploymentCondition(PROGRESSING, "True", "FoundNewReplicaSet", text, pass.time);
  recordRevision(pass, annotations[REVISION] ?? "", condition);
  return current;
}

function recordRevision(pass: RolloutPass, revision: string, condition: DeploymentCondition | undefined): void {
  const { deployment } = pass;
  const annotations = { ...deployment.metadata.annotations, [REVISION]: revision };
  const status = { ...deployment.status };
  if (condition && hasProgressDeadline(deployment)) status.conditions = withCondition(status.conditions, condition);
  writeStatus(pass, status, annotations);
}

function createNew(pass: RolloutPass, oldSets: readonly ReplicaSet[], revision: number): ReplicaSet {
  const { context } = pass;
  const wanted = newReplicaSet(pass.deployment, oldSets, revision, context.release.minor);
  const name = wanted.metadata.name ?? "";
  let created: ReplicaSet;
  try {
    created = context.client.create(REPLICA_SETS.in(wanted.metadata.namespace ?? ""), wanted) as ReplicaSet;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (!isReason(error, "AlreadyExists")) return refuse(pass, name, error);
    const existing = takeExisting(pass, wanted, error);
    recordRevision(pass, String(revision), undefined);
    return existing;
  }
  const size = sizeOf(wanted);
  const message = creationMessage(context.release.value("deploymentScalingEvent"), name, size);
  if (size > 0) context.events.record(pass.deployment, "Normal", "ScalingReplicaSet", message);
  recordRevision(
    pass,
    String(revision),
    deploymentCondition(PROGRESSING, "True", "NewReplicaSetCreated", `Created new replica set "${name}"`, pass.time),
  );
  return created;
}

/** The replica set that a deployment's template asks for, named for the template's hash. */
export function newReplicaSet(deployment: Deployment, oldSets: readonly ReplicaSet[], revision: number, minor: number): ReplicaSet {
  const { template, selector, minReadySeconds } = deployment.spec;
  const hash = podTemplateHash(template as unknown as JsonObject, minor, deployment.status?.collisionCount);
  const labels = { ...template.metadata?.labels, [HASH_LABEL]: hash };
  const copy: PodTemplateSpec = deepClone(template);
  copy.metadata = { ...copy.metadata, labels };
  return {
    apiVersion: REPLICA_SETS.apiVersion,
    kind: REPLICA_SETS.kind,
    metadata: {
      name: `${deployment.metadata.name ?? ""}-${hash}`,
      namespace: deployment.metadata.namespace ?? "",
      labels,
      annotations: { ...newReplicaSetAnnotations(deployment, undefined, revision), ...sizeAnnotations(deployment) },
      ownerReferences: [controllerReference(deployment, DEPLOYMENTS)],
    },
    spec: {
      replicas: newReplicaSetSize(deployment, oldSets, 0),
      ...(minReadySeconds ? { minReadySeconds } : {}),
      selector: { ...deepClone(selector), matchLabels: { ...selector.matchLabels, [HASH_LABEL]: hash } },
      template: copy,
    },
  };
}

/** Its own replica set of that name is taken; another's makes the collision count rise, and with it the next try's hash change. */
function takeExisting(pass: RolloutPass, wanted: ReplicaSet, refusal: StatusError): ReplicaSet {
  const { deployment, context } = pass;
  const existing = context.lister.get(REPLICA_SETS.key, wanted.metadata.namespace ?? "", wanted.metadata.name ?? "") as
    | ReplicaSet
    | undefined;
  const own = existing && controllerOf(existing)?.uid === deployment.metadata.uid;
  if (existing && own && sameTemplate(deployment.spec.template, existing.spec.template)) return existing;
  writeStatus(pass, { ...deployment.status, collisionCount: (deployment.status?.collisionCount ?? 0) + 1 });
  throw refusal;
}

function refuse(pass: RolloutPass, name: string, error: StatusError): never {
  if (isNamespaceTerminating(error)) throw error;
  const reason = "ReplicaSetCreateError";
  const message = `Failed to create new replica set "${name}": ${error.message}`;
  if (hasProgressDeadline(pass.deployment)) {
    const condition = deploymentCondition(PROGRESSING, "False", reason, message, pass.time);
    writeStatus(pass, { ...pass.deployment.status, conditions: withCondition(pass.deployment.status?.conditions, condition) });
  }
  pass.context.events.record(pass.deployment, "Warning", reason, message);
  throw error;
}
