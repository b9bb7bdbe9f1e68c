import type { LabelSelector } from "./shapes.ts";

type Labels = Readonly<Record<string, string>> | undefined;

/** Whether labels fulfil a label selector. A missing selector selects nothing, an empty one everything. */
export function selectsLabels(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (!selector) return false;
  return hasLabels(labels, selector.matchLabels ?? {}) && (selector.matchExpressions ?? []).every((requirement) => fulfils(requirement, labels?.[requirement.key]));
}

/** Whether labels contain every one of the wanted pairs. */
export function hasLabels(labels: Labels, wanted: Readonly<Record<string, string>>): boolean {
  for (const key in wanted) if (labels?.[key] !== wanted[key]) return false;
  return true;
}

function fulfils(requirement: { operator: string; values?: string[] }, value: string | undefined): boolean {
  const values = requirement.values ?? [];
  switch (requirement.operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      return false;
  }
}

/** True for a selector without any requirement. */
export function selectsEverything(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
}
