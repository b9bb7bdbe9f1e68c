import { sortedKeys } from "../../../base/bytewise.ts";
import { deepEqual } from "../../../base/deep.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, forbidden, invalid, tooLong } from "../../../machinery/validation/field-error.ts";
import { byteLength, checkConfigKey, checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import { base64Bytes } from "../../shared/base64.ts";
import type { ConfigMap } from "./types.ts";

const CONFIG_MAP_BYTES_MAX = 1024 * 1024;

// pkg/apis/core/validation/validation.go ValidateConfigMap, 1.20
export function validateConfigMap(object: KubeObject, context: RequestContext): FieldError[] {
  const { data = {}, binaryData = {} } = object as ConfigMap;
  const errors = validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, context.release);
  let bytes = 0;
  for (const key of sortedKeys(data)) {
    for (const wrong of checkConfigKey(key)) errors.push(invalid(`data[${key}]`, key, wrong));
    if (Object.hasOwn(binaryData, key)) errors.push(invalid(`data[${key}]`, key, "duplicate of key present in binaryData"));
    bytes += byteLength(data[key] ?? "");
  }
  for (const key of sortedKeys(binaryData)) {
    for (const wrong of checkConfigKey(key)) errors.push(invalid(`binaryData[${key}]`, key, wrong));
    bytes += base64Bytes(binaryData[key] ?? "");
  }
  // The limit belongs to the object as a whole: Go prints the empty path as [].
  if (bytes > CONFIG_MAP_BYTES_MAX) errors.push(tooLong("[]", CONFIG_MAP_BYTES_MAX, context.release));
  return errors;
}

// ValidateConfigMapUpdate, 1.20: immutable since 1.19 (alpha and off in 1.18)
export function validateConfigMapUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  const now = object as ConfigMap;
  const before = old as ConfigMap;
  const errors = validateObjectMetaUpdate(object, old, context.release);
  if (before.immutable) {
    const detail = "field is immutable when `immutable` is set";
    if (!now.immutable) errors.push(forbidden("immutable", detail));
    if (!deepEqual(now.data ?? {}, before.data ?? {})) errors.push(forbidden("data", detail));
    if (!deepEqual(now.binaryData ?? {}, before.binaryData ?? {})) errors.push(forbidden("binaryData", detail));
  }
  return [...errors, ...validateConfigMap(object, context)];
}
