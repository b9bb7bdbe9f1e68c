import { formatRfc3339 } from "../../base/rfc3339.ts";
import { deepEqual } from "../../base/deep.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { DEPLOYMENTS, REPLICA_SETS } from "../controller/resources.ts";
import type { Deployment, DeploymentStatus } from "../../kinds/apps/deployment/types.ts";
import type { ReplicaSet } from "../../kinds/apps/replicaset/types.ts";
import { progressCheckMs, rolloutStatus } from "./conditions.ts";
import type { Requeue } from "../controller/retry.ts";
import { sizeOf } from "./replica-sets.ts";
import { sizeAnnotations } from "./revisions.ts";
import { scalingMessage } from "./scaling-message.ts";

/** One pass over a deployment: it as it stands after this pass's own writes, and what it owns. */
export interface RolloutPass {
  deployment: Deployment;
  /** Replica sets that it controls, by name. */
  readonly sets: readonly ReplicaSet[];
  readonly context: ComponentContext;
  /** Now, as the API writes it. */
  readonly time: string;
}

/** Starts a pass at the current instant. */
export function startPass(deployment: Deployment, sets: readonly ReplicaSet[], context: ComponentContext): RolloutPass {
  return { deployment, sets, context, time: formatRfc3339(context.sim.now()) };
}

/** Writes the deployment's status (and annotations) when they differ from what stands. Returns whether it wrote. */
export function writeStatus(pass: RolloutPass, status: DeploymentStatus, annotations = pass.deployment.metadata.annotations): boolean {
  const { deployment, context } = pass;
  if (deepEqual(deployment.status ?? {}, status) && deepEqual(deployment.metadata.annotations, annotations)) return false;
  const metadata = { ...deployment.metadata, ...(annotations ? { annotations } : {}) };
  pass.deployment = context.client.updateStatus(DEPLOYMENTS.in(metadata.namespace ?? ""), {
    ...deployment,
    metadata,
    status,
  }) as Deployment;
  return true;
}

/** Writes the status of a rollout; asks to come back at its deadline when nothing has changed. */
// pkg/controller/deployment/progress.go syncRolloutStatus, 1.20
export function writeRolloutStatus(pass: RolloutPass, sets: readonly ReplicaSet[], newSet: ReplicaSet | undefined): Requeue {
  const now = pass.context.sim.now();
  const status = rolloutStatus(pass.deployment, sets, newSet, now, pass.time);
  if (writeStatus(pass, status)) return undefined;
  const requeueAfterMs = progressCheckMs(pass.deployment, status, now);
  return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
}

/**
 * Gives a replica set another size and tells so in an event. Its size annotations are brought up to date as
 * well. Returns the replica set as it stands then.
 */
// pkg/controller/deployment/sync.go scaleReplicaSet, 1.20
export function resize(
  pass: RolloutPass,
  set: ReplicaSet,
  size: number,
  direction: "up" | "down" | "" = directionOf(set, size),
): ReplicaSet {
  const { deployment, context } = pass;
  const namespace = set.metadata.namespace ?? "";
  const current = (context.lister.get(REPLICA_SETS.key, namespace, set.metadata.name ?? "") as ReplicaSet | undefined) ?? set;
  const annotations = { ...current.metadata.annotations, ...sizeAnnotations(deployment) };
  const from = sizeOf(current);
  if (from === size && deepEqual(annotations, current.metadata.annotations)) return current;
  const changed = { ...current, metadata: { ...current.metadata, annotations }, spec: { ...current.spec, replicas: size } };
  const written = context.client.update(REPLICA_SETS.in(namespace), changed) as ReplicaSet;
  if (from !== size) {
    const form = context.release.value("deploymentScalingEvent");
    const message = scalingMessage(form, direction, set.metadata.name ?? "", from, size);
    context.events.record(deployment, "Normal", "ScalingReplicaSet", message);
  }
  return written;
}

function directionOf(set: ReplicaSet, size: number): "up" | "down" {
  return sizeOf(set) < size ? "up" : "down";
}
