import type { LabelSelector } from "../../machinery/labels.ts";

/** True for a selector without any requirement. */
export function selectsEverything(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
}
