import { deepClone } from "../../base/deep.ts";
import { isJsonObject, type Json, type JsonObject } from "../../base/json.ts";
import { itemsOf, type JsonSchema, memberSchema } from "./json-schema.ts";

/** What an object is known by, whatever its schema says. */
const META = new Set(["apiVersion", "kind", "metadata"]);

/** A copy without the fields that the schema does not name. `isRoot`: the value is an object with kind and metadata of its own. */
// apiextensions-apiserver/pkg/apiserver/schema/pruning, 1.20
export function pruneBySchema(value: Json, schema: JsonSchema | undefined, isRoot = false): Json {
  if (!schema || (schema["x-kubernetes-preserve-unknown-fields"] === true && !schema.properties)) return deepClone(value);
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    return value.map((item) => pruneBySchema(item, items, items?.["x-kubernetes-embedded-resource"] === true));
  }
  return isJsonObject(value) ? pruneMembers(value, schema, isRoot) : value;
}

function pruneMembers(value: JsonObject, schema: JsonSchema, isRoot: boolean): JsonObject {
  const kept: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    const below = memberSchema(schema, key);
    if (isRoot && META.has(key)) kept[key] = deepClone(member);
    else if (below === undefined) {
      if (schema["x-kubernetes-preserve-unknown-fields"] === true) kept[key] = deepClone(member);
    } else if (below === true) kept[key] = deepClone(member);
    else kept[key] = pruneBySchema(member, below, below["x-kubernetes-embedded-resource"] === true);
  }
  return kept;
}
