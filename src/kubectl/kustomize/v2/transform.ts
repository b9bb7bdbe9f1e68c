import { isJsonObject, type JsonObject, type JsonValue } from "../../../base/json.ts";
import { KustomizeError } from "../errors.ts";
import type { FieldSpec, TransformerConfig } from "../field-specs.ts";
import { isSelected } from "../gvk.ts";
import { contentHash } from "../hash.ts";
import { changedImage } from "../images.ts";
import type { ImageChange, Kustomization } from "../kustomization.ts";
import { scalarText } from "../scalars.ts";
import { type BuildLog, mutate, unexpected } from "./mutate.ts";
import { metadataOf, type ResMap, type Resource, sortResources } from "./res-map.ts";

const CLUSTER_KINDS = ["APIService", "ClusterRoleBinding", "ClusterRole", "CustomResourceDefinition", "Namespace", "PersistentVolume"];

/** A kind that kustomize 2.0 takes to have no namespace. */
export function isClusterKind(kind: string): boolean {
  return CLUSTER_KINDS.includes(kind);
}

/** Sets the namespace of all objects and of the accounts that bindings name. pkg/transformers/namespace.go */
export function setNamespace(map: ResMap, namespace: string, specs: readonly FieldSpec[], log: BuildLog): ResMap {
  if (namespace === "") return map;
  const moved = map.flatMap((resource): Resource[] => {
    if (isClusterKind(resource.id.gvk.kind)) return [resource];
    const chosen = specs.filter((spec) => isSelected(resource.id.gvk, spec));
    for (const spec of chosen) mutate(resource.object, spec, log, () => namespace);
    return chosen.length === 0 ? [] : [{ ...resource, id: { ...resource.id, namespace } }];
  });
  const accounts = new Set(moved.filter(({ id }) => id.gvk.kind === "ServiceAccount" && id.gvk.group === "").map(({ id }) => id.name));
  for (const { id, object } of moved) {
    if (id.gvk.kind === "ClusterRoleBinding" || id.gvk.kind === "RoleBinding") moveSubjects(object, namespace, accounts);
  }
  return sortResources(moved);
}

function moveSubjects(binding: JsonObject, namespace: string, accounts: ReadonlySet<string>): void {
  const subjects = binding["subjects"];
  if (!Array.isArray(subjects)) return;
  for (const subject of subjects) {
    if (!isJsonObject(subject) || subject["kind"] !== "ServiceAccount") continue;
    const name = scalarText(subject["name"]);
    if (name === "default" || accounts.has(name)) subject["namespace"] = namespace;
  }
}

/** Puts a prefix and a suffix around the names of all but custom resource definitions. pkg/transformers/prefixsuffixname.go */
export function renameAll(
  map: ResMap,
  { namePrefix = "", nameSuffix = "" }: Kustomization,
  specs: readonly FieldSpec[],
  log: BuildLog,
): ResMap {
  if (namePrefix === "" && nameSuffix === "") return map;
  const renamed = map.flatMap((resource): Resource[] => {
    const { id, object } = resource;
    if (id.gvk.kind === "CustomResourceDefinition") return [resource];
    const chosen = specs.filter((spec) => isSelected(id.gvk, spec));
    for (const spec of chosen) {
      mutate(object, spec, log, (value) => {
        if (typeof value !== "string") throw unexpected(value, "string");
        return namePrefix + value + nameSuffix;
      });
    }
    const prefix = [namePrefix, id.prefix].filter((part) => part !== "").join(":");
    const suffix = [id.suffix, nameSuffix].filter((part) => part !== "").join(":");
    return chosen.length === 0 ? [] : [{ ...resource, id: { ...id, prefix, suffix } }];
  });
  return sortResources(renamed);
}

/** Adds labels or annotations in all places of a list. pkg/transformers/labelsandannotations.go */
export function addPairs(map: ResMap, pairs: Record<string, string> | undefined, specs: readonly FieldSpec[], log: BuildLog): void {
  if (pairs === undefined) return;
  for (const { id, object } of map) {
    for (const spec of specs.filter((one) => isSelected(id.gvk, one))) {
      mutate(object, spec, log, (value) => {
        if (!isJsonObject(value)) throw unexpected(value, "map[string]interface {}");
        return Object.assign(value, pairs);
      });
    }
  }
}

/** Changes the images of all containers, wherever they lie. pkg/transformers/image.go */
export function changeImages(map: ResMap, changes: readonly ImageChange[]): void {
  if (changes.length > 0) for (const { object } of map) changeImagesIn(object, changes);
}

function changeImagesIn(object: JsonObject, changes: readonly ImageChange[]): void {
  for (const list of ["containers", "initContainers"]) {
    const containers = object[list];
    if (containers === undefined) continue;
    if (!Array.isArray(containers)) throw new KustomizeError(`containers path is not of type []interface{} but ${goType(containers)}`);
    for (const container of containers) if (isJsonObject(container)) changeContainer(container, changes);
  }
  // Only a list of the second name keeps kustomize from looking deeper.
  if (object["initContainers"] !== undefined) return;
  for (const value of Object.values(object)) {
    for (const item of Array.isArray(value) ? value : [value]) if (isJsonObject(item)) changeImagesIn(item, changes);
  }
}

function changeContainer(container: JsonObject, changes: readonly ImageChange[]): void {
  const image = container["image"];
  if (typeof image !== "string") return;
  for (const change of changes) {
    const changed = changedImage(image, change, "v2");
    if (changed === undefined) continue;
    container["image"] = changed;
    return;
  }
}

function goType(value: JsonValue): string {
  if (value === null) return "<nil>";
  if (isJsonObject(value)) return "map[string]interface {}";
  return typeof value === "boolean" ? "bool" : typeof value === "number" ? "int64" : "string";
}

/** Adds the hash of their contents to the names of generated objects. */
export function addHashes(map: ResMap): void {
  for (const { object, needsHash } of map) {
    if (!needsHash) continue;
    const metadata = metadataOf(object);
    metadata["name"] = `${scalarText(metadata["name"])}-${contentHash(object, "v2")}`;
  }
}

/** All that one kustomization does to its objects, in kustomize's order, around the two kinds of patches. */
export interface TransformSteps {
  readonly kustomization: Kustomization;
  readonly config: TransformerConfig;
  readonly log: BuildLog;
  /** Strategic merge patches, before all else. */
  applyMerges(map: ResMap): void;
  /** JSON patches, before the images. */
  applyJsonPatches(map: ResMap): void;
}

/** Runs the transformers of one kustomization. pkg/target/kusttarget.go newTransformer */
export function transform(map: ResMap, steps: TransformSteps): ResMap {
  const { kustomization, config, log } = steps;
  steps.applyMerges(map);
  let result = setNamespace(map, kustomization.namespace ?? "", config.namespace, log);
  result = renameAll(result, kustomization, config.namePrefix, log);
  addPairs(result, kustomization.commonLabels, config.commonLabels, log);
  addPairs(result, kustomization.commonAnnotations, config.commonAnnotations, log);
  steps.applyJsonPatches(result);
  changeImages(result, kustomization.images ?? []);
  return result;
}
