import { deepEqual } from "../../base/deep.ts";
import { isJsonObject, type Json, type JsonObject } from "../../base/json.ts";
import { duplicate, type FieldError } from "../validation/field-error.ts";
import { itemsOf, type JsonSchema, memberSchema } from "./json-schema.ts";

/** Items that a list holds twice though it is a set, or a map by some of their fields. */
// apiextensions-apiserver/pkg/apiserver/schema/listtype/validation.go, 1.20
export function validateListTypes(value: Json | undefined, schema: JsonSchema | undefined, path = ""): FieldError[] {
  if (!schema || value === undefined) return [];
  if (Array.isArray(value)) {
    const own = doubles(value, schema).map(([index, shown]) => duplicate(`${path}[${index}]`, shown));
    return [...own, ...value.flatMap((item, index) => validateListTypes(item, itemsOf(schema), `${path}[${index}]`))];
  }
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const below = memberSchema(schema, key);
    return below === undefined || below === true ? [] : validateListTypes(member, below, path === "" ? key : `${path}.${key}`);
  });
}

function doubles(items: readonly Json[], schema: JsonSchema): [index: number, shown: Json][] {
  const type = schema["x-kubernetes-list-type"];
  if (type !== "set" && type !== "map") return [];
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  const shown = type === "set" ? items : items.map((item) => keysOf(item, keys, schema));
  return [...shown.entries()].filter(([index, one]) => shown.slice(0, index).some((other) => deepEqual(one, other)));
}

function keysOf(item: Json, keys: readonly string[], schema: JsonSchema): JsonObject {
  const found: JsonObject = {};
  for (const key of keys) {
    const value = (isJsonObject(item) ? item[key] : undefined) ?? itemsOf(schema)?.properties?.[key]?.default;
    if (value !== undefined) found[key] = value;
  }
  return found;
}
