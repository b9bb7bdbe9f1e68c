import { isJsonObject, type JsonObject } from "../../base/json.ts";
import { goJson } from "../../machinery/go-json.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { Definition, Schema } from "../../machinery/schema/schema.ts";
import type { Release } from "../../release/release.ts";
import type { DecodeProblem } from "../../machinery/decode/decode-problem.ts";
import { encodingJsonText, goTypeOf, quantityText } from "../../machinery/decode/encoding-json-text.ts";
import { jsonIteratorError } from "./json-iterator-error.ts";

/** What the release's JSON decoder says about a problem in a body. */
export function decodeErrorText(
  problem: DecodeProblem,
  body: KubeObject,
  definition: Definition,
  schema: Schema,
  release: Release,
): string {
  if (release.has("jsonIteratorDecoding")) {
    const text = jsonIteratorError(schema, definition, `${goJson(body as unknown as JsonObject)}\n`);
    if (text !== undefined) return text;
  }
  return encodingJsonText(problem, definition, schema);
}

/** What runtime.DefaultUnstructuredConverter says of a strategic patch whose result does not fit: `unrecognized type: int32`. */
// apimachinery/pkg/runtime/converter.go
export function converterText({ expected, value }: DecodeProblem): string {
  const kind = kindOf(value);
  if (expected === "quantity" && (typeof value === "string" || typeof value === "number")) return quantityText(value);
  if (expected.startsWith("[]")) return `cannot restore slice from ${kind}`;
  if (expected.startsWith("map[")) return `cannot restore map from ${kind}`;
  if (expected.startsWith("io.k8s.")) return `cannot restore struct from: ${kind}`;
  // Go converts whole numbers to strings (and means runes): the converter stumbles over that pair of its own.
  if (kind === "int64" && goTypeOf(expected) === "string") return "cannot convert int64 to string";
  return `unrecognized type: ${goTypeOf(expected)}`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "slice";
  if (isJsonObject(value)) return "map";
  if (typeof value === "number") return Number.isInteger(value) ? "int64" : "float64";
  return typeof value === "boolean" ? "bool" : "string";
}
