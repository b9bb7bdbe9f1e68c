import type { Draft, KindDefinition } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalid } from "../../../machinery/validation/field-error.ts";
import { encodeBase64 } from "../../shared/base64.ts";
import { secretColumns, secretRow } from "./columns.ts";
import { secretDescribe } from "./describe.ts";
import type { Secret } from "./types.ts";
import { validateSecret, validateSecretUpdate } from "./validate.ts";

/** v1 Secret. */
export const secret: KindDefinition = {
  group: "",
  kind: "Secret",
  plural: "secrets",
  namespaced: true,
  defaults: defaultSecret,
  prepareForExport: refuseAccountTokens,
  validate: validateSecret,
  validateUpdate: validateSecretUpdate,
  columns: () => secretColumns,
  row: secretRow,
  selectableFields: secretFields,
  describe: secretDescribe,
};

/** The type is Opaque, and plain `stringData` goes into `data`, where it is kept. */
// pkg/apis/core/v1/{defaults,conversion}.go, 1.20
function defaultSecret(object: Draft): void {
  const secret = object as Secret;
  secret.type ??= "Opaque";
  for (const key in secret.stringData) (secret.data ??= {})[key] = encodeBase64(secret.stringData[key] ?? "");
  delete secret.stringData;
}

/** Secrets that are tied to the uid of a service account are no use elsewhere. */
// pkg/registry/core/secret/strategy.go Export, 1.20; the real one dumps the whole Go struct where this names the type
function refuseAccountTokens(object: Draft): FieldError[] {
  const { type = "", metadata } = object as Secret;
  const isToken = type === "kubernetes.io/service-account-token" || metadata.annotations?.["kubernetes.io/service-account.uid"];
  return isToken ? [invalid("type", type, "can not export service account secrets")] : [];
}

function secretFields(object: KubeObject): Record<string, string> {
  return { type: (object as Secret).type ?? "" };
}
