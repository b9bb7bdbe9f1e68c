import { isJsonObject, type JsonValue } from "../../base/json.ts";
import { parseYaml, YamlError } from "../../base/yaml-in.ts";
import type { Release } from "../../release/release.ts";
import { defaultConfig } from "./default-specs.ts";
import { KustomizeError } from "./errors.ts";
import { EMPTY_CONFIG, mergeConfigs, sortConfig, type TransformerConfig } from "./field-specs.ts";
import { type GoShape, BOOL, decodeStrict, listOf, STRING, structOf } from "./go-struct.ts";
import { type KindOrder, ORDER_V2, ORDER_V4 } from "./gvk.ts";
import type { Loader } from "./loader.ts";

/** The order of kinds in a release's kustomize. */
export function kindOrder(release: Release): KindOrder {
  return release.value("kustomizeEngine") === "v2" ? ORDER_V2 : ORDER_V4;
}

/** The default places, with those that the files under `configurations` add. Throws KustomizeError. */
export function makeConfig(loader: Loader, paths: readonly string[], release: Release): TransformerConfig {
  let added = EMPTY_CONFIG;
  for (const path of paths) {
    const config = readConfig(loader.load(path), release);
    added = mergeConfigs(added, sortConfig(config, kindOrder(release)), kindOrder(release), namesLists(release));
  }
  const defaults = defaultConfig(release);
  return paths.length === 0 ? defaults : mergeConfigs(defaults, added, kindOrder(release), namesLists(release));
}

/** Whether errors about specs that contradict each other name the list. */
export function namesLists(release: Release): boolean {
  return release.value("kustomizeInvalid") !== "";
}

function configShape(): GoShape {
  const spec = { group: STRING, version: STRING, kind: STRING, path: STRING, create: BOOL };
  const specs = listOf(structOf("types.FieldSpec", spec));
  const reference = structOf("builtinconfig.NameBackReferences", { group: STRING, version: STRING, kind: STRING, fieldSpecs: specs });
  const lists = Object.keys(EMPTY_CONFIG).filter((name) => name !== "nameReference");
  return structOf("builtinconfig.TransformerConfig", {
    ...Object.fromEntries(lists.map((name) => [name, specs])),
    nameReference: listOf(reference),
  });
}

function readConfig(text: string, release: Release): TransformerConfig {
  let value: JsonValue;
  try {
    value = parseYaml(text, { strict: release.value("kustomizeEngine") === "v4" });
  } catch (error) {
    if (error instanceof YamlError) throw new KustomizeError(`error converting YAML to JSON: ${error.message}`);
    throw error;
  }
  const known = isJsonObject(value) && release.value("kustomizeEngine") === "v2" ? onlyKnown(value) : value;
  try {
    return { ...EMPTY_CONFIG, ...(decodeStrict(known, configShape()) as unknown as Partial<TransformerConfig>) };
  } catch (error) {
    if (error instanceof KustomizeError) throw new KustomizeError(`error unmarshaling JSON: while decoding JSON: ${error.message}`);
    throw error;
  }
}

/** kustomize 2.0 passes over fields that it does not know. */
function onlyKnown(value: Record<string, JsonValue>): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key in EMPTY_CONFIG));
}
