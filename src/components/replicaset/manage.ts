import { deepFreeze } from "../../base/deep.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import type { StatusError } from "../../machinery/status.ts";
import { controllerOf, controllerReference, ownedBy } from "../controller/owner.ts";
import { createPod, deletePods } from "../controller/pod-control.ts";
import { podFromTemplate } from "../controller/pod-from-template.ts";
import { PODS, REPLICA_SETS } from "../controller/resources.ts";
import type { Resource } from "../controller/resources.ts";
import type { ReplicaSet } from "../../kinds/apps/replicaset/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { slowStart } from "../controller/slow-start.ts";
import { chooseVictims, compareVictims, crowding } from "../controller/victims.ts";

/** Most pods that one pass makes or deletes. */
const BURST_REPLICAS = 500;

/** Makes or deletes pods until the replica set has as many as it wants, at most 500 a pass. Returns the first failure. */
// pkg/controller/replicaset/replica_set.go manageReplicas, 1.20
export function manageReplicas(
  set: ReplicaSet,
  pods: readonly Pod[],
  resource: Resource,
  context: ComponentContext,
): StatusError | undefined {
  const surplus = pods.length - (set.spec.replicas ?? 1);
  if (surplus < 0) return createMissing(set, Math.min(-surplus, BURST_REPLICAS), resource, context);
  if (surplus > 0) return deleteSurplus(set, pods, Math.min(surplus, BURST_REPLICAS), context);
  return undefined;
}

function createMissing(set: ReplicaSet, count: number, resource: Resource, context: ComponentContext): StatusError | undefined {
  const reference = controllerReference(set, resource);
  const template = set.spec.template ?? { spec: { containers: [] } };
  // All are made of one body, and of a frozen one the API server knows that nothing in it has changed since the pod before.
  const pod = deepFreeze(podFromTemplate(template, set, reference));
  return slowStart(count, () => void createPod(pod, set, context));
}

function deleteSurplus(set: ReplicaSet, pods: readonly Pod[], count: number, context: ComponentContext): StatusError | undefined {
  return deletePods(victimsOf(set, pods, count, context), set, context);
}

function victimsOf(set: ReplicaSet, pods: readonly Pod[], count: number, context: ComponentContext): Pod[] {
  if (count >= pods.length) return [...pods];
  const crowds = crowding(relatedPods(set, context));
  const rules = {
    deletionCost: context.release.has("podDeletionCost"),
    logarithmicAges: context.release.has("logarithmicScaleDown"),
    now: context.sim.now(),
  };
  const stream = `victim/${set.metadata.namespace ?? ""}/${set.metadata.name ?? ""}`;
  return chooseVictims(
    pods,
    count,
    (a, b) => compareVictims(a, b, crowds, rules),
    (names) => context.sim.draw(stream, (random) => random.pick(names)),
  );
}

/** Pods of every replica set that has the same controller: old and new ones of one deployment. */
function relatedPods(set: ReplicaSet, context: ComponentContext): Pod[] {
  const namespace = set.metadata.namespace ?? "";
  const owner = controllerOf(set);
  const siblings = owner ? context.lister.list(REPLICA_SETS.key, { namespace, index: `owner:${owner.uid}` }) : [set];
  return siblings.flatMap((sibling) => context.lister.list(PODS.key, { index: ownedBy(sibling) }) as readonly Pod[]);
}
