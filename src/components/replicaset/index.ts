import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { claimObjects } from "../controller/claim.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { isPodActive } from "../controller/pod-state.ts";
import { concernsPodsOf, podOwnerKeys } from "../controller/pod-watch.ts";
import { PODS, REPLICA_SETS } from "../controller/resources.ts";
import type { Resource } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";
import type { Requeue } from "../controller/retry.ts";
import type { ReplicaSet } from "../../kinds/apps/replicaset/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { manageReplicas } from "./manage.ts";
import { replicaSetStatus, sameStatus } from "./status.ts";

/** What the controllers of replica sets and of replication controllers do not share. */
export interface ReplicaKeeper {
  /** Name of the component, and what its user and events are called. */
  readonly name: string;
  readonly title: string;
  readonly resource: Resource;
  /** The object as a replica set. */
  asReplicaSet(object: KubeObject): ReplicaSet;
}

/** Keeps as many pods of a replica set as its spec.replicas says, and counts them in its status. */
// pkg/controller/replicaset, 1.20
export function createReplicaSetController(): Component {
  return keepReplicas({
    name: "replicaset",
    title: "replicaset-controller",
    resource: REPLICA_SETS,
    asReplicaSet: (object) => object as ReplicaSet,
  });
}

/** The controller of replica sets and what looks like them. */
export function keepReplicas(keeper: ReplicaKeeper): Component {
  const { name, title, resource } = keeper;
  const echo: Echo = { key: undefined };
  return {
    name,
    user: controllerUser(title),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: resource.key, keys: (change) => setKeys(change, echo) },
      { resource: PODS.key, concerns: concernsPodsOf(resource), keys: (change, context) => podKeys(change, keeper, context) },
    ],
    ...retrying(name, title, (key, context) => sync(key, keeper, echo, context)),
  };
}

/** The set whose counts are being written: a look at the same pods again would find nothing to do. */
interface Echo {
  key: string | undefined;
}

function setKeys({ type, object }: Change, echo: Echo): readonly string[] {
  const key = objectKey(object);
  return type === "DELETED" || key === echo.key ? [] : [key];
}

/** The removal of a pod that no longer counted changes nothing. */
function podKeys(change: Change, { name, resource }: ReplicaKeeper, context: ComponentContext): readonly string[] {
  return change.type === "DELETED" && !isPodActive(change.object as Pod) ? [] : podOwnerKeys(change, name, resource, context);
}

function sync(key: string, { resource, asReplicaSet }: ReplicaKeeper, echo: Echo, context: ComponentContext): Requeue {
  const { namespace, name } = splitKey(key);
  const object = context.lister.get(resource.key, namespace, name);
  if (!object) return undefined;
  const set = asReplicaSet(object);
  const claim = { owner: set, ownerResource: resource, selector: set.spec.selector, resource: PODS };
  const pods = claimObjects<Pod>(claim, context, isPodActive);
  const failure = set.metadata.deletionTimestamp ? undefined : manageReplicas(set, pods, resource, context);
  const now = context.sim.now();
  const status = replicaSetStatus(set, pods, failure, now, formatRfc3339(now));
  if (!sameStatus(set.status, status)) {
    // Where pods were made or deleted, the next look counts them.
    if (!failure && pods.length === (set.spec.replicas ?? 1)) echo.key = key;
    try {
      context.client.updateStatus(resource.in(namespace), { ...object, status });
    } finally {
      echo.key = undefined;
    }
  }
  if (failure) throw failure;
  return requeueForAvailability(set, status.readyReplicas ?? 0, status.availableReplicas ?? 0);
}

/** When all are ready but not all for long enough, another look is due after minReadySeconds. */
function requeueForAvailability(set: ReplicaSet, ready: number, available: number): Requeue {
  const { minReadySeconds = 0, replicas = 1 } = set.spec;
  return minReadySeconds > 0 && ready === replicas && available !== replicas ? { requeueAfterMs: minReadySeconds * 1000 } : undefined;
}
