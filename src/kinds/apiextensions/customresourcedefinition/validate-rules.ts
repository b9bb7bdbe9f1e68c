import { goQuote } from "../../../base/go-format.ts";
import { compileRules, type CompiledRule, ruleDialect } from "../../../machinery/structural-schema/cel-rules.ts";
import { itemsOf, type JsonSchema, type ValidationRule } from "../../../machinery/structural-schema/json-schema.ts";
import { type FieldError, invalid, invalidStruct, notSupported, required } from "../../../machinery/validation/field-error.ts";
import type { Release } from "../../../release/release.ts";

const REASONS = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];

/** What is wrong with the rules of a schema: first their shape, and only if that is right what the compiler says. */
// apiextensions/validation/validation.go ValidateCustomResourceDefinitionOpenAPISchema, 1.25 and later
export function validateRules(schema: JsonSchema, path: string, release: Release): FieldError[] {
  if (!release.has("celRules")) return [];
  const shape = eachSchema(schema, path, (one, at) =>
    rulesOf(one).flatMap((rule, index) => validateShape(rule, `${at}.x-kubernetes-validations[${index}]`)),
  );
  return shape.length > 0 ? shape : eachSchema(schema, path, (one, at, place) => compileErrors(one, at, place, release));
}

interface Place {
  readonly isRoot: boolean;
  /** The part of the schema whose values cannot be told from each other over time. */
  readonly uncorrelatable: string | undefined;
}

/** Errors of parts before those of the whole, as the server finds them. */
function eachSchema(
  schema: JsonSchema,
  path: string,
  visit: (schema: JsonSchema, path: string, place: Place) => FieldError[],
  place: Place = { isRoot: true, uncorrelatable: undefined },
): FieldError[] {
  const items = itemsOf(schema);
  const more = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
  const isLost = schema.type === "array" ? schema["x-kubernetes-list-type"] !== "map" : schema["x-kubernetes-map-type"] === "atomic";
  const uncorrelatable = place.uncorrelatable ?? (isLost ? path : undefined);
  const below = (one: JsonSchema | undefined, at: string): FieldError[] =>
    one ? eachSchema(one, `${path}.${at}`, visit, { isRoot: one["x-kubernetes-embedded-resource"] === true, uncorrelatable }) : [];
  return [
    ...below(more, "additionalProperties"),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) => below(one, `properties[${name}]`)),
    ...below(items, "items"),
    ...visit(schema, path, place),
  ];
}

function rulesOf(schema: JsonSchema): readonly ValidationRule[] {
  return schema["x-kubernetes-validations"] ?? [];
}

function validateShape({ rule, message = "", messageExpression = "", reason, fieldPath = "" }: ValidationRule, path: string): FieldError[] {
  const [text, said] = [rule.trim(), message.trim()];
  const errors: FieldError[] = [];
  if (text === "") errors.push(required(`${path}.rule`, "rule is not specified"));
  else if (message !== "" && said === "") errors.push(invalid(`${path}.message`, message, "message must be non-empty if specified"));
  else if (said.includes("\n")) errors.push(invalid(`${path}.message`, message, "message must not contain line breaks"));
  else if (text.includes("\n") && said === "")
    errors.push(required(`${path}.message`, "message must be specified if rule contains line breaks"));
  if (messageExpression !== "" && messageExpression.trim() === "")
    errors.push(required(`${path}.messageExpression`, "messageExpression must be non-empty if specified"));
  if (reason !== undefined && !REASONS.includes(reason)) errors.push(notSupported(`${path}.reason`, reason, REASONS));
  if (fieldPath !== "" && fieldPath.trim() === "")
    errors.push(invalid(`${path}.fieldPath`, fieldPath, "fieldPath must be non-empty if specified"));
  return errors;
}

function compileErrors(schema: JsonSchema, path: string, { isRoot, uncorrelatable }: Place, release: Release): FieldError[] {
  return compileRules(schema, isRoot, ruleDialect(release)).flatMap((compiled, index) => {
    const at = `${path}.x-kubernetes-validations[${index}]`;
    return [...problemsOf(compiled, at, release), ...oldSelfErrors(compiled, at, uncorrelatable)];
  });
}

function problemsOf({ rule, problem, messageProblem }: CompiledRule, at: string, release: Release): FieldError[] {
  return [
    ...(problem === undefined ? [] : [invalidStruct(`${at}.rule`, goRule(rule, release), problem)]),
    ...(messageProblem === undefined ? [] : [invalidStruct(`${at}.messageExpression`, goRule(rule, release), messageProblem)]),
  ];
}

function oldSelfErrors({ rule, program }: CompiledRule, at: string, uncorrelatable: string | undefined): FieldError[] {
  if (!program) return [];
  if (!program.used.has("oldSelf"))
    return rule.optionalOldSelf === undefined
      ? []
      : [invalid(`${at}.optionalOldSelf`, rule.optionalOldSelf, "may not be set if oldSelf is not used in rule")];
  if (uncorrelatable === undefined) return [];
  return [invalid(`${at}.rule`, rule.rule, `oldSelf cannot be used on the uncorrelatable portion of the schema within ${uncorrelatable}`)];
}

/** The rule as Go's %#v prints it; where pointers point to differs from run to run. */
function goRule(
  { rule, message = "", messageExpression = "", reason, fieldPath = "", optionalOldSelf }: ValidationRule,
  release: Release,
): string {
  const fields = [`Rule:${goQuote(rule)}`, `Message:${goQuote(message)}`];
  const pointer = (type: string, value: unknown): string => `(*${type})(${value === undefined ? "nil" : "0xc000a1b2c0"})`;
  if (release.has("celMessageExpressions")) fields.push(`MessageExpression:${goQuote(messageExpression)}`);
  if (release.has("celRuleReasons"))
    fields.push(`Reason:${pointer("apiextensions.FieldValueErrorReason", reason)}`, `FieldPath:${goQuote(fieldPath)}`);
  if (release.has("celOptionalOldSelf")) fields.push(`OptionalOldSelf:${pointer("bool", optionalOldSelf)}`);
  return `apiextensions.ValidationRule{${fields.join(", ")}}`;
}
