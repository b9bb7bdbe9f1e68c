import { isJsonObject, type JsonValue } from "../../../base/json.ts";
import { parseYaml, YamlError } from "../../../base/yaml-in.ts";
import type { Release } from "../../../release/release.ts";
import { KustomizeError } from "../errors.ts";
import type { Kustomization } from "../kustomization.ts";
import type { Loader } from "../loader.ts";
import { builtInSchemas, documentSchemas, type FindSchema } from "./merge-schema.ts";

/** The versions of the API that kustomizes carry, by the minor version that k8sim reads them from. */
const BUILT_IN: Readonly<Record<number, readonly string[]>> = { 20: ["v1204", "v1.20.4"], 21: ["v1212", "v1.21.2"] };

/** The schemas that a kustomization's `openapi` names, or those built in. kyaml/openapi/openapi.go SetSchema */
export function findSchemas(loader: Loader, { openapi = {} }: Kustomization, release: Release): FindSchema {
  const minor = release.value("kustomizeSchema");
  const { path, version } = openapi;
  if (path === undefined) {
    if (version !== undefined && BUILT_IN[minor]?.includes(version) !== true) {
      throw new KustomizeError("the specified OpenAPI version is not built in");
    }
    return builtInSchemas(minor);
  }
  if (version !== undefined) throw new KustomizeError("builtin version and custom schema provided, cannot use both");
  const document = parse(loader.load(path));
  return isJsonObject(document) ? documentSchemas(document) : builtInSchemas(minor);
}

function parse(text: string): JsonValue {
  try {
    return parseYaml(text);
  } catch (error) {
    if (error instanceof YamlError) throw new KustomizeError(error.message);
    throw error;
  }
}
