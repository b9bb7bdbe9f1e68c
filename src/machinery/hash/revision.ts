import { sortedKeys } from "../../base/bytewise.ts";
import { deepClone } from "../../base/deep.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import { fnv32, safeEncode } from "./fnv.ts";

/** Go writes \b and \f in the long form until 1.22, which builds Kubernetes from 1.30 on. */
export interface RevisionDataOptions {
  shortControlEscapes: boolean;
}

/**
 * What a ControllerRevision of a DaemonSet or StatefulSet holds, as the bytes that Go writes.
 * `template` is the set's spec.template as the API returns it. pkg/controller/history, getPatch
 */
export function revisionData(template: JsonObject, options: RevisionDataOptions): string {
  return goJson(revisionPatch(template), options);
}

/** {@link revisionData} as an object, for ControllerRevision.data. */
export function revisionPatch(template: JsonObject): JsonObject {
  const whole = deepClone(template);
  keepEmptyStructs(whole);
  return { spec: { template: { ...whole, $patch: "replace" } } };
}

/** Typed Go values always print their struct members, set or not. */
function keepEmptyStructs(template: JsonObject): void {
  const metadata = isJsonObject(template["metadata"]) ? template["metadata"] : {};
  template["metadata"] = { creationTimestamp: null, ...metadata };
  const spec = template["spec"];
  if (!isJsonObject(spec)) return;
  for (const list of ["containers", "initContainers", "ephemeralContainers"]) {
    const containers = spec[list];
    if (!Array.isArray(containers)) continue;
    for (const container of containers) if (isJsonObject(container)) container["resources"] ??= {};
  }
}

/**
 * The hash of a StatefulSet's revision: FNV-1 over the data and the decimal collision count, which counts as 0 when absent.
 * pkg/controller/history/controller_history.go HashControllerRevision
 */
export function statefulSetRevisionHash(data: string, collisionCount?: number): string {
  return safeEncode(String(fnv32(data + String(collisionCount ?? 0))));
}

const ESCAPED = /["\\<>&\u0000-\u001f\u2028\u2029]/g;
const SHORT_ESCAPES: Record<string, string> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** encoding/json.Marshal of a map: keys sorted, `<`, `>`, `&` and two line separators escaped. */
function goJson(value: Json | undefined, options: RevisionDataOptions): string {
  if (typeof value === "string") return goString(value, options);
  if (Array.isArray(value)) return `[${value.map((item) => goJson(item, options)).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value ?? null);
  const members = sortedKeys(value).filter((key) => value[key] !== undefined);
  return `{${members.map((key) => `${goString(key, options)}:${goJson(value[key], options)}`).join(",")}}`;
}

function goString(text: string, { shortControlEscapes }: RevisionDataOptions): string {
  const escaped = text.replace(ESCAPED, (character) => {
    if (shortControlEscapes && character === "\b") return "\\b";
    if (shortControlEscapes && character === "\f") return "\\f";
    return SHORT_ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return `"${escaped}"`;
}
