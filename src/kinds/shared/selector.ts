import { goQuote, goStringMapSyntax, goStringSliceSyntax } from "../../base/go-format.ts";
import type { LabelSelector } from "./types.ts";

/** True when a selector names neither labels nor expressions. */
export function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
}

/** Go's `%#v` of a metav1.LabelSelector, as field errors print it. */
export function selectorSyntax(selector: LabelSelector): string {
  const expressions = selector.matchExpressions?.map(
    ({ key, operator, values }) =>
      `v1.LabelSelectorRequirement{Key:${goQuote(key)}, Operator:${goQuote(operator)}, Values:${goStringSliceSyntax(values)}}`,
  );
  const list = expressions ? `{${expressions.join(", ")}}` : "(nil)";
  return `v1.LabelSelector{MatchLabels:${goStringMapSyntax(selector.matchLabels)}, MatchExpressions:[]v1.LabelSelectorRequirement${list}}`;
}
