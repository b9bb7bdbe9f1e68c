import { deepClone, deepEqual, setOwn } from "../../base/deep.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import { PatchError } from "./patch-schema.ts";

// RFC 6902 as github.com/evanphx/json-patch v4.9.0 understands it, which the API server of 1.20 uses. Its quirks are kept:
// `replace` of an absent member adds it, a negative index counts from the end.

const MISSING = "missing value";
const BAD_INDEX = "invalid index referenced";

/** Applies a JSON patch to a copy of the document. Throws {@link PatchError} with the library's text (the server answers 422). */
export function applyJsonPatch(document: JsonObject, patch: readonly JsonObject[]): JsonObject {
  let result = deepClone(document);
  for (const operation of patch) result = applyOperation(result, operation);
  return result;
}

function applyOperation(document: JsonObject, operation: JsonObject): JsonObject {
  const kind = operation["op"];
  const value = operation["value"];
  switch (kind) {
    case "add":
      add(document, pathOf(operation, "add operation failed to decode path", MISSING), value ?? null);
      break;
    case "remove":
      remove(document, pathOf(operation, "remove operation failed to decode path", MISSING));
      break;
    case "replace":
      replace(document, pathOf(operation, "replace operation failed to decode path"), value ?? null);
      break;
    case "move":
      move(document, operation);
      break;
    case "test":
      test(document, pathOf(operation, "test operation failed to decode path"), value);
      break;
    case "copy":
      copy(document, operation);
      break;
    default:
      throw new PatchError(`Unexpected kind: ${typeof kind === "string" ? kind : "unknown"}`);
  }
  return document;
}

/** The place that a pointer names: its container and the last part, decoded. */
interface Place {
  container: JsonObject | Json[];
  key: string;
}

function pathOf(operation: JsonObject, wrong: string, cause = `operation missing path field: ${MISSING}`): string {
  const path = operation["path"];
  if (typeof path !== "string") throw new PatchError(`${wrong}: ${cause}`);
  return path;
}

function fromOf(operation: JsonObject, wrong: string): string {
  const from = operation["from"];
  if (typeof from !== "string") throw new PatchError(`${wrong}: operation, missing from field: ${MISSING}`);
  return from;
}

const decode = (part: string): string => part.replaceAll("~1", "/").replaceAll("~0", "~");

function find(document: JsonObject, pointer: string, wrong: string): Place {
  const parts = pointer.split("/").map(decode);
  const key = parts.pop();
  if (key === undefined || parts.length === 0) throw new PatchError(`${wrong}: ${MISSING}`);
  let container: Json | undefined = document;
  for (const part of parts.slice(1)) {
    if (Array.isArray(container)) container = /^[+-]?\d+$/.test(part) ? container[Number(part)] : undefined;
    else if (isJsonObject(container)) container = container[part];
  }
  if (!Array.isArray(container) && !isJsonObject(container)) throw new PatchError(`${wrong}: ${MISSING}`);
  return { container, key };
}

/** A list index as strconv.Atoi reads it; the text of a failure is Go's. */
function indexOf(key: string, context: string): number {
  if (!/^[+-]?\d+$/.test(key)) throw new PatchError(`${context}strconv.Atoi: parsing ${JSON.stringify(key)}: invalid syntax`);
  return Number(key);
}

function badIndex(index: number, context: string): PatchError {
  return new PatchError(`${context}Unable to access invalid index: ${index}: ${BAD_INDEX}`);
}

function get({ container, key }: Place, context: string): Json | undefined {
  if (!Array.isArray(container)) return container[key];
  const index = indexOf(key, context);
  if (index >= container.length || index < 0) throw badIndex(index, context);
  return container[index];
}

function insert({ container, key }: Place, value: Json, context: string): void {
  if (!Array.isArray(container)) return setOwn(container, key, value);
  if (key === "-") {
    container.push(value);
    return;
  }
  const index = indexOf(key, `${context}value was not a proper array index: '${key}': `);
  const size = container.length + 1;
  if (index >= size || index < -size) throw badIndex(index, context);
  container.splice(index < 0 ? index + size : index, 0, value);
}

function take({ container, key }: Place, context: string): void {
  if (!Array.isArray(container)) {
    if (container[key] === undefined) throw new PatchError(`${context}Unable to remove nonexistent key: ${key}: ${MISSING}`);
    delete container[key];
    return;
  }
  const index = indexOf(key, context);
  if (index >= container.length || index < -container.length) throw badIndex(index, context);
  container.splice(index, 1);
}

function add(document: JsonObject, path: string, value: Json): void {
  insert(
    find(document, path, `add operation does not apply: doc is missing path: "${path}"`),
    deepClone(value),
    `error in add for path: '${path}': `,
  );
}

function remove(document: JsonObject, path: string): void {
  take(find(document, path, `remove operation does not apply: doc is missing path: "${path}"`), `error in remove for path: '${path}': `);
}

function replace(document: JsonObject, path: string, value: Json): void {
  const place = find(document, path, `replace operation does not apply: doc is missing path: ${path}`);
  const { container, key } = place;
  if (!Array.isArray(container)) return setOwn(container, key, deepClone(value));
  const index = Number(key);
  if (!Number.isInteger(index) || index < 0 || index >= container.length) {
    throw new PatchError(`replace operation does not apply: doc is missing key: ${path}: ${MISSING}`);
  }
  container[index] = deepClone(value);
}

function move(document: JsonObject, operation: JsonObject): void {
  const from = fromOf(operation, "move operation failed to decode from");
  const source = find(document, from, `move operation does not apply: doc is missing from path: ${from}`);
  const context = `error in move for path: '${source.key}': `;
  const value = get(source, context) ?? null;
  take(source, context);
  const path = pathOf(operation, "move operation failed to decode path");
  insert(
    find(document, path, `move operation does not apply: doc is missing destination path: ${path}`),
    value,
    `error in move for path: '${path}': `,
  );
}

function copy(document: JsonObject, operation: JsonObject): void {
  const from = fromOf(operation, "copy operation failed to decode from");
  const source = find(document, from, `copy operation does not apply: doc is missing from path: ${from}`);
  const value = get(source, `error in copy for from: '${from}': `) ?? null;
  const path = pathOf(operation, "copy operation failed to decode path", MISSING);
  const target = find(document, path, `copy operation does not apply: doc is missing destination path: ${path}`);
  insert(target, deepClone(value), "error while adding value during copy: ");
}

function test(document: JsonObject, path: string, expected: Json | undefined): void {
  const place = find(document, path, `test operation does not apply: is missing path: ${path}`);
  const found = get(place, `error in test for path: '${path}': `) ?? null;
  const equal = found === null ? expected === null || expected === undefined : deepEqual(found, expected);
  if (!equal) throw new PatchError(`testing value ${path} failed: test failed`);
}
