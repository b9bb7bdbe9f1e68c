import { deepClone } from "../../../base/deep.ts";
import { goQuote } from "../../../base/go-format.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../base/json.ts";
import { parseYaml, YamlError } from "../../../base/yaml-in.ts";
import { goJson } from "../../../base/json-out.ts";
import { formatYaml } from "../../../base/yaml-out.ts";
import { applyJsonPatch } from "../../../machinery/patch/json-patch.ts";
import { PatchError } from "../../../machinery/patch/patch-schema.ts";
import { KustomizeError, within, wrapped } from "../errors.ts";
import type { PatchEntry, Selector } from "../kustomization.ts";
import type { Loader } from "../loader.ts";
import { readObjects } from "./documents.ts";
import { mergeStrategically, type MergeRules } from "./merge.ts";
import { ORIGIN, TRANSFORMATIONS } from "./origin.ts";
import { append, findById, newResMap, type ResMap, select } from "./res-map.ts";
import {
  currentId,
  idText,
  kindOf,
  metadataOf,
  namespaceOf,
  nameOf,
  newResource,
  pairsOf,
  rememberId,
  type Resource,
  setGvk,
  setPairs,
} from "./resource.ts";

/** A step over all objects. */
export type Step = (map: ResMap) => void;

/** What patches are laid with. */
export interface PatchRules {
  readonly merge: MergeRules;
  /** One entry of `patches` may hold several strategic merge patches. */
  readonly many: boolean;
}

interface Permissions {
  readonly nameChange: boolean;
  readonly kindChange: boolean;
}

const NO_CHANGE: Permissions = { nameChange: false, kindChange: false };

/** `trouble configuring builtin X with config: …` around the failures of preparing a step. */
export function configuring<T>(step: string, config: JsonObject, prepare: () => T): T {
  return within(`trouble configuring builtin ${step} with config: \`\n${formatYaml(config)}\``, prepare);
}

/** The patches of patchesStrategicMerge, inline or in files, as one step. api/internal/builtins/PatchStrategicMergeTransformer.go */
export function prepareMerges(loader: Loader, paths: readonly string[], rules: PatchRules): Step {
  const patches = configuring("PatchStrategicMergeTransformer", { paths: [...paths] }, () => {
    const found = paths.flatMap((path) => inlineOrFile(loader, path));
    if (found.length === 0) throw new KustomizeError(`patch appears to be empty; files=[${paths.join(" ")}], Patch=`);
    return found;
  });
  return (map) => {
    for (const patch of patches) {
      const target = findById(map, currentId(newResource(patch), map.release));
      mergeIntoSelected(map, [target], patch, NO_CHANGE, rules);
    }
  };
}

function inlineOrFile(loader: Loader, path: string): JsonObject[] {
  try {
    return readObjects(path);
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error;
  }
  const text = loader.load(path);
  try {
    return readObjects(text);
  } catch (error) {
    throw error instanceof KustomizeError && error.message.includes("MalformedYAMLError")
      ? new KustomizeError(`${error.message} in File: ${path}`)
      : error;
  }
}

/** One entry of `patches` as a step: a strategic merge or a JSON patch, by what it parses as. api/internal/builtins/PatchTransformer.go */
export function preparePatch(loader: Loader, entry: PatchEntry, rules: PatchRules): Step {
  const { path = "", target, options = {} } = entry;
  const config = entryConfig(entry);
  return configuring("PatchTransformer", config, () => {
    const inline = (entry.patch ?? "").trim();
    if (inline === "" && path === "") throw new KustomizeError(`must specify one of patch and path in\n${formatYaml(config)}`);
    if (inline !== "" && path !== "") throw new KustomizeError(`patch and path can't be set at the same time\n${formatYaml(config)}`);
    const text = inline === "" ? loadPatch(loader, path, rules) : inline;
    const shown = !rules.many ? `[${text}]` : inline === "" ? `[path: ${goQuote(path)}]` : `[patch: ${goQuote(text)}]`;
    const objects = attempt(() => objectsOf(text, rules));
    const operations = attempt(() => operationsOf(text));
    if (objects !== undefined && operations !== undefined) {
      throw new KustomizeError(`illegally qualifies as both an SM and JSON patch: ${shown}`);
    }
    if (operations !== undefined) return jsonStep(operations, target, rules.many ? shown : text);
    if (objects === undefined) throw new KustomizeError(`unable to parse SM or JSON patch from ${shown}`);
    const permissions = { nameChange: options["allowNameChange"] === true, kindChange: options["allowKindChange"] === true };
    return mergeStep(objects, { target, permissions, shown }, rules);
  });
}

