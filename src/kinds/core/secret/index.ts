import type { Draft, KindDefinition } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
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

function secretFields(object: KubeObject): Record<string, string> {
  return { type: (object as Secret).type ?? "" };
}
