import { deepEqual } from "../../base/deep.ts";
import type { StatefulSet } from "../../kinds/apps/statefulset/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import { claimObjects } from "../controller/claim.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { concernsPodsOf, podOwnerKeys } from "../controller/pod-watch.ts";
import { PODS, STATEFUL_SETS } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";
import type { Requeue } from "../controller/retry.ts";
import { ordinalOf } from "./identity.ts";
import { runPass, statefulSetStatus } from "./pass.ts";
import { retainClaims } from "./retention.ts";
import { cleanUpRevisions, syncRevisions } from "./revisions.ts";

const NAME = "statefulset";

/** Keeps the pods of a stateful set by number: each with its own name and claims, one after the other. */
// pkg/controller/statefulset, 1.20
export function createStatefulSetController(): Component {
  return {
    name: NAME,
    user: controllerUser("statefulset-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: STATEFUL_SETS.key, keys: (change) => (change.type === "DELETED" ? [] : [objectKey(change.object)]) },
      {
        resource: PODS.key,
        concerns: concernsPodsOf(STATEFUL_SETS),
        keys: (change, context) => podOwnerKeys(change, NAME, STATEFUL_SETS, context),
      },
    ],
    ...retrying(NAME, "statefulset-controller", sync),
  };
}

// pkg/controller/statefulset/stateful_set.go sync, 1.20
function sync(key: string, context: ComponentContext): Requeue {
  const { namespace, name } = splitKey(key);
  const set = context.lister.get(STATEFUL_SETS.key, namespace, name) as StatefulSet | undefined;
  if (!set) return undefined;
  const claim = { owner: set, ownerResource: STATEFUL_SETS, selector: set.spec.selector, resource: PODS };
  const pods = claimObjects<Pod>(claim, context, (pod) => ordinalOf(set, pod) !== undefined);
  const revisions = syncRevisions(set, context);
  retainClaims(set, pods, context);
  const { counts, refused } = runPass(set, pods, revisions, context);
  const status = statefulSetStatus(set, counts, revisions, context.release.has("statefulSetAvailability"));
  if (!deepEqual(set.status, status)) context.client.updateStatus(STATEFUL_SETS.in(namespace), { ...set, status });
  cleanUpRevisions(set, revisions, pods, context);
  if (refused) throw refused;
  const { minReadySeconds = 0 } = set.spec;
  return minReadySeconds > 0 && counts.available !== counts.ready ? { requeueAfterMs: minReadySeconds * 1000 } : undefined;
}
