import { isJsonObject, type JsonObject, type JsonValue } from "../../../base/json.ts";
import type { Release } from "../../../release/release.ts";
import { KustomizeError, within, wrapped } from "../errors.ts";
import type { FieldSpec } from "../field-specs.ts";
import { gvkOf, isSelected } from "../gvk.ts";
import { splitPath } from "../paths.ts";
import { isMissing, scalarText } from "../scalars.ts";
import { wrongKind } from "./documents.ts";
import { nodeText } from "./node-text.ts";
import { idText } from "./resource.ts";

/** One place in an object: a member or an element. */
export interface Place {
  get(): JsonValue;
  set(value: JsonValue): void;
}

/** What a filter makes where its spec says create: a mapping or a scalar. */
export type Created = "mapping" | "scalar" | "nothing";

function member(object: JsonObject, key: string): Place {
  return { get: () => object[key] ?? null, set: (value) => void (object[key] = value) };
}

function element(list: JsonValue[], index: number): Place {
  return { get: () => list[index] ?? null, set: (value) => void (list[index] = value) };
}

/** Visits the places of a spec in an object. Throws KustomizeError that names the field. api/filters/fieldspec/fieldspec.go */
export function visitField(
  object: JsonObject,
  spec: FieldSpec,
  { created, release }: { readonly created: Created; readonly release: Release },
  visit: (place: Place) => void,
): void {
  const gvk = gvkOf(scalarText(object["apiVersion"]), scalarText(object["kind"]));
  if (!isSelected(gvk, spec)) return;
  const path = splitPath(spec.path ?? "", "/");
  try {
    walk({ get: () => object, set: () => undefined }, path, { created: spec.create === true ? created : "nothing", visit });
  } catch (error) {
    const metadata = isJsonObject(object["metadata"]) ? object["metadata"] : {};
    const id = { gvk, name: scalarText(metadata["name"]), namespace: scalarText(metadata["namespace"]) };
    const where = release.has("kustomizeFieldErrorsShort") ? ` ${idText(id, release)}` : `\n${nodeText(object)}`;
    throw wrapped(`considering field '${spec.path ?? ""}' of object${where}`, error);
  }
}

interface Walk {
  readonly created: Created;
  readonly visit: (place: Place) => void;
}

function walk(place: Place, path: readonly string[], steps: Walk): void {
  if (path.length === 0) {
    steps.visit(place);
    return;
  }
  const value = place.get();
  if (value === null) return;
  if (Array.isArray(value)) {
    within(`visit traversal on path: [${path.join(" ")}]`, () => value.forEach((_, index) => walk(element(value, index), path, steps)));
  } else if (isJsonObject(value)) walkMember(value, path, steps);
  else throw new KustomizeError("expected sequence or mapping node");
}

function walkMember(object: JsonObject, path: readonly string[], steps: Walk): void {
  const [part = "", ...rest] = path;
  const isList = part.endsWith("[]");
  const name = isList ? part.slice(0, -2) : part;
  if (name === "") throw new KustomizeError("cannot set or create an empty field name");
  const makes = steps.created !== "nothing" && !isList;
  if (object[name] === undefined && !makes) return;
  if (isMissing(object[name])) {
    if (isList) object[name] = [];
    else if (makes) object[name] = rest.length === 0 && steps.created === "scalar" ? "" : {};
  }
  walk(member(object, name), rest, steps);
}

/** Sets one entry of the mapping at a place. */
export function setEntry(place: Place, key: string, value: JsonValue): void {
  const mapping = place.get();
  if (mapping === null) return;
  if (!isJsonObject(mapping)) throw wrongKind("MappingNode", mapping, nodeText(mapping));
  mapping[key] = value;
}

/** Sets the scalar at a place. */
export function setScalar(place: Place, value: JsonValue): void {
  const old = place.get();
  if (typeof old === "object" && old !== null) throw wrongKind("ScalarNode", old, nodeText(old));
  place.set(value);
}
