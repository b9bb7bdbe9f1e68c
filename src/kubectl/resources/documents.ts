import { canonicalJson } from "../../base/canonical-json.ts";
import { jsonTypeOf, isJsonObject, type JsonObject, type JsonValue } from "../../base/json.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { CommandError } from "../errors.ts";
import { checkMetadata } from "./metadata-check.ts";
import { decodeJsonStream, JsonSyntaxError } from "./json-stream.ts";

/** Why a manifest would not do; thrown before it is decoded. */
export type ManifestCheck = (value: JsonValue) => Promise<void>;

/**
 * Splits and parses a stream of YAML or JSON documents; empty ones are passed over. Throws CommandError: `error parsing f.yaml: …`;
 * `placesByOffset` is for clients that count characters, not lines, to what is no JSON.
 */
// k8s.io/apimachinery/pkg/util/yaml/decoder.go YAMLOrJSONDecoder
export async function* parseStream(text: string, source: string, placesByOffset: boolean): AsyncGenerator<JsonValue> {
  try {
    if (text.trimStart().startsWith("{")) {
      yield* decodeJsonStream(text);
      return;
    }
  } catch (error) {
    const place = error instanceof JsonSyntaxError ? `json: ${placesByOffset ? `offset ${error.offset}` : `line ${error.line}`}: ` : "";
    throw new CommandError(`error parsing ${source}: ${place}${(error as Error).message}`);
  }
  const [{ splitYamlDocuments }, { parseYaml }] = await Promise.all([
    import("../../base/yaml-documents.ts"),
    import("../../base/yaml-in.ts"),
  ]);
  for (const document of splitYamlDocuments(text)) {
    try {
      yield parseYaml(document.text);
    } catch (error) {
      throw new CommandError(`error parsing ${source}: error converting YAML to JSON: ${(error as Error).message}`);
    }
  }
}

/** Turns a parsed document into an object; throws CommandError: `unable to decode "f.yaml": …`. */
// apimachinery/pkg/apis/meta/v1/unstructured/helpers.go, cli-runtime/pkg/resource/metadata_decoder.go
export function decodeObject(value: JsonValue, source: string, quotesContext: boolean): KubeObject {
  const fail = (why: string): never => {
    throw new CommandError(`unable to decode "${source}": ${why}`);
  };
  if (!isJsonObject(value)) return fail(`json: cannot unmarshal ${jsonTypeOf(value)} into Go value of type unstructured.detector`);
  if (typeof value["kind"] !== "string" || value["kind"] === "") {
    return fail(`Object 'Kind' is missing in '${canonicalJson(value)}'`);
  }
  const problem = checkMetadata(value, quotesContext);
  if (problem !== undefined) return fail(problem);
  const metadata = isJsonObject(value["metadata"]) ? value["metadata"] : {};
  return {
    ...value,
    apiVersion: typeof value["apiVersion"] === "string" ? value["apiVersion"] : "",
    kind: value["kind"],
    metadata,
  } as KubeObject;
}

/** The members of a list, nested lists taken apart; the object itself when it is no list. A member that tells no type has its list's. */
// apimachinery/pkg/apis/meta/v1/unstructured/helpers.go decodeToList
export function itemsOf(object: KubeObject): readonly KubeObject[] {
  const items = object["items"];
  if (!object.kind.endsWith("List") || !Array.isArray(items)) return [object];
  const { apiVersion } = object;
  const kind = object.kind.slice(0, -"List".length);
  return (items as JsonObject[]).flatMap((item) => {
    const named = kind !== "" && !item["kind"] && !item["apiVersion"] ? { ...item, apiVersion, kind } : item;
    return itemsOf({ apiVersion: "", kind: "", metadata: {}, ...named } as unknown as KubeObject);
  });
}
