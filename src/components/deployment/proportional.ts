import type { Deployment } from "../../kinds/apps/deployment/types.ts";
import type { ReplicaSet } from "../../kinds/apps/replicaset/types.ts";
import { desiredReplicas, fenceposts } from "./fenceposts.ts";
import { activeSets, compareByCreation, sizeOf, sumOf } from "./replica-sets.ts";
import { annotatedMax } from "./revisions.ts";
import type { Resize } from "./rolling.ts";

/** How all active replica sets change together when a deployment is scaled in the middle of a rollout. */
export interface ProportionalScaling {
  direction: "up" | "down" | "";
  /** Every active replica set, changed or not, in the order in which to write them. */
  resizes: Resize[];
}

/**
 * Spreads a change of size over the active replica sets by their shares; what rounding leaves goes to the largest. Of equal sets the
 * newer counts as larger when growing, the older when shrinking.
 */
// pkg/controller/deployment/sync.go scale, util GetProportion, 1.20
export function scaleProportionally(deployment: Deployment, sets: readonly ReplicaSet[]): ProportionalScaling {
  const active = activeSets(sets);
  const desired = desiredReplicas(deployment);
  const allowed = desired > 0 ? desired + fenceposts(deployment).surge : 0;
  const toAdd = allowed - sumOf(active, sizeOf);
  if (toAdd === 0) return { direction: "", resizes: active.map((set) => ({ set, size: sizeOf(set) })) };
  const age = toAdd > 0 ? -1 : 1;
  active.sort((left, right) => sizeOf(right) - sizeOf(left) || age * compareByCreation(left, right));
  let added = 0;
  const resizes = active.map((set) => {
    const share = shareOf(set, deployment, toAdd, added);
    added += share;
    return { set, size: sizeOf(set) + share };
  });
  const [largest] = resizes;
  if (largest) largest.size = Math.max(0, largest.size + toAdd - added);
  return { direction: toAdd > 0 ? "up" : "down", resizes };
}

function shareOf(set: ReplicaSet, deployment: Deployment, toAdd: number, added: number): number {
  if (toAdd === added) return 0;
  const fraction = fractionOf(set, deployment);
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
}

function fractionOf(set: ReplicaSet, deployment: Deployment): number {
  const desired = desiredReplicas(deployment);
  if (desired === 0) return -sizeOf(set);
  const total = desired + fenceposts(deployment).surge;
  const former = annotatedMax(set) ?? deployment.status?.replicas ?? 0;
  return roundHalfAway((sizeOf(set) * total) / former) - sizeOf(set);
}

function roundHalfAway(value: number): number {
  return value < 0 ? Math.ceil(value - 0.5) : Math.floor(value + 0.5);
}
