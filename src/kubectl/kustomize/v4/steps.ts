import { isJsonObject, type JsonObject, type JsonValue } from "../../../base/json.ts";
import { sortedKeys } from "../../../base/bytewise.ts";
import { KustomizeError, within } from "../errors.ts";
import { type FieldSpec, gvkOfSpec } from "../field-specs.ts";
import { type Gvk, isSelected } from "../gvk.ts";
import { contentHash } from "../hash.ts";
import { changedImage } from "../images.ts";
import type { ImageChange } from "../kustomization.ts";
import { scalarText } from "../scalars.ts";
import { setEntry, setScalar, visitField } from "./fields.ts";
import { matching, type ResMap } from "./res-map.ts";
import {
  currentId,
  gvkOfResource,
  gvkText,
  isClusterScoped,
  kindOf,
  metadataOf,
  nameOf,
  originalId,
  rememberId,
  type Resource,
  sameId,
} from "./resource.ts";

/** Sets the namespace of all objects that have one, and where else it stands. api/filters/namespace/namespace.go */
export function setNamespace(map: ResMap, namespace: string, specs: readonly FieldSpec[]): void {
  const { release } = map;
  for (const resource of map.list) {
    rememberId(resource, release);
    const action = (): void => placeNamespace(resource, namespace, specs, map);
    if (release.has("kustomizeSubjectsOfNamespace")) within("namespace transformation failed", action);
    else action();
    const id = currentId(resource, release);
    const same = map.list.filter((one) => sameId(currentId(one, release), id));
    if (same.length !== 1) {
      throw new KustomizeError(`namespace transformation produces ID conflict: [${same.map(conflictText).join(" ")}]`);
    }
  }
}

function conflictText({ object }: Resource): string {
  return JSON.stringify(object, sortedReplacer);
}

function sortedReplacer(_key: string, value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(sortedKeys(value).map((key) => [key, value[key]]));
}

function placeNamespace(resource: Resource, namespace: string, specs: readonly FieldSpec[], { release }: ResMap): void {
  const { object } = resource;
  if (!isClusterScoped(gvkOfResource(resource), release)) metadataOf(object)["namespace"] = namespace;
  const kind = kindOf(resource);
  if (kind === "RoleBinding" || kind === "ClusterRoleBinding") moveDefaultSubjects(object, namespace);
  for (const spec of specs) {
    if (spec.path === "metadata/namespace") continue;
    if (spec.path === "metadata/name" && object["apiVersion"] !== "v1") continue;
    visitField(object, spec, { created: "scalar", release }, (place) => setScalar(place, namespace));
  }
}

function moveDefaultSubjects(binding: JsonObject, namespace: string): void {
  const subjects = binding["subjects"];
  if (!Array.isArray(subjects)) return;
  for (const subject of subjects) if (isJsonObject(subject) && subject["name"] === "default") subject["namespace"] = namespace;
}

const UNNAMEABLE: readonly Partial<Gvk>[] = [
  { kind: "CustomResourceDefinition" },
  { group: "apiregistration.k8s.io", kind: "APIService" },
  { kind: "Namespace" },
];

/** Puts a prefix or a suffix to names. api/internal/builtins/PrefixTransformer.go, SuffixTransformer.go */
export function addAffix(map: ResMap, side: "prefix" | "suffix", affix: string, specs: readonly FieldSpec[]): void {
  const { release } = map;
  for (const resource of map.list) {
    const { gvk } = originalId(resource, release);
    if (UNNAMEABLE.some((type) => isSelected(gvk, type))) continue;
    for (const spec of specs.filter((one) => isSelected(gvk, one))) {
      if (spec.path === "metadata/name") {
        (side === "prefix" ? resource.prefixes : resource.suffixes).push(affix);
        rememberId(resource, release);
      }
      visitField(resource.object, spec, { created: "scalar", release }, (place) => {
        const old = scalarText(place.get());
        setScalar(place, side === "prefix" ? affix + old : old + affix);
      });
    }
  }
}

/** Adds labels or annotations in all places of a list. */
export function addPairs(map: ResMap, pairs: Record<string, string>, specs: readonly FieldSpec[]): void {
  for (const { object } of map.list) {
    for (const key of sortedKeys(pairs)) {
      for (const spec of specs) {
        visitField(object, spec, { created: "mapping", release: map.release }, (place) => setEntry(place, key, pairs[key] ?? ""));
      }
    }
  }
}

/** Sets the count of replicas of the objects of a name. api/internal/builtins/ReplicaCountTransformer.go */
export function setReplicas(map: ResMap, name: string, count: number, specs: readonly FieldSpec[]): void {
  let found = false;
  for (const spec of specs) {
    for (const { object } of matching(map, (id) => id.name === name && isSelected(id.gvk, spec))) {
      found = true;
      visitField(object, spec, { created: "scalar", release: map.release }, (place) => setScalar(place, count));
    }
  }
  if (found) return;
  const types = specs.map((spec) => gvkText(gvkOfSpec(spec), map.release)).join(" ");
  throw new KustomizeError(`resource with name ${name} does not match a config with the following GVK [${types}]`);
}

/** Changes images, in all containers and where the config says. api/internal/builtins/ImageTagTransformer.go */
export function changeImages(map: ResMap, change: ImageChange, specs: readonly FieldSpec[]): void {
  const reading = map.release.has("kustomizeDigestWithTag") ? "apart" : "suffix";
  const newImage = (value: JsonValue): string | undefined => changedImage(scalarText(value), change, reading);
  for (const resource of map.list) {
    if (kindOf(resource) === "CustomResourceDefinition") continue;
    changeContainers(resource.object, newImage);
    for (const spec of specs) {
      visitField(resource.object, spec, { created: "nothing", release: map.release }, (place) => {
        const changed = place.get() === null ? undefined : newImage(place.get());
        if (changed !== undefined) setScalar(place, changed);
      });
    }
  }
}

function changeContainers(value: JsonValue, change: (image: JsonValue) => string | undefined): void {
  if (Array.isArray(value)) for (const item of value) changeContainers(item, change);
  if (!isJsonObject(value)) return;
  for (const [key, member] of Object.entries(value)) {
    changeContainers(member, change);
    if ((key !== "containers" && key !== "initContainers") || !Array.isArray(member)) continue;
    for (const container of member) {
      if (!isJsonObject(container) || container["image"] === undefined || container["image"] === null) continue;
      const changed = change(container["image"]);
      if (changed !== undefined) container["image"] = changed;
    }
  }
}

/** Adds the hash of their contents to the names of generated objects. */
export function addHashes(map: ResMap): void {
  for (const resource of map.list) {
    if (!resource.needsHash) continue;
    const hash = contentHash(resource.object, "v4");
    rememberId(resource, map.release);
    metadataOf(resource.object)["name"] = `${nameOf(resource)}-${hash}`;
  }
}
