import { isJsonObject, type JsonObject, type JsonValue } from "../../../base/json.ts";
import { goQuote } from "../../../base/go-format.ts";
import { parseYaml, YamlError } from "../../../base/yaml-in.ts";
import { deepClone } from "../../../base/deep.ts";
import { resolveYamlScalar } from "../../../base/yaml-resolve.ts";
import { KustomizeError, within } from "../errors.ts";
import { decodeStrict, structOf } from "../go-struct.ts";
import { isSelected } from "../gvk.ts";
import { REPLACEMENT_FIELDS } from "../kustomization-shape.ts";
import type { FieldOptions, Kustomization, Replacement, Selector } from "../kustomization.ts";
import type { Loader } from "../loader.ts";
import { splitBracketPath } from "../paths.ts";
import { type FoundPlace, lookUp, matchPath, type Missing, scalarNode } from "./lookup.ts";
import { hasPairs, type ResMap } from "./res-map.ts";
import { currentId, effectiveNamespace, formerIds, idText, type ResId, type Resource } from "./resource.ts";

const DEFAULT_PATH = "metadata.name";
const NOT_SCALAR = "delimiter option can only be used with scalar nodes";

/** All replacements, those in files of their own read. api/internal/builtins/ReplacementTransformer.go */
export function readReplacements(loader: Loader, entries: NonNullable<Kustomization["replacements"]>): Replacement[] {
  return entries.flatMap(({ path = "", ...inline }) => {
    if (path === "") return [inline];
    if (inline.source !== undefined || (inline.targets ?? []).length > 0) {
      throw new KustomizeError("cannot specify both path and inline replacement");
    }
    const value = parse(loader.load(path));
    const list = Array.isArray(value) ? value : [value];
    if (!list.every(isJsonObject))
      throw new KustomizeError(`unsupported replacement type encountered within replacement path: ${typeof value}`);
    return list.map((one) => decodeStrict(onlyKnown(one), structOf("types.Replacement", REPLACEMENT_FIELDS)) as Replacement);
  });
}

function onlyKnown(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key in REPLACEMENT_FIELDS));
}

function parse(text: string): JsonValue {
  try {
    return parseYaml(text);
  } catch (error) {
    if (error instanceof YamlError) throw new KustomizeError(`error converting YAML to JSON: ${error.message}`);
    throw error;
  }
}

/** Copies values from one object to fields of others. api/filters/replacement/replacement.go */
export function replaceValues(map: ResMap, replacements: readonly Replacement[]): void {
  for (const { source, targets } of replacements) {
    if (source === undefined || targets === undefined) {
      throw new KustomizeError("replacements must specify a source and at least one target");
    }
    const value = sourceValue(map, source);
    for (const target of targets) {
      if (target.select === undefined) throw new KustomizeError("target must specify resources to select");
      for (const resource of map.list)
        if (isTarget(map, resource, target.select, target.reject ?? [])) copyValue(map, resource, value, target);
    }
  }
}

/** The ids of an object, the current one first; none of them counts as without a namespace. */
function idsOf({ release }: ResMap, resource: Resource): ResId[] {
  return [{ ...currentId(resource, release), clusterScoped: false }, ...formerIds(resource)];
}

function isPicked(id: ResId, { group = "", version = "", kind = "", name = "", namespace = "" }: Selector): boolean {
  const fitsNamespace = namespace === "" || effectiveNamespace(id) === effectiveNamespace({ namespace, clusterScoped: false });
  return (name === "" || name === id.name) && fitsNamespace && isSelected(id.gvk, { group, version, kind });
}

function selectorId(selector: Selector, map: ResMap): string {
  const { group = "", version = "", kind = "", name = "", namespace = "" } = selector;
  return idText({ gvk: { group, version, kind }, name, namespace }, map.release);
}

type Source = NonNullable<Replacement["source"]>;

function sourceText(source: Source, map: ResMap): string {
  const { options } = source;
  const shown =
    options === undefined || ((options.delimiter ?? "") === "" && options.create !== true)
      ? ""
      : `${options.delimiter ?? ""}(${options.index ?? 0}), create=${options.create === true}`;
  return [selectorId(source, map), source.fieldPath ?? "", shown].filter((part) => part !== "").join(":");
}

