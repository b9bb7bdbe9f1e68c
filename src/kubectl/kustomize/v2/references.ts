import { isJsonObject, type JsonObject, type JsonValue } from "../../../base/json.ts";
import { goValueSyntax } from "../../../base/go-format.ts";
import { KustomizeError } from "../errors.ts";
import type { NameReference, TransformerConfig } from "../field-specs.ts";
import { type Gvk, isSelected } from "../gvk.ts";
import type { Variable } from "../kustomization.ts";
import { scalarText } from "../scalars.ts";
import { expandVariables, fieldPathOf, gvkOfVariable, type Mapping } from "../variables.ts";
import { type BuildLog, type Mutation, mutate, unexpected } from "./mutate.ts";
import { gvkSortText } from "../gvk.ts";
import { idText, type ResId, type ResMap, type Resource, sameTypeAndName } from "./res-map.ts";
import { isClusterKind } from "./transform.ts";

/** Makes names that objects give each other follow the changes of names. pkg/transformers/namereference.go */
export function followNames(map: ResMap, references: readonly NameReference[], log: BuildLog): void {
  for (const resource of map) {
    const visible = visibleFrom(map, resource.id);
    for (const reference of references) {
      for (const spec of reference.fieldSpecs ?? []) {
        if (isSelected(resource.id.gvk, spec)) mutate(resource.object, spec, log, renaming(visible, reference));
      }
    }
  }
}

/** Objects that may be meant: those of the same namespace, outermost prefix and suffix. */
function visibleFrom(map: ResMap, from: ResId): ResMap {
  if (isClusterKind(from.gvk.kind)) return map;
  const outer = (id: ResId): string => `${id.prefix.split(":")[0]}|${id.suffix.split(":").at(-1)}`;
  return map.filter(({ id }) => isClusterKind(id.gvk.kind) || (id.namespace === from.namespace && outer(id) === outer(from)));
}

function renaming(visible: ResMap, target: Partial<Gvk>): Mutation {
  return (value) => {
    if (typeof value === "string") {
      const found = visible.find(({ id }) => isSelected(id.gvk, target) && id.name === value);
      return found === undefined ? value : currentName(found, visible);
    }
    if (!Array.isArray(value)) {
      throw new KustomizeError(`${value === null ? "<nil>" : goValueSyntax(value)} is expected to be either a string or a []interface{}`);
    }
    for (const item of value) if (typeof item !== "string") throw unexpected(item, "string");
    // As in kustomize, only the first object that the list names is followed.
    const found = visible.find(({ id }) => isSelected(id.gvk, target) && value.includes(id.name));
    return found === undefined ? value : value.map((item) => (item === found.id.name ? currentName(found, visible) : item));
  };
}

function currentName(found: Resource, visible: ResMap): string {
  const matches = visible.filter((one) => sameTypeAndName(one.id, found.id));
  if (matches.length > 1) {
    throw new KustomizeError(`Multiple matches for name ${idText(found.id)}:\n  [${matches.map((one) => idText(one.id)).join(" ")}]`);
  }
  const metadata = found.object["metadata"];
  return isJsonObject(metadata) ? scalarText(metadata["name"]) : "";
}

/** A variable as Go's %v shows it. */
function variableText(variable: Variable): string {
  return `{${variable.name ?? ""} ${gvkSortText(gvkOfVariable(variable))} {${fieldPathOf(variable)}}}`;
}

/** Puts the values of variables into the places for them. pkg/target/resaccumulator.go ResolveVars */
export function resolveVariables(map: ResMap, variables: readonly Variable[], config: TransformerConfig, log: BuildLog): void {
  if (variables.length === 0) return;
  const values = new Map(variables.map((variable) => [variable.name ?? "", valueOf(map, variable)]));
  const used = new Set<string>();
  const mapping: Mapping = (name) => {
    if (values.has(name)) used.add(name);
    return values.get(name);
  };
  for (const { id, object } of map) {
    for (const spec of config.varReference) {
      if (isSelected(id.gvk, spec)) mutate(object, { ...spec, create: false }, log, (value) => replaced(value, mapping));
    }
  }
  const unused = [...values.keys()].filter((name) => !used.has(name));
  if (unused.length > 0) log(`well-defined vars that were never replaced: ${unused.join(",")}`);
}

function valueOf(map: ResMap, variable: Variable): string {
  const target = { gvk: gvkOfVariable(variable), name: variable.objref?.name ?? "" };
  const matches = map.filter(({ id }) => sameTypeAndName(id, target));
  const [match] = matches;
  if (matches.length > 1) {
    throw new KustomizeError(`found ${matches.length} resId matches for var ${variableText(variable)} (unable to disambiguate)`);
  }
  if (match === undefined) {
    throw new KustomizeError(`var '${variableText(variable)}' cannot be mapped to a field in the set of known resources`);
  }
  const value = textAt(match.object, fieldNames(fieldPathOf(variable)));
  if (value === undefined)
    throw new KustomizeError(`field specified in var '${variableText(variable)}' not found in corresponding resource`);
  return value;
}

/** `a.b[c.d].e` as its names. k8sdeps/kunstruct/helper.go parseFields */
function fieldNames(path: string): string[] {
  const names = [...path.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(([whole, inner]) => inner ?? whole);
  return names.map((name) => (/^["']/.test(name) ? name.replace(/^["']+|["']+$/g, "") : name));
}

function textAt(object: JsonObject, names: readonly string[]): string | undefined {
  let value: JsonValue | undefined = object;
  for (const name of names) value = isJsonObject(value) ? value[name] : undefined;
  return typeof value === "string" ? value : undefined;
}

function replaced(value: JsonValue, mapping: Mapping): JsonValue {
  const expand = (text: JsonValue): JsonValue => {
    if (typeof text !== "string") throw unexpected(text, "string");
    return expandVariables(text, mapping, false);
  };
  if (value === null) return null;
  if (Array.isArray(value)) return value.map(expand);
  if (isJsonObject(value)) return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, expand(text)]));
  return expand(value);
}
