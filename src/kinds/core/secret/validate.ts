import { sortedKeys } from "../../../base/bytewise.ts";
import { deepEqual } from "../../../base/deep.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, forbidden, invalid, required, tooLong } from "../../../machinery/validation/field-error.ts";
import { checkConfigKey, checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import { base64Bytes, decodeBase64 } from "../../shared/base64.ts";
import type { Secret } from "./types.ts";

const SECRET_BYTES_MAX = 1024 * 1024;
const ACCOUNT_NAME = "kubernetes.io/service-account.name";

// pkg/apis/core/validation/validation.go ValidateSecret, 1.20
export function validateSecret(object: KubeObject, context: RequestContext): FieldError[] {
  const { data = {} } = object as Secret;
  const errors = validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, context.release);
  let bytes = 0;
  for (const key of sortedKeys(data)) {
    for (const wrong of checkConfigKey(key)) errors.push(invalid(`data[${key}]`, key, wrong));
    bytes += base64Bytes(data[key] ?? "");
  }
  if (bytes > SECRET_BYTES_MAX) errors.push(tooLong("data", SECRET_BYTES_MAX, context.release));
  return [...errors, ...validateType(object, data)];
}

function validateType(secret: Secret, data: Record<string, string>): FieldError[] {
  switch (secret.type) {
    case "kubernetes.io/service-account-token":
      return secret.metadata.annotations?.[ACCOUNT_NAME] ? [] : [required(`metadata.annotations[${ACCOUNT_NAME}]`)];
    case "kubernetes.io/dockercfg":
      return validateJson(data, ".dockercfg");
    case "kubernetes.io/dockerconfigjson":
      return validateJson(data, ".dockerconfigjson");
    case "kubernetes.io/basic-auth":
      // Kubernetes forgot to fill in these paths.
      return "username" in data || "password" in data ? [] : [required("data[%s][username]"), required("data[%s][password]")];
    case "kubernetes.io/ssh-auth":
      return data["ssh-privatekey"] ? [] : [required("data[%s][ssh-privatekey]")];
    case "kubernetes.io/tls":
      return ["tls.crt", "tls.key"].filter((key) => !(key in data)).map((key) => required(`data[${key}]`));
    default:
      return [];
  }
}

function validateJson(data: Record<string, string>, key: string): FieldError[] {
  const value = data[key];
  if (value === undefined) return [required(`data[${key}]`)];
  const wrong = jsonObjectError(decodeBase64(value));
  return wrong === undefined ? [] : [invalid(`data[${key}]`, "<secret contents redacted>", wrong)];
}

/** What encoding/json says about a text that holds no object, as far as its first character tells. */
function jsonObjectError(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    const [first] = text.trimStart();
    if (first === undefined || '{["-0123456789tfn'.includes(first)) return "unexpected end of JSON input";
    return `invalid character '${first}' looking for beginning of value`;
  }
}

// ValidateSecretUpdate, 1.20
export function validateSecretUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  const now = object as Secret;
  const before = old as Secret;
  const errors = validateObjectMetaUpdate(object, old, context.release);
  if (now.type !== before.type) errors.push(invalid("type", now.type ?? "", "field is immutable"));
  if (before.immutable) {
    const detail = "field is immutable when `immutable` is set";
    if (!now.immutable) errors.push(forbidden("immutable", detail));
    if (!deepEqual(now.data ?? {}, before.data ?? {})) errors.push(forbidden("data", detail));
  }
  return [...errors, ...validateSecret(object, context)];
}
