import type { Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { claimObjects } from "../controller/claim.ts";
import { findCondition, withCondition } from "../controller/conditions.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { controllerOf, ownedBy, resolveController } from "../controller/owner.ts";
import { possibleOwners } from "../controller/pod-watch.ts";
import { DEPLOYMENTS, PODS, REPLICA_SETS } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";
import type { Requeue } from "../controller/retry.ts";
import { selectsEverything } from "../controller/selector.ts";
import type { Deployment } from "../../kinds/apps/deployment/types.ts";
import type { ReplicaSet } from "../../kinds/apps/replicaset/types.ts";
import { PROGRESSING, deploymentCondition, hasProgressDeadline } from "./conditions.ts";
import { startPass, writeStatus } from "./rollout-pass.ts";
import type { RolloutPass } from "./rollout-pass.ts";
import { isScalingEvent, recreate, rollOut, scaleOnly, writeCountsOnly } from "./strategies.ts";

const NAME = "deployment";
const MAX_RETRIES = 15;

/** Rolls a deployment's template out through replica sets. */
// pkg/controller/deployment, 1.20
export function createDeploymentController(): Component {
  return {
    name: NAME,
    user: controllerUser("deployment-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: DEPLOYMENTS.key, keys: (change) => (change.type === "DELETED" ? [] : [objectKey(change.object)]) },
      { resource: REPLICA_SETS.key, keys: replicaSetKeys },
      { resource: PODS.key, concerns: ({ type }) => type === "DELETED", keys: lastPodKeys },
    ],
    ...retrying(NAME, "deployment-controller", sync, { maxRetries: MAX_RETRIES }),
  };
}

function replicaSetKeys({ type, object, previous }: Change, context: ComponentContext): readonly string[] {
  const namespace = object.metadata.namespace ?? "";
  const references = [controllerOf(object), previous && controllerOf(previous)];
  const owners = references.map((reference) => resolveController(context.lister, DEPLOYMENTS, namespace, reference));
  const keys = new Set(owners.flatMap((owner) => (owner ? [objectKey(owner)] : [])));
  if (type !== "DELETED" && !references[0]) for (const key of possibleOwners(object, DEPLOYMENTS, context)) keys.add(key);
  return [...keys];
}

/** Recreate goes on once the last of a deployment's pods is gone. */
function lastPodKeys({ object }: Change, { lister }: ComponentContext): readonly string[] {
  const namespace = object.metadata.namespace ?? "";
  const set = resolveController(lister, REPLICA_SETS, namespace, controllerOf(object));
  const deployment = set && (resolveController(lister, DEPLOYMENTS, namespace, controllerOf(set)) as Deployment | undefined);
  if (deployment?.spec.strategy?.type !== "Recreate") return [];
  const sets = lister.list(REPLICA_SETS.key, { namespace, index: ownedBy(deployment) });
  return sets.some((sibling) => lister.count(PODS.key, { namespace, index: ownedBy(sibling) }) > 0) ? [] : [objectKey(deployment)];
}

// pkg/controller/deployment/deployment_controller.go syncDeployment, 1.20
function sync(key: string, context: ComponentContext): Requeue {
  const { namespace, name } = splitKey(key);
  const deployment = context.lister.get(DEPLOYMENTS.key, namespace, name) as Deployment | undefined;
  if (!deployment) return undefined;
  if (selectsEverything(deployment.spec.selector)) {
    reportEmptySelector(deployment, context);
    return undefined;
  }
  const claim = { owner: deployment, ownerResource: DEPLOYMENTS, selector: deployment.spec.selector, resource: REPLICA_SETS };
  const pass = startPass(deployment, claimObjects<ReplicaSet>(claim, context), context);
  if (deployment.metadata.deletionTimestamp) {
    writeCountsOnly(pass);
    return undefined;
  }
  syncPausedCondition(pass);
  if (deployment.spec.paused || isScalingEvent(pass)) {
    scaleOnly(pass);
    return undefined;
  }
  return deployment.spec.strategy?.type === "Recreate" ? recreate(pass) : rollOut(pass);
}

function reportEmptySelector(deployment: Deployment, context: ComponentContext): void {
  const message = "This deployment is selecting all pods. A non-empty selector is required.";
  context.events.record(deployment, "Warning", "SelectingAll", message);
  const generation = deployment.metadata.generation ?? 0;
  if ((deployment.status?.observedGeneration ?? 0) >= generation) return;
  writeStatus(startPass(deployment, [], context), { ...deployment.status, observedGeneration: generation });
}

/** Pausing stops the clock of the progress deadline, resuming starts it anew. */
// pkg/controller/deployment/sync.go checkPausedConditions, 1.20
function syncPausedCondition(pass: RolloutPass): void {
  const { deployment, time } = pass;
  const current = findCondition(deployment.status?.conditions, PROGRESSING);
  if (!hasProgressDeadline(deployment) || current?.reason === "ProgressDeadlineExceeded") return;
  const paused = deployment.spec.paused === true;
  if (paused === (current?.reason === "DeploymentPaused")) return;
  const condition = paused
    ? deploymentCondition(PROGRESSING, "Unknown", "DeploymentPaused", "Deployment is paused", time)
    : deploymentCondition(PROGRESSING, "Unknown", "DeploymentResumed", "Deployment is resumed", time);
  writeStatus(pass, { ...deployment.status, conditions: withCondition(deployment.status?.conditions, condition) });
}
