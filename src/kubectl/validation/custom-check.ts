import { sortedKeys } from "../../base/bytewise.ts";
import { goQuote } from "../../base/go-format.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json.ts";
import type { Schema } from "../../machinery/schema/schema.ts";
import { type Check, checkPrimitive, checkType, type Place, report, wrongType } from "./schema-check.ts";

const OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/** As schemaErrors, for a custom resource whose definition brings an OpenAPI schema. `typeName` is the type's OpenAPI name. */
export function customErrors(schema: Schema, node: JsonObject, object: JsonValue, kind: string, typeName: string): string[] {
  const check: Check = { schema, errors: [] };
  checkNode(check, node, object, { path: kind, schemaPath: typeName }, true);
  return check.errors;
}

function checkNode(check: Check, node: JsonObject, value: JsonValue, place: Place, isRoot: boolean): void {
  if (node["x-kubernetes-preserve-unknown-fields"] === true) return;
  if (node["x-kubernetes-int-or-string"] === true) return;
  if (isRoot || isJsonObject(node["properties"])) return checkProperties(check, node, value, place, isRoot);
  if (isJsonObject(node["items"])) return checkItems(check, node["items"], value, place);
  if (isJsonObject(node["additionalProperties"])) return checkMembers(check, node["additionalProperties"], value, place);
  checkPrimitive(check, typeof node["type"] === "string" ? node["type"] : "any", value, place);
}

function checkProperties(check: Check, node: JsonObject, value: JsonValue, place: Place, isRoot: boolean): void {
  if (!isJsonObject(value)) return wrongType(check, value, "map", place);
  const properties = isJsonObject(node["properties"]) ? node["properties"] : {};
  for (const key of sortedKeys(value)) {
    const member = value[key] as JsonValue;
    if (member === null) continue;
    const inner = { path: `${place.path}.${key}`, schemaPath: `${place.schemaPath}.${key}` };
    const child = properties[key];
    if (isRoot && key === "metadata") checkType(check, OBJECT_META, member, inner);
    else if (isRoot && (key === "apiVersion" || key === "kind")) checkPrimitive(check, "string", member, inner);
    else if (isJsonObject(child)) checkNode(check, child, member, inner, false);
    else report(check, place, `unknown field ${goQuote(key)} in ${place.schemaPath}`);
  }
  const required = Array.isArray(node["required"]) ? node["required"] : [];
  for (const name of required.map(String)) {
    if (value[name] === undefined || value[name] === null)
      report(check, place, `missing required field ${goQuote(name)} in ${place.schemaPath}`);
  }
}

function checkItems(check: Check, node: JsonObject, value: JsonValue, place: Place): void {
  if (!Array.isArray(value)) return wrongType(check, value, "array", place);
  value.forEach((item, index) => {
    const path = `${place.path}[${index}]`;
    if (item === null) report(check, place, `unknown object type "nil" in ${path}`);
    else checkNode(check, node, item, { path, schemaPath: place.schemaPath }, false);
  });
}

function checkMembers(check: Check, node: JsonObject, value: JsonValue, place: Place): void {
  if (!isJsonObject(value)) return wrongType(check, value, "map", place);
  for (const key of sortedKeys(value)) {
    const member = value[key] as JsonValue;
    if (member !== null) checkNode(check, node, member, { path: `${place.path}.${key}`, schemaPath: place.schemaPath }, false);
  }
}
