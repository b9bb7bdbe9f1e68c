import type { JsonObject } from "../../base/json.ts";
import type { Definition, FieldSchema, Schema } from "../../machinery/schema/schema.ts";
import type { Release } from "../../release/release.ts";

/** The release's OpenAPI v2 document, without prose: definitions as kubectl needs them to validate manifests and explain fields. */
// kube-openapi/pkg/builder, 1.20; extensions as a live server publishes them
export function openApiDocument(schema: Schema, release: Release): JsonObject {
  let document = documents.get(schema);
  if (!document) documents.set(schema, (document = makeDocument(schema, release)));
  return document;
}

const documents = new WeakMap<Schema, JsonObject>();

function makeDocument(schema: Schema, release: Release): JsonObject {
  const definitions: JsonObject = {};
  const seen = new Set<string>();
  const queue = schema.kinds.flatMap((kind) => [kind.def, ...(kind.list === undefined ? [] : [kind.list])]);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const definition = schema.definition(name);
    if (!definition) continue;
    definitions[name] = definitionSchema(schema, definition, queue);
  }
  for (const kind of schema.kinds) {
    const own = definitions[kind.def] as JsonObject | undefined;
    if (own) own["x-kubernetes-group-version-kind"] = [{ group: kind.group, kind: kind.kind, version: kind.version }];
  }
  return { swagger: "2.0", info: { title: "Kubernetes", version: release.text }, paths: patchPaths(schema), definitions };
}

/** The PATCH operations: kubectl reads from them whether a kind takes dryRun. kubectl/pkg/util/openapi/dryrun.go, 1.20 */
function patchPaths(schema: Schema): JsonObject {
  const paths: JsonObject = {};
  for (const { group, version, kind, plural, namespaced, verbs, served } of schema.kinds) {
    if (!served || !verbs.includes("patch")) continue;
    const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
    paths[`${root}${namespaced ? "/namespaces/{namespace}" : ""}/${plural}/{name}`] = {
      patch: {
        parameters: ["dryRun", "fieldManager", "force"].map((name) => ({
          name,
          in: "query",
          type: name === "force" ? "boolean" : "string",
          uniqueItems: true,
        })),
        "x-kubernetes-group-version-kind": { group, kind, version },
      },
    };
  }
  return paths;
}

function definitionSchema(schema: Schema, definition: Definition, queue: string[]): JsonObject {
  if (definition.scalar !== undefined) return scalarSchema(definition.scalar);
  if (definition.fields.length === 0) return { type: "object" };
  const properties: JsonObject = {};
  for (const field of definition.fields) properties[field.name] = { ...typeSchema(schema, field.type, queue), ...extensions(field) };
  const required = definition.fields.filter((field) => field.required).map((field) => field.name);
  return { type: "object", ...(required.length > 0 ? { required } : {}), properties };
}

function scalarSchema(scalar: string): JsonObject {
  if (scalar === "any") return {};
  const [type = "object", format] = scalar.split(":");
  return format === undefined ? { type } : { type, format };
}

function typeSchema(schema: Schema, type: string, queue: string[]): JsonObject {
  if (type.startsWith("[]")) return { type: "array", items: typeSchema(schema, type.slice(2), queue) };
  if (type.startsWith("map[string]"))
    return { type: "object", additionalProperties: typeSchema(schema, type.slice("map[string]".length), queue) };
  if (!schema.definition(type)) return scalarSchema(type);
  queue.push(type);
  return { $ref: `#/definitions/${type}` };
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
