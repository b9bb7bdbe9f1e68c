import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { CustomResourceCondition, CustomResourceDefinition } from "../../kinds/apiextensions/customresourcedefinition/types.ts";
import { findCondition } from "../controller/conditions.ts";

type NewCondition = Omit<CustomResourceCondition, "lastTransitionTime">;

/** The definition with a condition set in its place; the time moves with the status alone. */
// apiextensions-apiserver/pkg/apihelpers/helpers.go SetCRDCondition, 1.20
export function withDefinitionCondition(
  definition: CustomResourceDefinition,
  condition: NewCondition,
  now: number,
): CustomResourceDefinition {
  const conditions = definition.status?.conditions ?? [];
  const former = findCondition(conditions, condition.type);
  const time = former?.status === condition.status ? former.lastTransitionTime : undefined;
  const next = { ...condition, lastTransitionTime: time ?? formatRfc3339(now) };
  const set = former ? conditions.map((one) => (one === former ? next : one)) : [...conditions, next];
  return { ...definition, status: { ...definition.status, conditions: set } };
}

/** Whether a condition of the definition is true. */
export function isTrue({ status }: CustomResourceDefinition, type: string): boolean {
  return findCondition(status?.conditions ?? [], type)?.status === "True";
}
