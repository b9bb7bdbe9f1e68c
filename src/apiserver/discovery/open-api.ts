import type { JsonObject } from "../../base/json.ts";
import type { KindSchema, Schema } from "../../machinery/schema/schema.ts";
import type { Release } from "../../release/release.ts";
import type { ResourceIndex } from "../resources.ts";
import { patchMediaTypes } from "../request/patch-media-types.ts";
import { customDefinitions, customResources } from "./custom-open-api.ts";
import { openApiSchemas } from "./open-api-schemas.ts";

/** The server's OpenAPI v2 document, without prose: definitions as kubectl needs them to validate manifests and explain fields. */
export function openApiDocument(schema: Schema, release: Release, resources: ResourceIndex): JsonObject {
  let document = documents.get(schema);
  if (!document) documents.set(schema, (document = makeDocument(schema, release)));
  const custom = customResources(resources);
  if (custom.length === 0) return document;
  return {
    ...document,
    paths: {
      ...(document["paths"] as JsonObject),
      ...patchPaths(
        custom.map(({ row }) => row),
        false,
      ),
    },
    definitions: { ...(document["definitions"] as JsonObject), ...customDefinitions(custom, "#/definitions/") },
  };
}

const documents = new WeakMap<Schema, JsonObject>();

function makeDocument(schema: Schema, release: Release): JsonObject {
  const definitions = openApiSchemas(schema, schema.kinds, "#/definitions/");
  return { swagger: "2.0", info: { title: "Kubernetes", version: release.text }, paths: patchPaths(schema.kinds, true), definitions };
}

/**
 * The PATCH operations: kubectl reads from them whether a kind takes dryRun (kubectl/pkg/util/openapi/dryrun.go, 1.20) and strategic
 * merge patches (kubectl/pkg/cmd/apply/patcher.go getPatchTypeFromOpenAPI, 1.26).
 */
function patchPaths(kinds: readonly KindSchema[], builtIn: boolean): JsonObject {
  const paths: JsonObject = {};
  for (const { group, version, kind, plural, namespaced, verbs, served } of kinds) {
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
        consumes: patchMediaTypes(builtIn),
        "x-kubernetes-group-version-kind": { group, kind, version },
      },
    };
  }
  return paths;
}
