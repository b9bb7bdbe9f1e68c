import { compareBytewise } from "../../../base/bytewise.ts";
import { isJsonObject } from "../../../base/json.ts";
import { matchesLabels } from "../../../machinery/labels.ts";
import { parseLabelSelector } from "../../../machinery/label-parser.ts";
import type { Release } from "../../../release/release.ts";
import { KustomizeError } from "../errors.ts";
import { compareGvk, type KindOrder, sameGvk } from "../gvk.ts";
import type { Selector } from "../kustomization.ts";
import { scalarText } from "../scalars.ts";
import {
  currentId,
  effectiveNamespace,
  formerIds,
  gvkOfResource,
  gvkText,
  idSyntax,
  idText,
  namespaceOf,
  nameOf,
  originalId,
  pairsOf,
  type ResId,
  type Resource,
  sameId,
  setPairs,
} from "./resource.ts";

/** Objects in order, no two of one id. api/resmap/reswrangler.go */
export interface ResMap {
  list: Resource[];
  readonly release: Release;
}

/** An empty map, or one of objects that are known to differ. */
export function newResMap(release: Release, list: Resource[] = []): ResMap {
  return { list, release };
}

/** Adds an object; throws when its id is taken. */
export function append(map: ResMap, resource: Resource): void {
  const id = currentId(resource, map.release);
  if (map.list.some((one) => sameId(currentId(one, map.release), id))) {
    throw new KustomizeError(`may not add resource with an already registered id: ${idText(id, map.release)}`);
  }
  map.list.push(resource);
}

/** Objects that are called so, or were. */
export function matching({ list, release }: ResMap, fits: (id: ResId) => boolean): Resource[] {
  return list.filter((resource) => [...formerIds(resource), currentId(resource, release)].some(fits));
}

/** The one object of an id; throws when there is none or several. GetById */
export function findById(map: ResMap, id: ResId): Resource {
  const found = matching(map, (one) => sameId(one, id));
  const [resource] = found;
  const text = idText(id, map.release);
  if (found.length === 1 && resource !== undefined) return resource;
  const why = found.length === 0 ? "no matches for Id" : "multiple matches for Id";
  const shown = map.release.has("kustomizeLongIds") ? text : `${gvkText(id.gvk, map.release)}|${id.name}`;
  throw new KustomizeError(`${why} ${text}; failed to find unique target for patch ${shown}`);
}

/** Adds a generated object, which may merge with or replace one of its name. appendReplaceOrMerge */
export function absorb(map: ResMap, fresh: Resource): void {
  const { release } = map;
  const id = currentId(fresh, release);
  const found = matching(map, (one) => sameId(one, id));
  const [old] = found;
  const overrides = fresh.behavior === "merge" || fresh.behavior === "replace";
  if (found.length > 1)
    throw new KustomizeError(`found multiple objects [${found.length} objects] that could accept merge of ${idText(id, release)}`);
  if (old === undefined) {
    if (overrides) throw new KustomizeError(`id ${idSyntax(id)} does not exist; cannot merge or replace`);
    append(map, fresh);
    return;
  }
  if (!overrides) throw new KustomizeError(`id ${idSyntax(id)} exists; behavior must be merge or replace`);
  map.list[map.list.indexOf(old)] = overriding(old, fresh, release);
}

function overriding(old: Resource, fresh: Resource, release: Release): Resource {
  const { object } = fresh;
  for (const field of ["labels", "annotations"] as const) {
    setPairs(object, field, { ...pairsOf(old.object, field), ...pairsOf(object, field) });
  }
  const metadata = object["metadata"];
  if (isJsonObject(metadata)) {
    metadata["name"] = nameOf(old);
    if (namespaceOf(old) === "") delete metadata["namespace"];
    else metadata["namespace"] = namespaceOf(old);
  }
  if (fresh.behavior === "merge") {
    for (const field of ["data", "binaryData"]) {
      const merged = { ...textsOf(old.object[field]), ...textsOf(object[field]) };
      if (Object.keys(merged).length === 0) delete object[field];
      else object[field] = merged;
    }
  }
  // Older kustomizes let the old object's wish for a hash count as well.
  const needsHash = release.has("kustomizeHashNeedsBoth") ? fresh.needsHash && old.needsHash : old.needsHash;
  const { origin } = fresh.behavior === "merge" ? old : fresh;
  return { ...old, object, needsHash, ...(origin === undefined ? {} : { origin }) };
}

function textsOf(value: unknown): Record<string, string> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, scalarText(text)]));
}

/** Objects that a patch's target picks; its fields are anchored patterns. Select */
export function select(map: ResMap, selector: Selector): Resource[] {
  const pattern = (text = ""): RegExp => new RegExp(`^(?:${text === "" ? ".*" : text})$`, "s");
  const patterns = {
    group: pattern(selector.group),
    version: pattern(selector.version),
    kind: pattern(selector.kind),
    name: pattern(selector.name),
    namespace: pattern(selector.namespace),
  };
  return map.list.filter((resource) => {
    const ids = [originalId(resource, map.release), currentId(resource, map.release)];
    const { group, version, kind } = gvkOfResource(resource);
    return (
      ids.some((id) => patterns.namespace.test(effectiveNamespace(id))) &&
      ids.some((id) => patterns.name.test(id.name)) &&
      patterns.group.test(group) &&
      patterns.version.test(version) &&
      patterns.kind.test(kind) &&
      hasPairs(resource, selector, map.release)
    );
  });
}

/** Whether an object's labels and annotations are what a selector asks for. Throws KustomizeError for a bad selector. */
export function hasPairs({ object }: Resource, { labelSelector = "", annotationSelector = "" }: Selector, release: Release): boolean {
  const fits = (text: string, field: "labels" | "annotations"): boolean => {
    try {
      return matchesLabels(parseLabelSelector(text, release), pairsOf(object, field));
    } catch (error) {
      throw new KustomizeError((error as Error).message);
    }
  };
  return fits(labelSelector, "labels") && fits(annotationSelector, "annotations");
}

/** Sorts objects by kind, then by id. SortOrderTransformer, LegacyOrderTransformer */
export function sortMap(map: ResMap, order: KindOrder): void {
  const keyed = map.list.map((resource) => {
    const id = currentId(resource, map.release);
    const or = (text: string, absent: string): string => (text === "" ? absent : text);
    return { resource, id, text: `${or(id.namespace, "~X")}|${or(id.name, "~N")}` };
  });
  keyed.sort((left, right) => {
    if (sameGvk(left.id.gvk, right.id.gvk)) return compareBytewise(left.text, right.text);
    const byKind = compareGvk(left.id.gvk, right.id.gvk, order);
    const bothNamespaces = left.id.gvk.kind === "Namespace" && right.id.gvk.kind === "Namespace";
    return bothNamespaces && (left.id.gvk.group === "" || right.id.gvk.group === "") ? -byKind : byKind;
  });
  map.list = keyed.map(({ resource }) => resource);
}
