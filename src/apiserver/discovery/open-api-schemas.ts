import type { JsonObject } from "../../base/json.ts";
import type { Definition, FieldSchema, KindSchema, Schema } from "../../machinery/schema/schema.ts";

interface Walk {
  readonly schema: Schema;
  /** `#/definitions/` */
  readonly refPrefix: string;
  /** Definitions that were met. */
  readonly queue: string[];
}

/** The definitions of kinds and all that they are made of, as JSON schemas without prose. */
// kube-openapi/pkg/builder, 1.20; extensions as a live server publishes them
export function openApiSchemas(schema: Schema, kinds: readonly KindSchema[], refPrefix: string): JsonObject {
  const definitions: JsonObject = {};
  const seen = new Set<string>();
  const queue = kinds.flatMap((kind) => [kind.def, ...(kind.list === undefined ? [] : [kind.list])]);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const definition = schema.definition(name);
    if (definition) definitions[name] = definitionSchema({ schema, refPrefix, queue }, definition);
  }
  for (const kind of kinds) {
    const own = definitions[kind.def] as JsonObject | undefined;
    if (own) own["x-kubernetes-group-version-kind"] = [{ group: kind.group, kind: kind.kind, version: kind.version }];
  }
  return definitions;
}

function definitionSchema({ schema, refPrefix, queue }: Walk, definition: Definition): JsonObject {
  if (definition.scalar !== undefined) return scalarSchema(definition.scalar);
  if (definition.fields.length === 0) return { type: "object" };
  const properties: JsonObject = {};
  for (const field of definition.fields)
    properties[field.name] = { ...typeSchema({ schema, refPrefix, queue }, field.type), ...extensions(field) };
  const required = definition.fields.filter((field) => field.required).map((field) => field.name);
  return { type: "object", ...(required.length > 0 ? { required } : {}), properties };
}

function scalarSchema(scalar: string): JsonObject {
  if (scalar === "any") return {};
  const [type = "object", format] = scalar.split(":");
  return format === undefined ? { type } : { type, format };
}

function typeSchema(walk: Walk, type: string): JsonObject {
  if (type.startsWith("[]")) return { type: "array", items: typeSchema(walk, type.slice(2)) };
  if (type.startsWith("map[string]")) return { type: "object", additionalProperties: typeSchema(walk, type.slice("map[string]".length)) };
  if (!walk.schema.definition(type)) return scalarSchema(type);
  walk.queue.push(type);
  return { $ref: `${walk.refPrefix}${type}` };
}

function extensions(field: FieldSchema): JsonObject {
  return {
    ...(field.listType === undefined ? {} : { "x-kubernetes-list-type": field.listType }),
    ...(field.mapKeys === undefined ? {} : { "x-kubernetes-list-map-keys": field.mapKeys }),
    ...(field.mapType === undefined ? {} : { "x-kubernetes-map-type": field.mapType }),
    ...(field.patchMergeKey === undefined ? {} : { "x-kubernetes-patch-merge-key": field.patchMergeKey }),
    ...(field.patchStrategy === undefined ? {} : { "x-kubernetes-patch-strategy": field.patchStrategy }),
  };
}
