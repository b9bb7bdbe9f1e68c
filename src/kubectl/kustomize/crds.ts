import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json.ts";
import { parseYaml, YamlError } from "../../base/yaml-in.ts";
import { sortedKeys } from "../../base/bytewise.ts";
import { KustomizeError } from "./errors.ts";
import { EMPTY_CONFIG, type FieldSpec, mergeConfigs, type NameReference, type TransformerConfig } from "./field-specs.ts";
import type { KindOrder } from "./gvk.ts";
import type { Loader } from "./loader.ts";

/** What the OpenAPI documents under `crds` tell about labels, annotations, names and references of custom types. */
// api/internal/accumulator/loadconfigfromcrds.go, pkg/transformers/config/factorycrd.go
export function loadCrdConfig(loader: Loader, paths: readonly string[], order: KindOrder): TransformerConfig {
  let config = EMPTY_CONFIG;
  for (const path of paths) {
    for (const one of readDefinitions(loader.load(path), path)) config = mergeConfigs(config, one, order, false);
  }
  return config;
}

function readDefinitions(text: string, path: string): TransformerConfig[] {
  let value: JsonValue;
  try {
    value = parseYaml(text);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new KustomizeError(`unable to parse open API definition from '${path}': error converting YAML to JSON: ${error.message}`);
  }
  if (!isJsonObject(value)) return [];
  const definitions = value;
  return sortedKeys(definitions)
    .filter((name) => ["kind", "apiVersion", "metadata"].every((field) => field in propertiesOf(definitions, name)))
    .map((name) => {
      const found: Found = { labels: [], annotations: [], names: [], references: [] };
      readProperties({ definitions, kind: name.slice(name.lastIndexOf(".") + 1), found }, name, []);
      return {
        ...EMPTY_CONFIG,
        namePrefix: found.names,
        commonLabels: found.labels,
        commonAnnotations: found.annotations,
        nameReference: found.references,
      };
    });
}

interface Found {
  readonly labels: FieldSpec[];
  readonly annotations: FieldSpec[];
  readonly names: FieldSpec[];
  readonly references: NameReference[];
}

interface Reading {
  readonly definitions: JsonObject;
  readonly kind: string;
  readonly found: Found;
}

function propertiesOf(definitions: JsonObject, name: string): JsonObject {
  const definition = definitions[name];
  const schema = isJsonObject(definition) ? (definition["Schema"] ?? definition["schema"]) : undefined;
  const properties = isJsonObject(schema) ? schema["properties"] : undefined;
  return isJsonObject(properties) ? properties : {};
}

function readProperties(reading: Reading, name: string, path: readonly string[]): void {
  const properties = propertiesOf(reading.definitions, name);
  for (const key of sortedKeys(properties)) {
    const property = properties[key];
    if (!isJsonObject(property)) continue;
    readProperty(reading, property, [...path, key]);
    const reference = property["$ref"];
    if (typeof reference === "string" && reference !== name) readProperties(reading, reference, [...path, key]);
  }
}

function readProperty({ kind, found }: Reading, property: JsonObject, path: readonly string[]): void {
  const spec: FieldSpec = { kind, path: path.join("/") };
  if ("x-kubernetes-annotation" in property) found.annotations.push(spec);
  if ("x-kubernetes-label-selector" in property) found.labels.push(spec);
  if ("x-kubernetes-identity" in property) found.names.push(spec);
  const version = property["x-kubernetes-object-ref-api-version"];
  const target = property["x-kubernetes-object-ref-kind"];
  if (typeof version !== "string" || typeof target !== "string") return;
  const key = property["x-kubernetes-object-ref-name-key"];
  const field = { kind, path: [...path, typeof key === "string" ? key : "name"].join("/") };
  found.references.push({ kind: target, version, fieldSpecs: [field] });
}
