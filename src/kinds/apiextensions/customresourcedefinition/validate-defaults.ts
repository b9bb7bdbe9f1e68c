import { deepEqual } from "../../../base/deep.ts";
import { itemsOf, type JsonSchema } from "../../../machinery/structural-schema/json-schema.ts";
import { pruneBySchema } from "../../../machinery/structural-schema/prune.ts";
import { validateBySchema } from "../../../machinery/structural-schema/validate.ts";
import { type FieldError, invalid } from "../../../machinery/validation/field-error.ts";
import type { Release } from "../../../release/release.ts";

/** Every default must be right by its own schema, and all of it known there. */
// apiextensions-apiserver/pkg/apiserver/schema/defaulting/validation.go ValidateDefaults, 1.20
export function validateDefaults(schema: JsonSchema, path: string, release: Release): FieldError[] {
  const { default: preset, properties = {} } = schema;
  const items = itemsOf(schema);
  return [
    ...(preset === undefined || preset === null ? [] : validateDefault(preset, schema, `${path}.default`, release)),
    ...(items ? validateDefaults(items, `${path}.items`, release) : []),
    ...Object.entries(properties).flatMap(([name, below]) => validateDefaults(below, `${path}.properties[${name}]`, release)),
  ];
}

function validateDefault(preset: NonNullable<JsonSchema["default"]>, schema: JsonSchema, path: string, release: Release): FieldError[] {
  const isPruned = deepEqual(pruneBySchema(preset, schema, schema["x-kubernetes-embedded-resource"] === true), preset);
  return [...(isPruned ? [] : [invalid(path, preset, "must not have unknown fields")]), ...validateBySchema(preset, schema, release, path)];
}