function sourceValue(map: ResMap, source: Source): JsonValue {
  const matches = map.list.filter((resource) => idsOf(map, resource).some((id) => isPicked(id, source)));
  const [match] = matches;
  if (matches.length > 1) throw new KustomizeError(`multiple matches for selector ${sourceText(source, map)}`);
  if (match === undefined) throw new KustomizeError(`nothing selected by ${sourceText(source, map)}`);
  const path = source.fieldPath === undefined || source.fieldPath === "" ? DEFAULT_PATH : source.fieldPath;
  const value = within("error looking up replacement source", () => lookUp(match.object, splitBracketPath(path)));
  const isEmpty = value === undefined || value === null || (typeof value === "object" && Object.keys(value).length === 0);
  if (isEmpty) throw new KustomizeError(`fieldPath \`${path}\` is missing for replacement source ${selectorId(source, map)}`);
  return refined(value, source.options);
}

function refined(value: JsonValue, { delimiter = "", index = 0 }: FieldOptions = {}): JsonValue {
  if (delimiter === "") return value;
  if (typeof value === "object") throw new KustomizeError(NOT_SCALAR);
  const part = scalarNode(value).split(delimiter)[index];
  if (part === undefined || index < 0) throw new KustomizeError(`options.index ${index} is out of bounds for value ${scalarNode(value)}`);
  return typeof value === "string" ? part : (resolveYamlScalar(part, "1.2").value ?? part);
}

function isTarget(map: ResMap, resource: Resource, wanted: Selector, rejects: readonly Selector[]): boolean {
  const ids = idsOf(map, resource);
  if (!hasPairs(resource, wanted, map.release)) return false;
  for (const reject of rejects) {
    const byPairs = (reject.annotationSelector ?? "") !== "" || (reject.labelSelector ?? "") !== "";
    if (byPairs && hasPairs(resource, reject, map.release)) return false;
    const byId = [reject.group, reject.version, reject.kind, reject.name, reject.namespace].some((part) => (part ?? "") !== "");
    if (byId && ids.some((id) => isPicked(id, reject))) return false;
  }
  return ids.some((id) => isPicked(id, wanted));
}

type Target = NonNullable<Replacement["targets"]>[number];

function copyValue(map: ResMap, resource: Resource, value: JsonValue, { fieldPaths = [], options = {} }: Target): void {
  const lookup = map.release.value("kustomizeReplacementLookup");
  const missing: Missing = options.create === true ? kindOfValue(value) : undefined;
  for (const path of fieldPaths.length === 0 ? [DEFAULT_PATH] : fieldPaths) {
    const find = (): FoundPlace[] =>
      matchPath({ isNew: false, get: () => resource.object, set: () => undefined }, splitBracketPath(path), missing);
    const text = `unable to find ${missing === undefined ? "" : "or create "}field ${goQuote(path)} in replacement target`;
    const places = lookup === "strict" ? within(text, find) : find();
    if (places.length === 0 && lookup === "strict") throw new KustomizeError(text);
    for (const place of lookup === "one" ? places.slice(0, 1) : places) setValue(place, value, options, lookup === "one");
  }
}

function kindOfValue(value: JsonValue): Missing {
  return Array.isArray(value) ? "sequence" : isJsonObject(value) ? "mapping" : "scalar";
}

function setValue(place: FoundPlace, value: JsonValue, { delimiter = "", index = 0 }: FieldOptions, keepsType: boolean): void {
  const old = place.get();
  const isScalar = old === null || typeof old !== "object";
  let fresh = deepClone(value);
  if (delimiter !== "") {
    if (!isScalar) throw new KustomizeError(NOT_SCALAR);
    const parts = scalarNode(old).split(delimiter);
    if (index < 0) parts.unshift(scalarNode(value));
    else if (index >= parts.length) parts.push(scalarNode(value));
    else parts[index] = scalarNode(value);
    fresh = parts.join(delimiter);
  }
  place.set(isScalar && !keepsType ? typed(scalarNode(fresh), old, place.isNew) : fresh);
}

/** The text in the type of what it replaces; a new field takes the type that the text reads as. */
function typed(text: string, old: JsonValue, isNew: boolean): JsonValue {
  return typeof old === "string" && !isNew ? text : resolveYamlScalar(text, "1.2").value;
}
