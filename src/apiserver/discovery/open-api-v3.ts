import type { JsonObject } from "../../base/json.ts";
import type { KindSchema, Schema } from "../../machinery/schema/schema.ts";
import type { Release } from "../../release/release.ts";
import type { ResourceIndex } from "../resources.ts";
import { customDefinitions, customResources } from "./custom-open-api.ts";
import { patchMediaTypes } from "../request/patch-media-types.ts";
import { openApiSchemas } from "./open-api-schemas.ts";
import { sha256 } from "../../base/sha256.ts";

const PREFIX = "/openapi/v3";
const REFS = "#/components/schemas/";
const PATCH_PARAMETERS = ["dryRun", "fieldManager", "fieldValidation", "force"];

/** `/openapi/v3` and the documents of group versions below it, `/openapi/v3/apis/apps/v1`; undefined for another path. */
// kube-openapi/pkg/handler3, served by default from 1.24 on
export function openApiV3Document(path: string, schema: Schema, release: Release, resources: ResourceIndex): JsonObject | undefined {
  if (!release.has("openApiV3")) return undefined;
  if (path === PREFIX) return { paths: index(schema, release, resources) };
  if (!path.startsWith(`${PREFIX}/`)) return undefined;
  let documents = written.get(schema);
  if (!documents) written.set(schema, (documents = new Map()));
  const root = path.slice(PREFIX.length + 1);
  let document = documents.get(root);
  if (document) return document;
  const kinds = schema.kinds.filter((kind) => kind.served && rootOf(kind) === root);
  if (kinds.length === 0) return customDocument(root, release, resources);
  document = documentOf(kinds, openApiSchemas(schema, kinds, REFS), release, true);
  documents.set(root, document);
  return document;
}

const written = new WeakMap<Schema, Map<string, JsonObject>>();

function rootOf({ group, version }: KindSchema): string {
  return group === "" ? `api/${version}` : `apis/${group}/${version}`;
}

function index(schema: Schema, release: Release, resources: ResourceIndex): JsonObject {
  const paths: JsonObject = {};
  for (const root of new Set(schema.kinds.filter((kind) => kind.served).map(rootOf))) {
    paths[root] = { serverRelativeURL: `${PREFIX}/${root}?hash=${hashOf(`${release.text} ${root}`)}` };
  }
  const custom = customResources(resources);
  for (const root of new Set(custom.map(({ row }) => rootOf(row)))) {
    const schemas = custom.filter(({ row }) => rootOf(row) === root).map((one) => JSON.stringify(one.custom?.schema));
    paths[root] = { serverRelativeURL: `${PREFIX}/${root}?hash=${hashOf(schemas.join(" "))}` };
  }
  return paths;
}

function customDocument(root: string, release: Release, resources: ResourceIndex): JsonObject | undefined {
  const custom = customResources(resources, root);
  return custom.length === 0
    ? undefined
    : documentOf(
        custom.map(({ row }) => row),
        customDefinitions(custom, REFS),
        release,
        false,
      );
}

/** What a document says follows from release and group version, so they stand for it. */
function hashOf(text: string): string {
  return sha256(text).toHex().toUpperCase();
}

function documentOf(kinds: readonly KindSchema[], schemas: JsonObject, release: Release, builtIn: boolean): JsonObject {
  const paths: JsonObject = {};
  const content = Object.fromEntries(patchMediaTypes(builtIn).map((type) => [type, {}]));
  for (const kind of kinds) {
    const collection = `/${rootOf(kind)}${kind.namespaced ? "/namespaces/{namespace}" : ""}/${kind.plural}`;
    const what = { "x-kubernetes-group-version-kind": { group: kind.group, kind: kind.kind, version: kind.version } };
    const can = (verb: string): boolean => kind.verbs.includes(verb);
    if (can("list") || can("create"))
      paths[collection] = { ...(can("list") ? { get: what } : {}), ...(can("create") ? { post: what } : {}) };
    if (can("get") || can("patch")) {
      const patch = { ...what, parameters: PATCH_PARAMETERS.map(parameter), requestBody: { content } };
      paths[`${collection}/{name}`] = { ...(can("get") ? { get: what } : {}), ...(can("patch") ? { patch } : {}) };
    }
  }
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: release.text },
    paths,
    components: { schemas },
  };
}

/** By its PATCH kubectl tells whether a kind takes dryRun and fieldValidation. */
function parameter(name: string): JsonObject {
  return { name, in: "query", schema: { type: name === "force" ? "boolean" : "string", uniqueItems: true } };
}
