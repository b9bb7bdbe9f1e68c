import type { Draft, KindDefinition } from "../../../machinery/kind.ts";
import { serviceAccountColumns, serviceAccountRow } from "./columns.ts";
import { serviceAccountDescribe } from "./describe.ts";
import type { ServiceAccount } from "./types.ts";
import { validateServiceAccount, validateServiceAccountUpdate } from "./validate.ts";

/** v1 ServiceAccount. */
export const serviceAccount: KindDefinition = {
  group: "",
  kind: "ServiceAccount",
  plural: "serviceaccounts",
  namespaced: true,
  returnsDeleted: true,
  prepareForCreate: keepSecretNames,
  prepareForUpdate: keepSecretNames,
  validate: validateServiceAccount,
  validateUpdate: validateServiceAccountUpdate,
  columns: () => serviceAccountColumns,
  row: serviceAccountRow,
  describe: serviceAccountDescribe,
};

/** Of a reference to a secret only the name is kept. pkg/registry/core/serviceaccount/strategy.go cleanSecretReferences */
function keepSecretNames(object: Draft): void {
  const account = object as ServiceAccount;
  if (account.secrets) account.secrets = account.secrets.map(({ name }) => (name === undefined ? {} : { name }));
}