function entryConfig({ path = "", patch = "", target, options }: PatchEntry): JsonObject {
  return {
    ...(options === undefined || Object.keys(options).length === 0 ? {} : { options }),
    ...(patch === "" ? {} : { patch }),
    ...(path === "" ? {} : { path }),
    ...(target === undefined ? {} : { target: selectorConfig(target) }),
  };
}

/** A selector as Go marshals it: without its empty fields. */
function selectorConfig(selector: Selector): JsonObject {
  return Object.fromEntries(Object.entries(selector as Record<string, string>).filter(([, value]) => value !== ""));
}

function loadPatch(loader: Loader, path: string, rules: PatchRules): string {
  try {
    return loader.load(path);
  } catch (error) {
    throw rules.many ? wrapped(`failed to get the patch file from path(${path})`, error) : error;
  }
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof KustomizeError) return undefined;
    throw error;
  }
}

function objectsOf(text: string, rules: PatchRules): JsonObject[] {
  const objects = readObjects(text);
  if (!rules.many && objects.length !== 1) throw new KustomizeError(`expected 1 resource, found ${objects.length}`);
  return objects;
}

/** The operations of a JSON patch, in JSON or YAML. */
export function operationsOf(text: string): JsonObject[] {
  if (text === "") throw new KustomizeError("empty json patch operations");
  let value: JsonValue;
  try {
    value = parseYaml(text);
  } catch (error) {
    if (error instanceof YamlError) throw new KustomizeError(error.message);
    throw error;
  }
  if (value === null) return [];
  if (!Array.isArray(value) || !value.every(isJsonObject)) {
    const type = isJsonObject(value) ? "object" : Array.isArray(value) ? "array" : typeof value;
    throw new KustomizeError(`json: cannot unmarshal ${type} into Go value of type jsonpatch.Patch`);
  }
  return value;
}

interface MergeTarget {
  readonly target: Selector | undefined;
  readonly permissions: Permissions;
  readonly shown: string;
}

function mergeStep(patches: readonly JsonObject[], { target, permissions, shown }: MergeTarget, rules: PatchRules): Step {
  return (map) => {
    if (target !== undefined) {
      const [patch] = patches;
      if (patches.length > 1) {
        throw new KustomizeError(
          `Multiple Strategic-Merge Patches in one \`patches\` entry is not allowed to set \`patches.target\` field: ${shown}`,
        );
      }
      if (patch !== undefined) mergeIntoSelected(map, selectTarget(map, target, rules), patch, permissions, rules);
      return;
    }
    for (const patch of patches) {
      const id = currentId(newResource(patch), map.release);
      mergeInto(targetOf(map, id, rules), deepClone(patch), permissions, map, rules);
    }
  };
}

function selectTarget(map: ResMap, target: Selector, rules: PatchRules): Resource[] {
  const find = (): Resource[] => select(map, target);
  if (!rules.many) return find();
  const { group = "", version = "", kind = "", name = "", namespace = "", annotationSelector = "", labelSelector = "" } = target;
  const id = idText({ gvk: { group, version, kind }, name, namespace }, map.release);
  return within(`unable to find patch target ${goQuote(`${id}:a=${annotationSelector}:l=${labelSelector}`)} in \`resources\``, find);
}

function targetOf(map: ResMap, id: ReturnType<typeof currentId>, rules: PatchRules): Resource {
  const find = (): Resource => findById(map, id);
  return rules.many ? within(`no resource matches strategic merge patch ${goQuote(idText(id, map.release))}`, find) : find();
}

/** Lays a patch over chosen objects, whatever it is called itself; objects that are gone leave the map. ApplySmPatch */
function mergeIntoSelected(
  map: ResMap,
  selected: readonly Resource[],
  patch: JsonObject,
  permissions: Permissions,
  rules: PatchRules,
): void {
  for (const resource of selected) {
    const copy = deepClone(patch);
    for (const field of ["labels", "annotations"] as const) setPairs(copy, field, pairsOf(patch, field));
    const kind = copy["kind"] ?? null;
    setGvk(copy, currentId(resource, map.release).gvk);
    if (kind !== null) copy["kind"] = kind;
    mergeInto(resource, copy, permissions, map, rules);
  }
  const left = newResMap(map.release);
  for (const resource of map.list) if (Object.keys(resource.object).length > 0) append(left, resource);
  map.list = left.list;
}

