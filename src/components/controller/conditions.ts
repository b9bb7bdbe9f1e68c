import type { Condition } from "./shapes.ts";

/** The condition of a type. */
export function findCondition(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** The conditions without those of a type. */
export function withoutCondition(conditions: readonly Condition[] | undefined, type: string): Condition[] {
  return (conditions ?? []).filter((condition) => condition.type !== type);
}

/**
 * The conditions with one set, as deployments and replica sets do it: no change when status and reason are the same; else the new one
 * goes to the end, and keeps the transition time while the status stays.
 */
// pkg/controller/deployment/util SetDeploymentCondition, 1.20
export function withCondition(conditions: readonly Condition[] | undefined, condition: Condition): Condition[] {
  const current = findCondition(conditions, condition.type);
  if (current && current.status === condition.status && current.reason === condition.reason) return [...(conditions ?? [])];
  const kept = current?.status === condition.status ? { lastTransitionTime: current.lastTransitionTime ?? null } : {};
  return [...withoutCondition(conditions, condition.type), { ...condition, ...kept }];
}
