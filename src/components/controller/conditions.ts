/** What every condition of a status has. */
interface Condition {
  type: string;
  status: string;
  reason?: string;
  lastTransitionTime?: string | null;
}

/** The condition of a type. */
export function findCondition<C extends Condition>(conditions: readonly C[] | undefined, type: string): C | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** The conditions without those of a type. */
export function withoutCondition<C extends Condition>(conditions: readonly C[] | undefined, type: string): C[] {
  return (conditions ?? []).filter((condition) => condition.type !== type);
}

/**
 * The conditions with one set, as deployments and replica sets do it: no change when status and reason are the same; else the new one
 * goes to the end, and keeps the transition time while the status stays.
 */
// pkg/controller/deployment/util SetDeploymentCondition, 1.20
export function withCondition<C extends Condition>(conditions: readonly C[] | undefined, condition: C): C[] {
  const current = findCondition(conditions, condition.type);
  if (current && current.status === condition.status && current.reason === condition.reason) return [...(conditions ?? [])];
  return [
    ...withoutCondition(conditions, condition.type),
    current?.status === condition.status ? withTransitionOf(condition, current) : condition,
  ];
}

/** The condition with the transition time of a former one. */
export function withTransitionOf<C extends Condition>(condition: C, former: C): C {
  return former.lastTransitionTime ? { ...condition, lastTransitionTime: former.lastTransitionTime } : condition;
}
