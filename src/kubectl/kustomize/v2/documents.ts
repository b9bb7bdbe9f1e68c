import { goValueV } from "../../../base/go-format.ts";
import { goJson } from "../../../base/json-out.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../base/json.ts";
import { splitYamlDocuments } from "../../../base/yaml-documents.ts";
import { parseYaml, YamlError } from "../../../base/yaml-in.ts";
import { decodeJsonStream } from "../../resources/json-stream.ts";
import { KustomizeError } from "../errors.ts";
import { scalarText } from "../scalars.ts";

/** Objects of a file, lists taken apart. Throws KustomizeError, which names the file when the text is malformed. */
// cli-runtime/pkg/kustomize/k8sdeps/kunstruct/factory.go SliceFromBytes, pkg/resource/factory.go
export function readObjects(text: string, path: string): JsonObject[] {
  const objects: JsonObject[] = [];
  for (const value of decodeAll(text, path)) {
    if (value === null || (isJsonObject(value) && Object.keys(value).length === 0)) continue;
    objects.push(...flatten(checked(value, path)));
  }
  return objects;
}

function malformed(path: string, message: string): KustomizeError {
  return new KustomizeError(`YAML file [${path}] encounters a format error.\n${message}\n`);
}

function* decodeAll(text: string, path: string): Generator<JsonValue> {
  if (text.trimStart().startsWith("{")) {
    try {
      yield* decodeJsonStream(text);
      return;
    } catch (error) {
      throw error instanceof KustomizeError ? error : new KustomizeError((error as Error).message);
    }
  }
  for (const document of splitYamlDocuments(text)) {
    let value: JsonValue;
    try {
      value = parseYaml(document.text);
    } catch (error) {
      if (!(error instanceof YamlError)) throw error;
      throw malformed(path, `error converting YAML to JSON: ${error.message}`);
    }
    yield value;
  }
}

function checked(value: JsonValue, path: string): JsonObject {
  const fail = (why: string): KustomizeError => malformed(path, `error unmarshaling JSON: while decoding JSON: ${why}`);
  if (!isJsonObject(value)) {
    const type = Array.isArray(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value;
    throw fail(`json: cannot unmarshal ${type} into Go value of type map[string]interface {}`);
  }
  const kind = scalarText(value["kind"]);
  if (kind === "") throw fail(`Object 'Kind' is missing in '${goJson(value, { sortKeys: true })}'`);
  const metadata = value["metadata"];
  const name = isJsonObject(metadata) ? metadata["name"] : undefined;
  if ((typeof name !== "string" || name === "") && !kind.endsWith("List"))
    throw new KustomizeError(`missing metadata.name in object {${goValueV(value)}}`);
  return value;
}

function flatten(object: JsonObject): JsonObject[] {
  if (!scalarText(object["kind"]).endsWith("List")) return [object];
  const items = object["items"];
  if (!Array.isArray(items)) return [];
  return items.filter(isJsonObject).flatMap((item) => flatten(item));
}