function mergeInto(resource: Resource, patch: JsonObject, permissions: Permissions, map: ResMap, rules: PatchRules): void {
  const [name, namespace, kind] = [nameOf(resource), namespaceOf(resource), kindOf(resource)];
  if (permissions.nameChange || permissions.kindChange) rememberId(resource, map.release);
  resource.object = mergeStrategically(resource.object, patch, rules.merge) ?? {};
  if (Object.keys(resource.object).length === 0) return;
  if (!permissions.kindChange) resource.object["kind"] = kind;
  const metadata = metadataOf(resource.object);
  if (!permissions.nameChange) metadata["name"] = name;
  if (namespace === "") delete metadata["namespace"];
  else metadata["namespace"] = namespace;
}

/** A JSON patch of `patches` as a step. */
function jsonStep(operations: readonly JsonObject[], target: Selector | undefined, shown: string): Step {
  return (map) => {
    if (target === undefined) throw new KustomizeError(`must specify a target for${shown.startsWith("[p") ? " JSON" : ""} patch ${shown}`);
    for (const resource of select(map, target)) {
      rememberId(resource, map.release);
      patchObject(resource, operations);
    }
  };
}

/**
 * Applies a JSON patch. kustomize keeps its notes as annotations: where it has some there are annotations to patch, and a patch that
 * replaces them all loses where the object came from.
 */
function patchObject(resource: Resource, operations: readonly JsonObject[]): void {
  const { origin, transformations, former, behavior } = resource;
  const hasNotes = former.length > 0 || behavior !== "" || origin !== undefined;
  const marks: Record<string, string> = {
    ...(origin === undefined ? {} : { [ORIGIN]: "" }),
    ...(transformations === undefined ? {} : { [TRANSFORMATIONS]: "" }),
  };
  const metadata = metadataOf(resource.object);
  const annotations = isJsonObject(metadata["annotations"]) ? metadata["annotations"] : {};
  if (hasNotes) metadata["annotations"] = { ...annotations, ...marks };
  try {
    resource.object = applyJsonPatch(resource.object, operations);
  } catch (error) {
    if (error instanceof PatchError) throw new KustomizeError(error.message);
    throw error;
  }
  const left = metadataOf(resource.object)["annotations"];
  const isLeft = (mark: string): boolean => isJsonObject(left) && left[mark] !== undefined;
  if (!isLeft(ORIGIN)) delete resource.origin;
  if (!isLeft(TRANSFORMATIONS)) delete resource.transformations;
  if (isJsonObject(left)) for (const mark of Object.keys(marks)) delete left[mark];
}

/** One entry of patchesJson6902 as a step. api/internal/builtins/PatchJson6902Transformer.go */
export function prepareJsonPatch(loader: Loader, entry: PatchEntry): Step {
  const { path = "", patch = "", target } = entry;
  const config: JsonObject = {
    ...(patch === "" ? {} : { jsonOp: patch }),
    ...(path === "" ? {} : { path }),
    ...(target === undefined ? {} : { target: selectorConfig(target) }),
  };
  const operations = configuring("PatchJson6902Transformer", config, () => readJsonPatch(loader, entry));
  return (map) => {
    for (const resource of select(map, target ?? {})) {
      patchObject(resource, operations);
    }
  };
}

function yamlAsJson(text: string): string {
  try {
    return goJson(parseYaml(text), { sortKeys: true });
  } catch (error) {
    if (error instanceof YamlError) throw new KustomizeError(error.message);
    throw error;
  }
}

function readJsonPatch(loader: Loader, { path = "", patch = "", target }: PatchEntry): JsonObject[] {
  if (target?.name === undefined || target.name === "") throw new KustomizeError("must specify the target name");
  if (path === "" && patch === "") throw new KustomizeError("empty file path and empty jsonOp");
  if (path !== "" && patch !== "") throw new KustomizeError("must specify a file path or jsonOp, not both");
  const text = path === "" ? patch : loader.load(path);
  if (text === "") throw new KustomizeError(`patch file '${path}' empty seems to be empty`);
  const json = text.startsWith("[") ? text : yamlAsJson(text);
  const operations = within(`decoding ${json}`, () => operationsOf(text));
  if (operations.length === 0) throw new KustomizeError(`patch appears to be empty; file=${path}, JsonOp=${text}`);
  return operations;
}
