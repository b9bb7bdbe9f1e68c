import { compareBytewise, sortedKeys } from "../base/bytewise.ts";
import { goQuote } from "../base/go-format.ts";
import type { Release } from "../release/release.ts";
import { checkLabelValue, checkQualifiedName } from "./validation/names.ts";

// apimachinery/pkg/labels/selector.go and apis/meta/v1/helpers.go

export type LabelOperator = "=" | "==" | "!=" | "in" | "notin" | "exists" | "!" | ">" | "<";

/** One term of a label selector. `values` is empty for `exists` and `!`, sorted and without repeats otherwise. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values: readonly string[];
}

/** A parsed label selector: all terms hold. No terms select everything. */
export type LabelRequirements = readonly LabelRequirement[];

/** metav1.LabelSelector as it stands in objects. */
export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

export type Labels = Readonly<Record<string, string>>;

/** A label selector that cannot be read or is not valid, with apimachinery's text. */
export class LabelSelectorError extends Error {
  override name = "LabelSelectorError";
}

/** True when the labels satisfy every term. */
export function matchesLabels(requirements: LabelRequirements, labels: Labels | undefined): boolean {
  for (const requirement of requirements) if (!matchesRequirement(requirement, labels)) return false;
  return true;
}

function matchesRequirement({ key, operator, values }: LabelRequirement, labels: Labels | undefined): boolean {
  const value = labels?.[key];
  switch (operator) {
    case "=":
    case "==":
    case "in":
      return value !== undefined && values.includes(value);
    case "!=":
    case "notin":
      return value === undefined || !values.includes(value);
    case "exists":
      return value !== undefined;
    case "!":
      return value === undefined;
    default:
      return value !== undefined && comparesAsNumber(value, operator, values[0] ?? "");
  }
}

const INTEGER = /^[+-]?\d+$/;

function comparesAsNumber(value: string, operator: ">" | "<", bound: string): boolean {
  if (!INTEGER.test(value) || !INTEGER.test(bound)) return false;
  return operator === ">" ? BigInt(value) > BigInt(bound) : BigInt(value) < BigInt(bound);
}

const OPERATOR_NAMES: Record<string, LabelOperator> = { In: "in", NotIn: "notin", Exists: "exists", DoesNotExist: "!" };

/** The terms of a LabelSelector object, sorted by key. Undefined selects nothing, so it has no terms to give: see {@link selects}. */
export function selectorRequirements(selector: LabelSelector): LabelRequirement[] {
  const requirements: LabelRequirement[] = [];
  for (const key of sortedKeys(selector.matchLabels ?? {})) {
    requirements.push({ key, operator: "=", values: [selector.matchLabels?.[key] ?? ""] });
  }
  for (const { key, operator: name, values = [] } of selector.matchExpressions ?? []) {
    const operator = OPERATOR_NAMES[name];
    if (operator === undefined) throw new LabelSelectorError(`${goQuote(name)} is not a valid pod selector operator`);
    checkValueCount(operator, values);
    requirements.push({ key, operator, values });
  }
  return sortByKey(requirements);
}

const known = new WeakMap<LabelSelector, LabelRequirement[]>();

/**
 * Whether a LabelSelector object selects the labels: an absent selector nothing, an empty one everything. Its terms are
 * remembered by identity, as objects of the store never change. An invalid selector selects nothing.
 */
export function selects(selector: LabelSelector | undefined, labels: Labels | undefined): boolean {
  if (selector === undefined) return false;
  let requirements = known.get(selector);
  if (!requirements) {
    try {
      requirements = selectorRequirements(selector);
    } catch (error) {
      if (error instanceof LabelSelectorError) return false;
      throw error;
    }
    known.set(selector, requirements);
  }
  return matchesLabels(requirements, labels);
}

/** Whether a LabelSelector object is one that can select: known operators, with as many values as they need, and well-formed keys and values. */
// apimachinery/pkg/apis/meta/v1/helpers.go LabelSelectorAsSelector, 1.20
export function isValidSelector(selector: LabelSelector, release: Release): boolean {
  try {
    return selectorRequirements(selector).every((requirement) => requirementError(requirement, release) === undefined);
  } catch (error) {
    if (error instanceof LabelSelectorError) return false;
    throw error;
  }
}

/** Whether a plain map of labels (a Service's or ReplicationController's selector) selects the labels. An empty map selects everything. */
export function mapSelects(selector: Labels, labels: Labels | undefined): boolean {
  for (const key in selector) if (labels?.[key] !== selector[key]) return false;
  return true;
}

