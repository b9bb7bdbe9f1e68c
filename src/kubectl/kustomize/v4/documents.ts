import { isJsonObject, type JsonObject, type JsonValue } from "../../../base/json.ts";
import { goValueV } from "../../../base/go-format.ts";
import { parseYaml, YamlError } from "../../../base/yaml-in.ts";
import { KustomizeError, UnprintableError } from "../errors.ts";
import { scalarText } from "../scalars.ts";
import { noteBlank } from "./blanks.ts";
import { pairsOf } from "./resource.ts";

const SEPARATOR = /\n---.*\n/g;

/** Objects of a YAML stream, lists taken apart. Throws KustomizeError. api/resource/factory.go SliceFromBytes */
export function readObjects(text: string): JsonObject[] {
  const queue: JsonObject[] = validated(readDocuments(text));
  const objects: JsonObject[] = [];
  for (let object = queue.shift(); object !== undefined; object = queue.shift()) {
    const items = object["items"];
    if (!scalarText(object["kind"]).endsWith("List") || items === undefined) objects.push(object);
    else if (Array.isArray(items)) queue.push(...validated(items));
    else if (items !== null) {
      throw new KustomizeError(`expected array in ${scalarText(object["kind"])}/items, but found ${goType(items)}`);
    }
  }
  return objects;
}

function goType(value: JsonValue): string {
  return isJsonObject(value)
    ? "map[string]interface {}"
    : typeof value === "boolean"
      ? "bool"
      : typeof value === "number"
        ? "int"
        : "string";
}

/** Cuts the stream and reads its documents as go-yaml v3 does. kyaml/kio/byteio_reader.go */
function readDocuments(text: string): JsonValue[] {
  const parts = splitDocuments(text.replaceAll("\r\n", "\n"));
  const values = parts.map(readOne);
  const [only] = values;
  const kind = isJsonObject(only) ? scalarText(only["kind"]) : "";
  const isWrapped = parts.length === 1 && isJsonObject(only) && (kind === "ResourceList" || kind === "List") && only["items"] !== undefined;
  return isWrapped && Array.isArray(only["items"]) ? only["items"] : values;
}

function splitDocuments(text: string): string[] {
  if (text === "") return [];
  const parts: string[] = [];
  let start = 0;
  for (const match of text.matchAll(SEPARATOR)) {
    const rest = match[0].slice(4).trim();
    if (rest !== "" && !rest.startsWith("#")) throw new KustomizeError(`invalid document separator: ${match[0].trim()}`);
    parts.push(`${text.slice(start, match.index)}\n`);
    start = match.index + match[0].length;
  }
  return [...parts, text.slice(start)];
}

function readOne(text: string): JsonValue {
  try {
    return parseYaml(text, { version: "1.2", strict: true, onBlank: noteBlank });
  } catch (error) {
    // go-yaml v3 takes a key that comes twice, and stumbles over it when the object is printed.
    if (error instanceof YamlError && error.message.startsWith("yaml: unmarshal errors")) throw new UnprintableError(error.message);
    if (error instanceof YamlError) throw new KustomizeError(`MalformedYAMLError: ${error.message}`);
    throw error;
  }
}

function isEmpty(value: JsonValue): boolean {
  if (value === null) return true;
  return Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0;
}

function validated(values: readonly JsonValue[]): JsonObject[] {
  return values.filter((value) => !isEmpty(value)).map(demandMetadata);
}

/** kyaml/yaml/rnode.go GetValidatedMetadata */
function demandMetadata(value: JsonValue): JsonObject {
  const object = isJsonObject(value) ? value : {};
  const metadata = isJsonObject(object["metadata"]) ? object["metadata"] : {};
  const [apiVersion, kind] = [scalarText(object["apiVersion"]), scalarText(object["kind"])];
  const [name, namespace] = [scalarText(metadata["name"]), scalarText(metadata["namespace"])];
  const pairs = (field: "labels" | "annotations"): string => goValueV(pairsOf(object, field));
  if ([apiVersion, kind, name, namespace].every((text) => text === "") && pairs("labels") + pairs("annotations") === "map[]map[]") {
    throw new KustomizeError("missing Resource metadata");
  }
  const shown = (): string => `{{${apiVersion} ${kind}} {{${name} ${namespace}} ${pairs("labels")} ${pairs("annotations")}}}`;
  if (kind === "") throw new KustomizeError(`missing kind in object ${shown()}`);
  if (name === "" && !kind.endsWith("List")) throw new KustomizeError(`missing metadata.name in object ${shown()}`);
  return object;
}

/** A value as the error of a node of the wrong kind shows it. */
export function wrongKind(expected: "MappingNode" | "ScalarNode" | "SequenceNode", value: JsonValue, contents: string): KustomizeError {
  const found = Array.isArray(value) ? "SequenceNode" : isJsonObject(value) ? "MappingNode" : "ScalarNode";
  return new KustomizeError(`wrong node kind: expected ${expected} but got ${found}: node contents:\n${contents}`);
}
