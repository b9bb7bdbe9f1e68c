import { deepEqual } from "../../base/deep.ts";
import { isJsonObject, type Json } from "../../base/json.ts";
import type { Release } from "../../release/release.ts";
import { compile, type Program } from "../cel/compile.ts";
import { functionsOf, type Libraries } from "../cel/signatures.ts";
import { type CelType, optionalOf } from "../cel/types.ts";
import { CelError, CelOptional, type CelValue } from "../cel/values.ts";
import { duplicate, type FieldError, forbidden, invalid, required } from "../validation/field-error.ts";
import { schemaType, schemaValue } from "./cel-types.ts";
import { itemsOf, type JsonSchema, type ValidationRule } from "./json-schema.ts";

/** What a release's rules can do. */
export interface RuleDialect extends Libraries {
  /** Rules are told by messageExpression, reason and fieldPath. */
  readonly hasMessageExpressions: boolean;
  /** What was wrong before may stay: a rule that an unchanged value breaks only warns, and oldSelf may be optional. */
  readonly ratchets: boolean;
}

/** What a release's rules can do. New rules may use what the release before could, so that there is a way back. */
// apiserver/pkg/cel/environment/base.go
export function ruleDialect(release: Release): RuleDialect {
  return {
    quantities: release.has("celQuantities"),
    sets: release.has("celSets"),
    hasMessageExpressions: release.has("celMessageExpressions"),
    ratchets: release.has("crdRatcheting"),
  };
}

/** A rule as it came out of the compiler. */
export interface CompiledRule {
  readonly rule: ValidationRule;
  readonly program?: Program;
  /** Why it would not compile. */
  readonly problem?: string;
  readonly message?: Program;
  readonly messageProblem?: string;
}

const compiled = new WeakMap<JsonSchema, Map<string, readonly CompiledRule[]>>();

/** The rules of one schema, compiled once. `isRoot`: of a whole resource. */
// apiextensions-apiserver/pkg/apiserver/schema/cel/compilation.go
export function compileRules(schema: JsonSchema, isRoot: boolean, dialect: RuleDialect): readonly CompiledRule[] {
  const rules = schema["x-kubernetes-validations"] ?? [];
  if (rules.length === 0) return [];
  const key = JSON.stringify([isRoot, dialect]);
  let known = compiled.get(schema);
  if (!known) compiled.set(schema, (known = new Map()));
  let result = known.get(key);
  if (!result) {
    const type = schemaType(schema, "selfType", isRoot);
    known.set(key, (result = type ? rules.map((rule) => compileRule(rule, type, dialect)) : []));
  }
  return result;
}

function compileRule(rule: ValidationRule, self: CelType, dialect: RuleDialect): CompiledRule {
  if (rule.rule.trim() === "") return { rule };
  const oldSelf = rule.optionalOldSelf === true ? optionalOf(self) : self;
  const environment = {
    variables: new Map([
      ["self", self],
      ["oldSelf", oldSelf],
    ]),
    functions: functionsOf(dialect),
  };
  const program = compile(rule.rule, environment);
  if ("issues" in program) return { rule, problem: `compilation failed: ${program.issues}` };
  if (program.type.kind !== "bool") return { rule, problem: "cel expression must evaluate to a bool" };
  if (!rule.messageExpression || !dialect.hasMessageExpressions) return { rule, program };
  const message = compile(rule.messageExpression, environment);
  if ("issues" in message) return { rule, program, messageProblem: `messageExpression compilation failed: ${message.issues}` };
  if (message.type.kind !== "string") return { rule, program, messageProblem: "messageExpression must evaluate to a string" };
  return { rule, program, message };
}

/** What rules find wrong with a value: errors, and what only warns because it was so before. */
export interface RuleFindings {
  readonly errors: FieldError[];
  readonly warnings: FieldError[];
}

interface Walk extends RuleFindings {
  readonly dialect: RuleDialect;
}

interface Node {
  readonly value: Json;
  /** What stood there before, where that can be told. */
  readonly old: Json | undefined;
  readonly path: string;
  readonly isRoot: boolean;
  /** It, or what it is part of, is as it was. */
  readonly isUnchanged: boolean;
}

/** Checks a resource against the rules of its schema; `old`: what it was before. */
// apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go
export function validateByRules(value: Json, old: Json | undefined, schema: JsonSchema | undefined, dialect: RuleDialect): RuleFindings {
  const walk: Walk = { errors: [], warnings: [], dialect };
  if (schema && hasRules(schema)) visit({ value, old, path: "", isRoot: true, isUnchanged: false }, schema, walk);
  return walk;
}

const withRules = new WeakMap<JsonSchema, boolean>();

/** Whether a schema, or one of a part of its values, has rules. */
export function hasRules(schema: JsonSchema): boolean {
  let known = withRules.get(schema);
  if (known === undefined) {
    const items = itemsOf(schema);
    const more = typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : [];
    const parts = [...Object.values(schema.properties ?? {}), ...more, ...(items ? [items] : [])];
    withRules.set(schema, (known = (schema["x-kubernetes-validations"] ?? []).length > 0 || parts.some(hasRules)));
  }
  return known;
}

