import { deepClone } from "../../base/deep.ts";
import { isJsonObject, type Json, type JsonObject } from "../../base/json.ts";
import { itemsOf, type JsonSchema, memberSchema } from "./json-schema.ts";

/** Fills in the schema's defaults, in place, and drops every null that the schema does not allow. */
// apiextensions-apiserver/pkg/apiserver/schema/defaulting: Default, PruneNonNullableNullsWithoutDefaults, 1.20
export function defaultBySchema(value: Json | undefined, schema: JsonSchema | undefined): void {
  if (!schema || value === undefined) return;
  if (Array.isArray(value)) {
    for (const item of value) defaultBySchema(item, itemsOf(schema));
    return;
  }
  if (isJsonObject(value)) defaultMembers(value, schema);
}

function defaultMembers(value: JsonObject, schema: JsonSchema): void {
  for (const [key, { default: preset, nullable }] of Object.entries(schema.properties ?? {})) {
    const isUnset = value[key] === undefined || (value[key] === null && nullable !== true);
    if (!isUnset) continue;
    if (preset !== undefined && preset !== null) value[key] = deepClone(preset);
    else delete value[key];
  }
  for (const key of Object.keys(value)) {
    const below = memberSchema(schema, key);
    if (below !== undefined && below !== true) defaultBySchema(value[key], below);
  }
}
