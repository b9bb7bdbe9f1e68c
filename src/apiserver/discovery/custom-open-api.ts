import type { JsonObject } from "../../base/json.ts";
import type { KindSchema } from "../../machinery/schema/schema.ts";
import { itemsOf, type JsonSchema } from "../../machinery/structural-schema/json-schema.ts";
import type { ResourceIndex, ServedResource } from "../resources.ts";

const OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
const LIST_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta";

/** The custom resources of one group version, or of all. */
export function customResources(resources: ResourceIndex, root?: string): ServedResource[] {
  return resources
    .groups()
    .flatMap(({ name, versions }) => versions.map((version) => ({ group: name, version })))
    .filter(({ group, version }) => root === undefined || root === `apis/${group}/${version}`)
    .flatMap(({ group, version }) => resources.rows(group, version))
    .filter((row) => row.def === "")
    .flatMap(({ group, version, plural }) => resources.find(group, version, plural) ?? []);
}

/** The definitions of custom resources and of their lists. */
// apiextensions-apiserver/pkg/controller/openapi/builder, 1.20
export function customDefinitions(served: readonly ServedResource[], refPrefix: string): JsonObject {
  const definitions: JsonObject = {};
  for (const { row, custom } of served) {
    const name = definitionName(row);
    definitions[name] = objectDefinition(row, custom?.schema, refPrefix);
    definitions[`${name}List`] = listDefinition(row, name, refPrefix);
  }
  return definitions;
}

/** `com.example.stable.v1.CronTab` */
function definitionName({ group, version, kind }: KindSchema): string {
  return [...group.split(".").toReversed(), version, kind].join(".");
}

function mark({ group, version }: KindSchema, kind: string): JsonObject {
  return { "x-kubernetes-group-version-kind": [{ group, kind, version }] };
}

function objectDefinition(row: KindSchema, schema: JsonSchema | undefined, refPrefix: string): JsonObject {
  if (!schema) return { type: "object", ...mark(row, row.kind) };
  const { properties, ...rest } = publishedSchema(schema);
  const meta = { apiVersion: { type: "string" }, kind: { type: "string" }, metadata: { $ref: `${refPrefix}${OBJECT_META}` } };
  // A schema that keeps what it does not know says nothing about its fields.
  const own = schema["x-kubernetes-preserve-unknown-fields"] ? {} : { properties: { ...(properties as JsonObject | undefined), ...meta } };
  return { ...rest, ...own, ...mark(row, row.kind) };
}

function listDefinition(row: KindSchema, name: string, refPrefix: string): JsonObject {
  return {
    type: "object",
    required: ["items"],
    properties: {
      apiVersion: { type: "string" },
      items: { type: "array", items: { $ref: `${refPrefix}${name}` } },
      kind: { type: "string" },
      metadata: { $ref: `${refPrefix}${LIST_META}` },
    },
    ...mark(row, row.list ?? `${row.kind}List`),
  };
}

const HIDDEN = new Set(["default", "nullable", "oneOf", "anyOf", "allOf", "not", "items", "properties", "additionalProperties"]);

/** A schema as clients get it: they would misread what OpenAPI 2 does not know. */
// apiextensions-apiserver/pkg/controller/openapi/v2/conversion.go
function publishedSchema(schema: JsonSchema): JsonObject {
  const published: JsonObject = {};
  for (const [key, value] of Object.entries(schema)) if (!HIDDEN.has(key) && value !== undefined) published[key] = value as JsonObject;
  if (schema["x-kubernetes-int-or-string"] || schema.nullable) {
    delete published["type"];
    return published;
  }
  if (schema["x-kubernetes-preserve-unknown-fields"]) return published;
  const items = itemsOf(schema);
  if (items) published["items"] = publishedSchema(items);
  const more = schema.additionalProperties;
  if (more !== undefined) published["additionalProperties"] = typeof more === "object" ? publishedSchema(more) : more;
  if (schema.properties) {
    published["properties"] = Object.fromEntries(Object.entries(schema.properties).map(([name, below]) => [name, publishedSchema(below)]));
  }
  return published;
}
