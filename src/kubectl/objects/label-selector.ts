import { parseLabelSelector } from "../../machinery/label-parser.ts";
import type { LabelSelector } from "../../machinery/labels.ts";
import type { Release } from "../../release/release.ts";
import { CommandError } from "../errors.ts";

const EXPRESSIONS: Readonly<Record<string, string>> = { in: "In", notin: "NotIn", exists: "Exists", "!": "DoesNotExist" };

/** A selector in words as metav1.LabelSelector. Throws CommandError for what cannot be read, or has no place in one. */
// apimachinery/pkg/apis/meta/v1/helpers.go ParseToLabelSelector
export function readLabelSelector(text: string, release: Release): Required<LabelSelector> {
  const matchLabels: Record<string, string> = {};
  const matchExpressions: Required<LabelSelector>["matchExpressions"] = [];
  for (const { key, operator, values } of requirementsIn(text, release)) {
    if (operator === "=" || operator === "==") matchLabels[key] = values[0] ?? "";
    else matchExpressions.push({ key, operator: expressionOf(operator), ...(values.length > 0 ? { values: [...values] } : {}) });
  }
  return { matchLabels, matchExpressions };
}

/** Throws CommandError for a selector that labels.Parse does not take. */
export function checkLabelSelector(text: string, release: Release): void {
  try {
    parseLabelSelector(text, release);
  } catch (error) {
    throw new CommandError((error as Error).message);
  }
}

function requirementsIn(text: string, release: Release): ReturnType<typeof parseLabelSelector> {
  try {
    return parseLabelSelector(text, release);
  } catch (error) {
    throw new CommandError(`couldn't parse the selector string "${text}": ${(error as Error).message}`);
  }
}

function expressionOf(operator: string): string {
  const expression = EXPRESSIONS[operator];
  if (expression !== undefined) return expression;
  const isNumeric = operator === "<" || operator === ">";
  throw new CommandError(
    isNumeric
      ? `"${operator === ">" ? "gt" : "lt"}" isn't supported in label selectors`
      : `"${operator}" is not a valid label selector operator`,
  );
}
