import type { JsonObject } from "../../base/json.ts";
import type { Schema } from "../../machinery/schema/schema.ts";
import type { Release } from "../../release/release.ts";
import { openApiSchemas } from "./open-api-schemas.ts";

/** The release's OpenAPI v2 document, without prose: definitions as kubectl needs them to validate manifests and explain fields. */
export function openApiDocument(schema: Schema, release: Release): JsonObject {
  let document = documents.get(schema);
  if (!document) documents.set(schema, (document = makeDocument(schema, release)));
  return document;
}

const documents = new WeakMap<Schema, JsonObject>();

function makeDocument(schema: Schema, release: Release): JsonObject {
  const definitions = openApiSchemas(schema, schema.kinds, "#/definitions/");
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