function visit(node: Node, schema: JsonSchema, walk: Walk): void {
  const { value, old } = node;
  if (value === null || !hasRules(schema)) return;
  const isUnchanged = node.isUnchanged || (old !== undefined && deepEqual(value, old));
  const here = { ...node, isUnchanged };
  for (const rule of compileRules(schema, node.isRoot, walk.dialect)) checkRule(rule, here, schema, walk);
  if (Array.isArray(value)) visitItems(here, value, schema, walk);
  else if (isJsonObject(value)) {
    const before = isJsonObject(old) && schema["x-kubernetes-map-type"] !== "atomic" ? old : {};
    const more = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
    for (const [key, one] of Object.entries(value)) {
      const own = more ?? schema.properties?.[key];
      if (!own || one === undefined) continue;
      const path = more ? `${node.path}[${key}]` : node.path === "" ? key : `${node.path}.${key}`;
      const isRoot = own["x-kubernetes-embedded-resource"] === true;
      visit({ value: one, old: before[key], path, isRoot, isUnchanged }, own, walk);
    }
  }
}

function visitItems(node: Node, value: readonly Json[], schema: JsonSchema, walk: Walk): void {
  const items = itemsOf(schema);
  if (!items) return;
  const keys = schema["x-kubernetes-list-type"] === "map" ? (schema["x-kubernetes-list-map-keys"] ?? []) : undefined;
  const before = Array.isArray(node.old) ? node.old : [];
  const isRoot = items["x-kubernetes-embedded-resource"] === true;
  value.forEach((item, at) => {
    const old =
      keys && before.find((other) => keys.every((key) => isJsonObject(other) && isJsonObject(item) && deepEqual(other[key], item[key])));
    visit({ value: item, old, path: `${node.path}[${at}]`, isRoot, isUnchanged: node.isUnchanged }, items, walk);
  });
}

function checkRule({ rule, program, problem, message }: CompiledRule, node: Node, schema: JsonSchema, walk: Walk): void {
  const path = node.path === "" ? "<nil>" : node.path;
  const wrong = (detail: string): number => walk.errors.push(invalid(path, schema.type ?? "", detail));
  if (problem !== undefined) return void wrong(`rule compile error: ${problem}`);
  if (!program) return;
  const isTransition = program.used.has("oldSelf");
  const isOptional = rule.optionalOldSelf === true && walk.dialect.ratchets;
  if (isTransition && node.old === undefined && !isOptional) return;
  const variables = variablesOf(node, schema, isOptional);
  let holds: CelValue;
  try {
    holds = program.run(variables);
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    return void wrong(evaluationText(error.message, rule));
  }
  if (holds === true) return;
  const finding = reasoned(rule, {
    path: placeOf(path, rule, walk.dialect),
    type: schema.type ?? "",
    detail: messageOf(rule, message, variables),
  });
  (walk.dialect.ratchets && !isTransition && node.isUnchanged ? walk.warnings : walk.errors).push(finding);
}

function variablesOf({ value, old, isRoot }: Node, schema: JsonSchema, isOptional: boolean): Record<string, CelValue | undefined> {
  const before = old === undefined || old === null ? undefined : schemaValue(old, schema, isRoot);
  return { self: schemaValue(value, schema, isRoot), oldSelf: isOptional ? new CelOptional(before) : before };
}

function ruleText({ rule, message = "" }: ValidationRule): string {
  return (message === "" ? rule : message).trim();
}

function evaluationText(why: string, rule: ValidationRule): string {
  if (!why.startsWith("no such overload")) return `${why} evaluating rule: ${ruleText(rule)}`;
  return `'${why}': call arguments did not match a supported operator, function or macro signature for rule: ${ruleText(rule)}`;
}

function messageOf(rule: ValidationRule, expression: Program | undefined, variables: Record<string, CelValue | undefined>): string {
  const own = expression && ownMessage(expression, variables);
  return own ?? (rule.message ? rule.message.trim() : `failed rule: ${ruleText(rule)}`);
}

/** What the expression says; undefined for what is no message. */
function ownMessage(expression: Program, variables: Record<string, CelValue | undefined>): string | undefined {
  try {
    const text = expression.run(variables);
    const trimmed = typeof text === "string" ? text.trim() : "";
    return trimmed === "" || trimmed.includes("\n") || trimmed.length > MESSAGE_BYTES_MAX ? undefined : trimmed;
  } catch (error) {
    if (error instanceof CelError) return undefined;
    throw error;
  }
}

const MESSAGE_BYTES_MAX = 5 << 10;

function placeOf(path: string, { fieldPath = "" }: ValidationRule, { hasMessageExpressions }: RuleDialect): string {
  const below = hasMessageExpressions ? fieldPath.replace(/\['([^']*)'\]/g, ".$1").replace(/^\./, "") : "";
  if (below === "") return path;
  return path === "<nil>" ? below : `${path}.${below}`;
}

function reasoned({ reason }: ValidationRule, { path, type, detail }: { path: string; type: string; detail: string }): FieldError {
  switch (reason) {
    case "FieldValueForbidden":
      return forbidden(path, detail);
    case "FieldValueRequired":
      return required(path, detail);
    case "FieldValueDuplicate":
      return duplicate(path, type);
    default:
      return invalid(path, type, detail);
  }
}