/** A selector as text: `app=a,!b,tier in (x,y)`. Parsing it gives the same terms. */
export function formatRequirements(requirements: LabelRequirements): string {
  return requirements.map(formatRequirement).join(",");
}

function formatRequirement({ key, operator, values }: LabelRequirement): string {
  if (operator === "exists") return key;
  if (operator === "!") return `!${key}`;
  const text = [...values].sort(compareBytewise).join(",");
  return operator === "in" || operator === "notin" ? `${key} ${operator} (${text})` : `${key}${operator}${text}`;
}

/** metav1.FormatLabelSelector: `<none>` for an empty selector and `<error>` for a wrong one. An absent selector prints nothing-matching: `<none>`. */
export function formatLabelSelector(selector: LabelSelector | undefined): string {
  try {
    return formatRequirements(selectorRequirements(selector ?? {})) || "<none>";
  } catch (error) {
    if (error instanceof LabelSelectorError) return "<error>";
    throw error;
  }
}

/** labels.FormatLabels: `a=1,b=2` in key order, `<none>` for none. */
export function formatLabels(labels: Labels | undefined): string {
  return (
    sortedKeys(labels ?? {})
      .map((key) => `${key}=${labels?.[key] ?? ""}`)
      .join(",") || "<none>"
  );
}

/** The one value that the terms demand of a label, if they do: by it an index can be asked. */
export function requiredValue(requirements: LabelRequirements, key: string): string | undefined {
  const requirement = requirements.find((one) => one.key === key);
  const exact = requirement && (requirement.operator === "=" || requirement.operator === "==" || requirement.operator === "in");
  return exact && requirement.values.length === 1 ? requirement.values[0] : undefined;
}

/** The requirements in the order in which selectors print them. */
export function sortByKey(requirements: LabelRequirement[]): LabelRequirement[] {
  return requirements.sort((left, right) => compareBytewise(left.key, right.key));
}

const SET_IS_EMPTY = "for 'in', 'notin' operators, values set can't be empty";
const SET_IS_NOT_EMPTY = "values set must be empty for exists and does not exist";

function checkValueCount(operator: LabelOperator, values: readonly string[]): void {
  const wrong = valueCountError(operator, values);
  if (wrong !== undefined) throw new LabelSelectorError(wrong);
}

function valueCountError(operator: LabelOperator, values: readonly string[]): string | undefined {
  switch (operator) {
    case "in":
    case "notin":
      return values.length === 0 ? SET_IS_EMPTY : undefined;
    case "exists":
    case "!":
      return values.length > 0 ? SET_IS_NOT_EMPTY : undefined;
    case ">":
    case "<":
      if (values.length !== 1) return "for 'Gt', 'Lt' operators, exactly one value is required";
      return INTEGER.test(values[0] ?? "") ? undefined : "for 'Gt', 'Lt' operators, the value must be an integer";
    default:
      return values.length === 1 ? undefined : "exact-match compatibility requires one single value";
  }
}

/** What NewRequirement finds wrong with a term, in the release's words; undefined when it is right. */
export function requirementError({ key, operator, values }: LabelRequirement, release: Release): string | undefined {
  const errors: string[] = [];
  const keyError = labelKeyError(key, release, "key");
  if (keyError !== undefined) errors.push(keyError);
  const countError = valueCountError(operator, values);
  if (countError !== undefined) errors.push(countError);
  for (const [index, value] of values.entries()) {
    const complaints = checkLabelValue(value);
    if (complaints.length === 0) continue;
    const text = complaints.join("; ");
    errors.push(
      release.has("labelSelectorFieldErrors")
        ? `values[${index}][${key}]: Invalid value: ${goQuote(value)}: ${text}`
        : `invalid label value: ${goQuote(value)}: at key: ${goQuote(key)}: ${text}`,
    );
  }
  if (!release.has("labelSelectorFieldErrors") || errors.length < 2) return errors[0];
  return `[${errors.join(", ")}]`;
}

/** What is wrong with a label's key; `path` is where newer releases say it stands. */
export function labelKeyError(key: string, release: Release, path: string): string | undefined {
  const complaints = checkQualifiedName(key, release);
  if (complaints.length === 0) return undefined;
  const text = complaints.join("; ");
  return release.has("labelSelectorFieldErrors")
    ? `${path}: Invalid value: ${goQuote(key)}: ${text}`
    : `invalid label key ${goQuote(key)}: ${text}`;
}
