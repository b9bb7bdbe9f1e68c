import { deepClone } from "../../base/deep.ts";
import type { JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { GoJsonOptions } from "../go-json.ts";
import { goJson } from "../go-json.ts";
import { fnv32, safeEncode } from "./fnv.ts";

/**
 * What a ControllerRevision of a DaemonSet or StatefulSet holds, as the bytes that Go writes.
 * `template` is the set's spec.template as the API returns it. pkg/controller/history, getPatch
 */
export function revisionData(template: JsonObject, options: GoJsonOptions): string {
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
