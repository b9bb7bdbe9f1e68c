import { isJsonObject, type JsonValue } from "../../../base/json.ts";
import { goValueV } from "../../../base/go-format.ts";
import { KustomizeError } from "../errors.ts";
import type { FieldSpec } from "../field-specs.ts";
import { sameGvk } from "../gvk.ts";
import type { Variable } from "../kustomization.ts";
import { splitBracketPath } from "../paths.ts";
import { expandVariables, fieldPathOf, gvkOfVariable, type Mapping } from "../variables.ts";
import { setScalar, visitField } from "./fields.ts";
import { lookUp } from "./lookup.ts";
import { matching, type ResMap } from "./res-map.ts";
import { effectiveNamespace, gvkText, type ResId } from "./resource.ts";

/** A variable as Go's %v shows it. */
function variableText(variable: Variable, map: ResMap, path = fieldPathOf(variable)): string {
  return `{${variable.name ?? ""} ${gvkText(gvkOfVariable(variable), map.release)} {${path}}}`;
}

/** Variables as Go shows them before their apiVersion is taken apart. */
export function variablesText(variables: readonly Variable[], map: ResMap): string {
  const shown = variables.map(({ name = "", objref = {}, fieldref = {} }) => {
    const { group = "", version = "", kind = "" } = objref;
    return `{${name} ${gvkText({ group, version, kind }, map.release)} {${fieldref.fieldPath ?? ""}}}`;
  });
  return `[${shown.join(" ")}]`;
}

/** Notes in each object which variables take their value from it. api/internal/accumulator/resaccumulator.go MergeVars */
export function markSources(map: ResMap, variables: readonly Variable[]): void {
  for (const variable of variables) {
    const { name = "", namespace = "" } = variable.objref ?? {};
    const gvk = gvkOfVariable(variable);
    const isIt = (id: ResId): boolean => {
      const fitsNamespace = namespace === "" || effectiveNamespace(id) === effectiveNamespace({ namespace, clusterScoped: false });
      return id.name === name && sameGvk(id.gvk, gvk) && fitsNamespace;
    };
    const found = matching(map, isIt);
    const [source] = found;
    if (found.length > 1) {
      const shown = variableText(variable, map, variable.fieldref?.fieldPath ?? "");
      throw new KustomizeError(`found ${found.length} resId matches for var ${shown} (unable to disambiguate)`);
    }
    if (source !== undefined) source.variables = [...source.variables, variable.name ?? ""];
  }
}

/** Adds variables, none of which may be there yet. */
export function mergeVariables(known: readonly Variable[], more: readonly Variable[]): readonly Variable[] {
  const merged = [...known];
  for (const variable of more) {
    if (merged.some((one) => one.name === variable.name)) throw new KustomizeError(`var '${variable.name ?? ""}' already encountered`);
    merged.push(variable);
  }
  return merged.sort((left, right) => ((left.name ?? "") < (right.name ?? "") ? -1 : 1));
}

/** Puts the values of variables into the places for them. ResolveVars */
export function resolveVariables(
  map: ResMap,
  variables: readonly Variable[],
  specs: readonly FieldSpec[],
  log: (line: string) => void,
): void {
  if (variables.length === 0) return;
  const values = new Map(variables.map((variable) => [variable.name ?? "", valueOf(map, variable)]));
  const used = new Set<string>();
  const mapping: Mapping = (name) => {
    const value = values.get(name);
    if (value === undefined) return undefined;
    if (value === null || typeof value === "object") {
      log(`MakePrimitiveReplacer: bad replacement type=${goType(value)} val=${goValueV(value)}`);
      return undefined;
    }
    used.add(name);
    return value;
  };
  for (const { object } of map.list) {
    for (const spec of specs) {
      visitField(object, spec, { created: "nothing", release: map.release }, (place) => {
        const value = place.get();
        if (typeof value === "string") setScalar(place, expandVariables(value, mapping, true));
        else if (typeof value === "object" && value !== null) expandInside(value, mapping);
      });
    }
  }
  const unused = [...values.keys()].filter((name) => !used.has(name));
  if (unused.length > 0) log(`well-defined vars that were never replaced: ${unused.join(",")}`);
}

function goType(value: JsonValue): string {
  return Array.isArray(value) ? "[]interface {}" : isJsonObject(value) ? "map[string]interface {}" : "<nil>";
}

function expandInside(value: JsonValue[] | Record<string, JsonValue>, mapping: Mapping): void {
  if (Array.isArray(value)) {
    value.forEach((item, at) => {
      if (typeof item !== "string") throw new KustomizeError("invalid value type expect a string");
      value[at] = expandVariables(item, mapping, true);
    });
    return;
  }
  for (const [key, item] of Object.entries(value)) if (typeof item === "string") value[key] = expandVariables(item, mapping, true);
}

function valueOf(map: ResMap, variable: Variable): JsonValue {
  const source = map.list.find((resource) => resource.variables.includes(variable.name ?? ""));
  if (source === undefined) {
    throw new KustomizeError(`var '${variableText(variable, map)}' cannot be mapped to a field in the set of known resources`);
  }
  const notFound = new KustomizeError(`field specified in var '${variableText(variable, map)}' not found in corresponding resource`);
  let value: JsonValue | undefined;
  try {
    value = lookUp(source.object, splitBracketPath(fieldPathOf(variable)).flatMap(indexParts));
  } catch (error) {
    throw error instanceof KustomizeError ? notFound : error;
  }
  if (value === undefined) throw notFound;
  return value;
}

/** `ports[0]` is `ports`, then `0`. */
function indexParts(part: string): string[] {
  const match = /^(.*)\[(\d+)\]$/.exec(part);
  return match === null ? [part] : [match[1] ?? "", match[2] ?? ""].filter((one) => one !== "");
}
