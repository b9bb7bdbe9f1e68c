import { goQuote } from "../../../base/go-format.ts";
import { isJsonObject, type JsonObject } from "../../../base/json.ts";
import { apiVersionOf } from "../../../machinery/object.ts";
import { loadSchema } from "../../../machinery/schema/schema.ts";
import type { Release } from "../../../release/release.ts";
import { type Gvk, gvkOf, gvkSortText, sameGvk } from "../gvk.ts";
import { scalarText } from "../scalars.ts";
import { isBlank } from "./blanks.ts";
import type { Origin } from "./origin.ts";

/** What an object was called before. */
export interface Former {
  readonly name: string;
  readonly namespace: string;
  readonly kind: string;
}

/** An object on its way through the build, with what kustomize notes of it. api/resource/resource.go */
export interface Resource {
  object: JsonObject;
  /** The oldest first. */
  readonly former: Former[];
  readonly prefixes: string[];
  readonly suffixes: string[];
  /** What the generator's `behavior` says; "" for what was read from files. */
  readonly behavior: string;
  readonly needsHash: boolean;
  /** Variables that take their value from it. */
  variables: readonly string[];
  /** Where it came from, and what changed it; kept while buildMetadata asks for it. */
  origin?: Origin;
  transformations?: Origin[];
}

/** How kustomize 4 and 5 know an object. kyaml/resid/resid.go */
export interface ResId {
  readonly gvk: Gvk;
  readonly name: string;
  readonly namespace: string;
  readonly clusterScoped: boolean;
}

/** Stands for the namespace of what has none. */
export const NO_NAMESPACE = "_non_namespaceable_";

/** An object that no step has touched yet. */
export function newResource(object: JsonObject, generator?: { behavior: string; needsHash: boolean }): Resource {
  return {
    object,
    former: [],
    prefixes: [],
    suffixes: [],
    behavior: generator?.behavior ?? "",
    needsHash: generator?.needsHash ?? false,
    variables: [],
  };
}

/** The object's metadata, made if it has none. */
export function metadataOf(object: JsonObject): JsonObject {
  const metadata = object["metadata"];
  return isJsonObject(metadata) ? metadata : (object["metadata"] = {});
}

function metadataText(object: JsonObject, field: string): string {
  const metadata = object["metadata"];
  return isJsonObject(metadata) ? scalarText(metadata[field]) : "";
}

/** The object's name as it is now; "" for none. */
export function nameOf({ object }: Resource): string {
  return metadataText(object, "name");
}

/** The object's namespace as it is now; "" for none. */
export function namespaceOf({ object }: Resource): string {
  return metadataText(object, "namespace");
}

/** The object's kind; "" for none. */
export function kindOf({ object }: Resource): string {
  return scalarText(object["kind"]);
}

/** The type that an object names. */
export function gvkOfResource({ object }: Resource): Gvk {
  return gvkOf(scalarText(object["apiVersion"]), scalarText(object["kind"]));
}

/** Labels or annotations as text. kyaml/yaml/rnode.go getMapFromMeta */
export function pairsOf(object: JsonObject, field: "labels" | "annotations"): Record<string, string> {
  const metadata = object["metadata"];
  const pairs = isJsonObject(metadata) ? metadata[field] : undefined;
  if (!isJsonObject(pairs)) return {};
  return Object.fromEntries(
    Object.entries(pairs).map(([key, value]) => [key, value === null && !isBlank(pairs, key) ? "null" : scalarText(value)]),
  );
}

/** Sets labels or annotations; without any the field goes. */
export function setPairs(object: JsonObject, field: "labels" | "annotations", pairs: Record<string, string>): void {
  const metadata = metadataOf(object);
  if (Object.keys(pairs).length === 0) delete metadata[field];
  else metadata[field] = { ...pairs };
}

/** A type that certainly has no namespace, by the API that this kustomize carries. */
export function isClusterScoped({ group, version, kind }: Gvk, release: Release): boolean {
  return loadSchema(release.value("kustomizeSchema")).kind(group, version, kind)?.namespaced === false;
}

/** The id of an object as it is now. */
export function currentId(resource: Resource, release: Release): ResId {
  const gvk = gvkOfResource(resource);
  return { gvk, name: nameOf(resource), namespace: namespaceOf(resource), clusterScoped: isClusterScoped(gvk, release) };
}

/** The ids that an object had, the oldest first. */
export function formerIds(resource: Resource): ResId[] {
  const { group, version } = gvkOfResource(resource);
  return resource.former.map(({ name, namespace, kind }) => ({ gvk: { group, version, kind }, name, namespace, clusterScoped: false }));
}

/** The id that an object began with. */
export function originalId(resource: Resource, release: Release): ResId {
  return formerIds(resource)[0] ?? currentId(resource, release);
}

/** Notes what an object is called before that changes. */
export function rememberId(resource: Resource, release: Release): void {
  const id = currentId(resource, release);
  resource.former.push({ name: id.name, namespace: effectiveNamespace(id), kind: id.gvk.kind });
}

/** The namespace, in which "" means default. */
export function effectiveNamespace({ clusterScoped, namespace }: Pick<ResId, "clusterScoped" | "namespace">): string {
  if (clusterScoped) return NO_NAMESPACE;
  return namespace === "" ? "default" : namespace;
}

/** Whether two ids mean one object; an empty namespace is the default one. */
export function sameId(left: ResId, right: ResId): boolean {
  return effectiveNamespace(left) === effectiveNamespace(right) && left.name === right.name && sameGvk(left.gvk, right.gvk);
}

/** `Deployment.v1.apps/web.[noNs]`, or `apps_v1_Deployment|~X|web` in older kustomizes. */
export function idText({ gvk, name, namespace }: Pick<ResId, "gvk" | "name" | "namespace">, release: Release): string {
  const or = (text: string, absent: string): string => (text === "" ? absent : text);
  if (!release.has("kustomizeLongIds")) return [gvkSortText(gvk), or(namespace, "~X"), or(name, "~N")].join("|");
  return `${gvkText(gvk, release)}/${or(name, "[noName]")}.${or(namespace, "[noNs]")}`;
}

/** `Deployment.v1.apps`, or `apps_v1_Deployment` in older kustomizes. */
export function gvkText(gvk: Gvk, release: Release): string {
  if (!release.has("kustomizeLongIds")) return gvkSortText(gvk);
  const or = (text: string, absent: string): string => (text === "" ? absent : text);
  return [or(gvk.kind, "[noKind]"), or(gvk.version, "[noVer]"), or(gvk.group, "[noGrp]")].join(".");
}

/** An id as Go's %#v shows it. */
export function idSyntax({ gvk, name, namespace, clusterScoped }: ResId): string {
  const type = `resid.Gvk{Group:${goQuote(gvk.group)}, Version:${goQuote(gvk.version)}, Kind:${goQuote(gvk.kind)}, isClusterScoped:${clusterScoped}}`;
  return `resid.ResId{Gvk:${type}, Name:${goQuote(name)}, Namespace:${goQuote(namespace)}}`;
}

/** Gives an object the type of another. */
export function setGvk(object: JsonObject, { group, version, kind }: Gvk): void {
  object["kind"] = kind;
  object["apiVersion"] = apiVersionOf(group, version);
}
