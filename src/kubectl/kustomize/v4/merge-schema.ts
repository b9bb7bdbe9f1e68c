import { isJsonObject, type JsonObject, type JsonValue } from "../../../base/json.ts";
import { splitApiVersion } from "../../../machinery/object.ts";
import { type FieldSchema, loadSchema, type Schema } from "../../../machinery/schema/schema.ts";
import { scalarText } from "../scalars.ts";

/** What a strategic merge knows of a place in an object. kyaml/openapi */
export interface MergeSchema {
  /** Lists of its kind merge by their elements' keys. */
  readonly merges: boolean;
  /** The keys; none for lists of scalars. */
  readonly keys: readonly string[];
  field(name: string): MergeSchema | undefined;
  elements(): MergeSchema | undefined;
}

/** Finds the schema of an object by its type. */
export type FindSchema = (apiVersion: string, kind: string) => MergeSchema | undefined;

/** The schemas of the API that a kustomize carries, by its minor version. */
export function builtInSchemas(minor: number): FindSchema {
  const schema = loadSchema(minor);
  return (apiVersion, kind) => {
    const { group, version } = splitApiVersion(apiVersion);
    const row = schema.kind(group, version, kind);
    return row === undefined ? undefined : ofType(schema, row.def);
  };
}

function ofType(schema: Schema, type: string, field?: FieldSchema): MergeSchema {
  return {
    merges: field?.patchStrategy?.split(",").includes("merge") === true,
    keys: field?.mapKeys ?? (field?.patchMergeKey === undefined ? [] : [field.patchMergeKey]),
    field(name) {
      if (type.startsWith("map[string]")) return ofType(schema, type.slice("map[string]".length));
      const found = type.startsWith("[]") ? undefined : schema.definition(type)?.field(name);
      return found === undefined ? undefined : ofType(schema, found.type, found);
    },
    elements: () => (type.startsWith("[]") ? ofType(schema, type.slice(2)) : undefined),
  };
}

/** The schemas of an OpenAPI document that a kustomization names under `openapi`; its own types alone. */
export function documentSchemas(document: JsonObject): FindSchema {
  const definitions = isJsonObject(document["definitions"]) ? document["definitions"] : {};
  return (apiVersion, kind) => {
    const { group, version } = splitApiVersion(apiVersion);
    for (const definition of Object.values(definitions)) {
      const types = isJsonObject(definition) ? definition["x-kubernetes-group-version-kind"] : undefined;
      const isIt = (type: JsonValue): boolean =>
        isJsonObject(type) && scalarText(type["group"]) === group && type["version"] === version && type["kind"] === kind;
      if (Array.isArray(types) && types.some(isIt)) return ofDocument(definitions, definition ?? null);
    }
    return undefined;
  };
}

function ofDocument(definitions: JsonObject, node: JsonValue): MergeSchema | undefined {
  if (!isJsonObject(node)) return undefined;
  const reference = scalarText(node["$ref"]).replace("#/definitions/", "");
  if (reference !== "")
    return ofDocument(definitions, { ...(definitions[reference] as JsonObject | undefined), ...withoutReference(node) });
  const mapKeys = node["x-kubernetes-list-map-keys"];
  const mergeKey = scalarText(node["x-kubernetes-patch-merge-key"]);
  return {
    merges: scalarText(node["x-kubernetes-patch-strategy"]).split(",").includes("merge"),
    keys: Array.isArray(mapKeys) ? mapKeys.map(scalarText) : mergeKey === "" ? [] : [mergeKey],
    field(name) {
      const properties = node["properties"];
      const found = isJsonObject(properties) ? properties[name] : undefined;
      return ofDocument(definitions, found ?? node["additionalProperties"] ?? null);
    },
    elements: () => ofDocument(definitions, node["items"] ?? null),
  };
}

function withoutReference(node: JsonObject): JsonObject {
  const { $ref: _reference, ...rest } = node;
  return rest;
}
