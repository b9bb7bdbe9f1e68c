import { scaledValue } from "../controller/int-or-percent.ts";
import type { Deployment } from "../../kinds/apps/deployment/types.ts";

/** How far a rollout may go beyond and below the desired number of pods. */
export interface Fenceposts {
  surge: number;
  unavailable: number;
}

/** Desired number of pods. */
export function desiredReplicas(deployment: Deployment): number {
  return deployment.spec.replicas ?? 1;
}

/** Whether a deployment replaces its pods little by little. */
export function isRollingUpdate(deployment: Deployment): boolean {
  return deployment.spec.strategy?.type === "RollingUpdate";
}

/**
 * maxSurge and maxUnavailable as numbers of pods: surge rounds up, unavailable down; both 0 would never move, so that one may then be
 * unavailable. Both are 0 for Recreate.
 */
// pkg/controller/deployment/util ResolveFenceposts, MaxSurge, MaxUnavailable, 1.20
export function fenceposts(deployment: Deployment): Fenceposts {
  if (!isRollingUpdate(deployment)) return { surge: 0, unavailable: 0 };
  const desired = desiredReplicas(deployment);
  const { maxSurge, maxUnavailable } = deployment.spec.strategy?.rollingUpdate ?? {};
  const surge = scaledValue(maxSurge, desired, "up");
  const allowed = scaledValue(maxUnavailable, desired, "down");
  const unavailable = surge === 0 && allowed === 0 ? 1 : allowed;
  return { surge, unavailable: Math.min(unavailable, desired) };
}
