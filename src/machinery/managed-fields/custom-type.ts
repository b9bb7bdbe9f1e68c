import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { Schema } from "../schema/schema.ts";
import type { MergeType, ObjectType } from "./merge-type.ts";
import { deducedType, objectType } from "./merge-type.ts";

const LEAF: MergeType = { kind: "leaf" };
const OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/**
 * The merge type of a custom resource from its CRD's structural schema (`openAPIV3Schema`); without one, everything but metadata is
 * deduced from the values. A new custom object is compared with nothing, so its `spec` as a whole is its creator's too.
 */
export function customObjectType(schema: Schema, openApi: JsonObject | undefined): ObjectType {
  const body = openApi === undefined ? deducedType : jsonSchemaType(openApi);
  const meta = schema.definition(OBJECT_META);
  const metaType = meta ? objectType(schema, meta).type : deducedType;
  const type: MergeType = {
    kind: "struct",
    field(name) {
      if (name === "metadata") return metaType;
      if (name === "apiVersion" || name === "kind") return LEAF;
      return body.kind === "struct" ? body.field(name) : deducedType;
    },
  };
  return { type, empty: {} };
}

/** apiextensions' x-kubernetes-* marks: lists are atomic and maps granular unless they say otherwise. */
function jsonSchemaType(schema: JsonObject): MergeType {
  const below = (value: Json | undefined): MergeType => (isJsonObject(value) ? jsonSchemaType(value) : deducedType);
  if (schema["x-kubernetes-int-or-string"] === true) return LEAF;
  if (schema["type"] === "array") return listType(schema, below);
  if (schema["type"] === "object") {
    if (schema["x-kubernetes-map-type"] === "atomic") return LEAF;
    const { properties, additionalProperties } = schema;
    if (isJsonObject(properties)) return structType(properties, schema["x-kubernetes-preserve-unknown-fields"] === true, below);
    return isJsonObject(additionalProperties) ? { kind: "map", element: below(additionalProperties) } : deducedType;
  }
  return schema["type"] === undefined ? deducedType : LEAF;
}

function structType(properties: JsonObject, keepsUnknown: boolean, below: (value: Json | undefined) => MergeType): MergeType {
  const fields = new Map<string, MergeType>();
  return {
    kind: "struct",
    field(name) {
      const property = properties[name];
      if (property === undefined) return keepsUnknown ? deducedType : undefined;
      let field = fields.get(name);
      if (!field) fields.set(name, (field = below(property)));
      return field;
    },
  };
}

function listType(schema: JsonObject, below: (value: Json | undefined) => MergeType): MergeType {
  const relation = schema["x-kubernetes-list-type"];
  if (relation === "set") return { kind: "set" };
  const keys = schema["x-kubernetes-list-map-keys"];
  if (relation !== "map" || !Array.isArray(keys)) return LEAF;
  const items = schema["items"];
  const properties = isJsonObject(items) && isJsonObject(items["properties"]) ? items["properties"] : {};
  const names = keys.filter((key) => typeof key === "string");
  const defaults: JsonObject = {};
  for (const name of names) {
    const property = properties[name];
    if (isJsonObject(property) && property["default"] !== undefined) defaults[name] = property["default"];
  }
  return { kind: "keyed", keys: [...names].sort(), defaults, element: below(items) };
}
