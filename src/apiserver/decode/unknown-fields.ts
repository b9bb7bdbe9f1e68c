import { isJsonObject } from "../../base/json.ts";
import type { Definition, Schema } from "../../machinery/schema/schema.ts";

/** Paths of fields that the type does not have, as strict decoding names them: `spec.containers[0].foo`. */
export function unknownFields(schema: Schema, definition: Definition, value: unknown): string[] {
  const found: string[] = [];
  walk(schema, definition, value, "", found);
  return found;
}

function walk(schema: Schema, definition: Definition, value: unknown, path: string, found: string[]): void {
  if (!isJsonObject(value) || definition.free || definition.scalar !== undefined) return;
  for (const key of Object.keys(value).sort()) {
    const field = definition.field(key);
    const here = path === "" ? key : `${path}.${key}`;
    if (field) walkType(schema, field.type, value[key], here, found);
    else found.push(here);
  }
}

function walkType(schema: Schema, type: string, value: unknown, path: string, found: string[]): void {
  if (type.startsWith("[]")) {
    if (Array.isArray(value)) value.forEach((item, index) => walkType(schema, type.slice(2), item, `${path}[${index}]`, found));
    return;
  }
  if (type.startsWith("map[string]")) {
    if (isJsonObject(value))
      for (const key of Object.keys(value)) walkType(schema, type.slice("map[string]".length), value[key], `${path}.${key}`, found);
    return;
  }
  const definition = schema.definition(type);
  if (definition) walk(schema, definition, value, path, found);
}
