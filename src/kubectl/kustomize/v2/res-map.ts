import { compareBytewise } from "../../../base/bytewise.ts";
import { goQuote } from "../../../base/go-format.ts";
import { isJsonObject, type JsonObject } from "../../../base/json.ts";
import { KustomizeError } from "../errors.ts";
import { compareGvk, type Gvk, gvkOf, gvkSortText, ORDER_V2, sameGvk } from "../gvk.ts";
import { scalarText } from "../scalars.ts";

/** How kustomize 2.0 knows an object: by its first name, and by what was put around it since. pkg/resid/resid.go */
export interface ResId {
  readonly gvk: Gvk;
  readonly name: string;
  /** Prefixes from the outermost in, suffixes from the innermost out, with colons between. */
  readonly prefix: string;
  readonly suffix: string;
  readonly namespace: string;
}

/** An object on its way through the build. */
export interface Resource {
  readonly id: ResId;
  object: JsonObject;
  /** What the generator's `behavior` says; "" for what was read from files. */
  readonly behavior: string;
  readonly needsHash: boolean;
}

/** Objects, none twice, in the order of the output. */
export type ResMap = readonly Resource[];

/** `apps_v1_Deployment|~X|~P|web|~S` */
export function idText({ gvk, namespace, prefix, name, suffix }: ResId): string {
  const or = (text: string, absent: string): string => (text === "" ? absent : text);
  return [gvkSortText(gvk), or(namespace, "~X"), or(prefix, "~P"), or(name, "~N"), or(suffix, "~S")].join("|");
}

/** An id as Go's %#v shows it. */
export function idSyntax({ gvk, name, prefix, suffix, namespace }: ResId): string {
  const type = `gvk.Gvk{Group:${goQuote(gvk.group)}, Version:${goQuote(gvk.version)}, Kind:${goQuote(gvk.kind)}}`;
  return `resid.ResId{gvKind:${type}, name:${goQuote(name)}, prefix:${goQuote(prefix)}, suffix:${goQuote(suffix)}, namespace:${goQuote(namespace)}}`;
}

/** Same type and first name. */
export function sameTypeAndName(left: ResId, right: Pick<ResId, "gvk" | "name">): boolean {
  return left.name === right.name && sameGvk(left.gvk, right.gvk);
}

/** An object with the id that it has of itself. */
export function resourceOf(object: JsonObject, generator?: { behavior: string; needsHash: boolean }): Resource {
  const metadata = isJsonObject(object["metadata"]) ? object["metadata"] : {};
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  const id: ResId = {
    gvk: gvkOf(text(object["apiVersion"]), text(object["kind"])),
    name: text(metadata["name"]),
    prefix: "",
    suffix: "",
    namespace: text(metadata["namespace"]),
  };
  return { id, object, behavior: generator?.behavior ?? "", needsHash: generator?.needsHash ?? false };
}

/** Metadata of an object, made if it has none. */
export function metadataOf(object: JsonObject): JsonObject {
  const metadata = object["metadata"];
  if (isJsonObject(metadata)) return metadata;
  return (object["metadata"] = {});
}

/** In the order of the output: by kind, then by id. */
export function sortResources(resources: Iterable<Resource>): Resource[] {
  return [...resources].sort(
    (left, right) => compareGvk(left.id.gvk, right.id.gvk, ORDER_V2) || compareBytewise(idText(left.id), idText(right.id)),
  );
}

/** The resources themselves; throws what `complaint` says of the first id that comes twice. */
export function distinct(resources: readonly Resource[], complaint: (id: ResId) => string): ResMap {
  const seen = new Set<string>();
  for (const { id } of resources) {
    const text = idText(id);
    if (seen.has(text)) throw new KustomizeError(complaint(id));
    seen.add(text);
  }
  return resources;
}

/** Puts maps together; throws when an id comes twice. */
export function mergeDistinct(...maps: readonly ResMap[]): ResMap {
  return sortResources(distinct(maps.flat(), (id) => `id '${goQuote(idText(id))}' already used`));
}

/** Adds generated objects, which may merge with or replace those of their name as their behavior says. */
export function mergeOverriding(map: ResMap, generated: ResMap): ResMap {
  let merged = [...map];
  for (const resource of generated) {
    const matches = merged.filter((one) => sameTypeAndName(one.id, resource.id));
    const [old] = matches;
    const overrides = resource.behavior === "merge" || resource.behavior === "replace";
    if (matches.length > 1) {
      const ids = matches.map((one) => idText(one.id)).join(" ");
      throw new KustomizeError(`merge conflict, found multiple objects [${ids}] the Resmap ${idText(resource.id)} can merge into`);
    }
    if (old === undefined) {
      if (overrides) throw new KustomizeError(`id ${idSyntax(resource.id)} does not exist; cannot merge or replace`);
      merged.push(resource);
    } else {
      if (!overrides) throw new KustomizeError(`id ${idSyntax(old.id)} exists; must merge or replace`);
      merged = merged.map((one) => (one === old ? override(old, resource) : one));
    }
  }
  return sortResources(merged);
}

/** The generated object under the old one's id, name and generator; labels, annotations and, for merge, data of both. */
function override(old: Resource, fresh: Resource): Resource {
  const object = { ...fresh.object };
  const metadata = { ...metadataOf(object) };
  const before = metadataOf(old.object);
  for (const field of ["labels", "annotations"]) metadata[field] = { ...textMap(before[field]), ...textMap(metadata[field]) };
  metadata["name"] = scalarText(before["name"]);
  object["metadata"] = metadata;
  if (fresh.behavior === "merge") {
    object["data"] = {
      ...(isJsonObject(old.object["data"]) ? old.object["data"] : {}),
      ...(isJsonObject(object["data"]) ? object["data"] : {}),
    };
  }
  return { ...old, object };
}

function textMap(value: unknown): Record<string, string> {
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
