import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { claimObjects } from "../controller/claim.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { isPodActive } from "../controller/pod-state.ts";
import { podOwnerKeys } from "../controller/pod-watch.ts";
import { PODS, REPLICA_SETS } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";
import type { Requeue } from "../controller/retry.ts";
import type { ReplicaSet } from "../../kinds/apps/replicaset/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { manageReplicas } from "./manage.ts";
import { replicaSetStatus, sameStatus } from "./status.ts";

const NAME = "replicaset";

/** Keeps as many pods of a replica set as its spec.replicas says, and counts them in its status. */
// pkg/controller/replicaset, 1.20
export function createReplicaSetController(): Component {
  return {
    name: NAME,
    user: controllerUser("replicaset-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: REPLICA_SETS.key, keys: (change) => (change.type === "DELETED" ? [] : [objectKey(change.object)]) },
      { resource: PODS.key, keys: podKeys },
    ],
    ...retrying(NAME, "replicaset-controller", sync),
  };
}

/** The removal of a pod that no longer counted changes nothing. */
function podKeys(change: Change, context: ComponentContext): readonly string[] {
  return change.type === "DELETED" && !isPodActive(change.object as Pod) ? [] : podOwnerKeys(change, NAME, REPLICA_SETS, context);
}

function sync(key: string, context: ComponentContext): Requeue {
  const { namespace, name } = splitKey(key);
  const set = context.lister.get(REPLICA_SETS.key, namespace, name) as ReplicaSet | undefined;
  if (!set) return undefined;
  const claim = { owner: set, ownerResource: REPLICA_SETS, selector: set.spec.selector, resource: PODS };
  const pods = claimObjects<Pod>(claim, context, isPodActive);
  const failure = set.metadata.deletionTimestamp ? undefined : manageReplicas(set, pods, context);
  const now = context.sim.now();
  const status = replicaSetStatus(set, pods, failure, now, formatRfc3339(now));
  if (!sameStatus(set.status, status)) context.client.updateStatus(REPLICA_SETS.in(namespace), { ...set, status });
  if (failure) throw failure;
  return requeueForAvailability(set, status.readyReplicas ?? 0, status.availableReplicas ?? 0);
}

/** When all are ready but not all for long enough, another look is due after minReadySeconds. */
function requeueForAvailability(set: ReplicaSet, ready: number, available: number): Requeue {
  const { minReadySeconds = 0, replicas = 1 } = set.spec;
  return minReadySeconds > 0 && ready === replicas && available !== replicas ? { requeueAfterMs: minReadySeconds * 1000 } : undefined;
}
