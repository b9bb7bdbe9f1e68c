import { deepClone, deepEqual } from "../../../base/deep.ts";
import { goValueSyntax } from "../../../base/go-format.ts";
import { isJsonObject, type JsonObject } from "../../../base/json.ts";
import { parseYaml, YamlError } from "../../../base/yaml-in.ts";
import { applyJsonPatch } from "../../../machinery/patch/json-patch.ts";
import { applyMergePatch } from "../../../machinery/patch/merge-patch.ts";
import { PatchError, patchSchema, type PatchSchema } from "../../../machinery/patch/patch-schema.ts";
import { applyStrategicMergePatch, combineStrategicMergePatches } from "../../../machinery/patch/strategic-merge.ts";
import { loadSchema } from "../../../machinery/schema/schema.ts";
import type { Release } from "../../../release/release.ts";
import { KustomizeError } from "../errors.ts";
import { type Gvk, gvkSortText } from "../gvk.ts";
import type { PatchEntry } from "../kustomization.ts";
import type { Loader } from "../loader.ts";
import { scalarText } from "../scalars.ts";
import { havePlainConflicts, haveStrategicConflicts } from "./conflicts.ts";
import {
  idSyntax,
  idText,
  metadataOf,
  type ResId,
  type ResMap,
  type Resource,
  resourceOf,
  sameTypeAndName,
  sortResources,
} from "./res-map.ts";

/** The merge rules of a type; undefined for one that kubectl was not built with. */
function rulesOf({ group, version, kind }: Gvk, release: Release): PatchSchema | undefined {
  const schema = loadSchema(release.value("kustomizeSchema"));
  const definition = schema.kindDefinition(group, version, kind);
  return definition === undefined ? undefined : patchSchema(schema, definition);
}

function attempt<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof PatchError) throw new KustomizeError(error.message);
    throw error;
  }
}

/** Applies strategic merge patches; those for one object become one first. k8sdeps/transformer/patch/patch.go */
export function applyMerges(map: ResMap, patches: readonly JsonObject[], release: Release): void {
  for (const patch of combined(patches, release)) {
    const matches = map.filter((one) => sameTypeAndName(one.id, patch.id));
    const [target] = matches;
    if (target === undefined) {
      throw new KustomizeError(`failed to find an object with ${gvkSortText(patch.id.gvk)}|${patch.id.name} to apply the patch`);
    }
    if (matches.length > 1) {
      const ids = matches.map((one) => idSyntax(one.id)).join(", ");
      throw new KustomizeError(`found multiple objects []resid.ResId{${ids}} targeted by patch ${idSyntax(patch.id)} (ambiguous)`);
    }
    const rules = rulesOf(target.id.gvk, release);
    const name = scalarText(metadataOf(target.object)["name"]);
    if (rules === undefined) target.object = applyMergePatch(target.object, patch.object) as JsonObject;
    else {
      const merged = attempt(() => applyStrategicMergePatch(target.object, patch.object, rules));
      if (isJsonObject(merged["metadata"]) && patch.object["$patch"] === undefined) merged["metadata"]["name"] = name;
      target.object = merged;
    }
  }
}

function combined(patches: readonly JsonObject[], release: Release): Resource[] {
  const all = patches.map((object) => resourceOf(object));
  const byId = new Map<string, Resource>();
  for (const patch of all) {
    const id = idText(patch.id);
    const known = byId.get(id);
    const rules = rulesOf(patch.id.gvk, release);
    if (known === undefined) {
      byId.set(id, patch);
      continue;
    }
    const conflict = (one: Resource): boolean =>
      rules === undefined
        ? havePlainConflicts(one.object, patch.object)
        : attempt(() => haveStrategicConflicts(one.object, patch.object, rules));
    if (conflict(known)) {
      const culprit = all.find((one) => one !== patch && sameTypeAndName(one.id, patch.id) && conflict(one)) ?? known;
      throw new KustomizeError(`conflict between ${goValueSyntax(culprit.object)} and ${goValueSyntax(patch.object)}`);
    }
    const object =
      rules === undefined
        ? mergeMergePatches(known.object, patch.object)
        : attempt(() => combineStrategicMergePatches(known.object, patch.object, rules));
    byId.set(id, { ...known, object });
  }
  return sortResources(byId.values());
}

/** Two merge patches as one: nulls of the second stay nulls. */
function mergeMergePatches(first: JsonObject, second: JsonObject): JsonObject {
  const merged = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const before = merged[key];
    merged[key] = isJsonObject(before) && isJsonObject(value) ? mergeMergePatches(before, value) : value;
  }
  return merged;
}

interface JsonPatch {
  readonly target: Pick<ResId, "gvk" | "name" | "namespace">;
  readonly operations: readonly JsonObject[];
  readonly text: string;
}

/** Reads the patches of patchesJson6902. Throws KustomizeError. pkg/patch/transformer/factory.go */
export function readJsonPatches(loader: Loader, entries: readonly PatchEntry[]): JsonPatch[] {
  return entries.flatMap(({ target, path = "" }) => {
    if (target === undefined) throw new KustomizeError("must specify the target field in patchesJson6902");
    if (path === "") throw new KustomizeError("must specify the path for a json patch file");
    const { group = "", version = "", kind = "", name = "", namespace = "" } = target;
    const text = loader.load(path);
    const operations = readOperations(text);
    return operations.length === 0 ? [] : [{ target: { gvk: { group, version, kind }, name, namespace }, operations, text }];
  });
}

function readOperations(text: string): JsonObject[] {
  try {
    const value = parseYaml(text);
    if (!Array.isArray(value)) {
      throw new KustomizeError(
        `json: cannot unmarshal ${isJsonObject(value) ? "object" : typeof value} into Go value of type jsonpatch.Patch`,
      );
    }
    return value.filter(isJsonObject);
  } catch (error) {
    if (error instanceof YamlError) throw new KustomizeError(error.message);
    throw error;
  }
}

/** Applies JSON patches, and refuses those that come out differently in the opposite order. */
export function applyJsonPatches(map: ResMap, patches: readonly JsonPatch[]): void {
  const backwards = map.map((resource) => ({ ...resource, object: deepClone(resource.object) }));
  for (const patch of patches) applyOne(map, patch);
  for (const patch of patches.toReversed()) applyOne(backwards, patch);
  map.forEach((resource, index) => {
    const other = backwards[index];
    if (other === undefined || deepEqual(resource.object, other.object)) return;
    throw new KustomizeError(
      `found conflict between different patches\n${goValueSyntax(resource.object)} doesn't deep equal ${goValueSyntax(other.object)}`,
    );
  });
}

function applyOne(map: ResMap, { target, operations, text }: JsonPatch): void {
  const matches = map.filter(({ id }) => sameTypeAndName(id, target) && (target.namespace === "" || id.namespace === target.namespace));
  const [match] = matches;
  const shown = idText({ ...target, prefix: "", suffix: "" });
  if (match === undefined) throw new KustomizeError(`couldn't find target ${shown} for json patch`);
  if (matches.length > 1) {
    throw new KustomizeError(`found multiple targets [${matches.map(({ id }) => idText(id)).join(" ")}] matching ${shown} for json patch`);
  }
  try {
    match.object = applyJsonPatch(match.object, operations);
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    throw new KustomizeError(`failed to apply json patch '${text}': ${error.message}`);
  }
}
