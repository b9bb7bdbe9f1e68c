import type { KindDefinition } from "../../../machinery/kind.ts";
import { bindingColumns, bindingRow } from "./columns.ts";
import { bindingDescribe } from "./describe.ts";
import { defaultRoleBinding } from "./defaults.ts";
import { validateRoleBinding, validateRoleBindingUpdate } from "./validate.ts";

/** rbac.authorization.k8s.io RoleBinding. */
export const roleBinding: KindDefinition = {
  group: "rbac.authorization.k8s.io",
  kind: "RoleBinding",
  plural: "rolebindings",
  namespaced: true,
  createOnUpdate: true,
  defaults: defaultRoleBinding,
  validate: validateRoleBinding,
  validateUpdate: validateRoleBindingUpdate,
  columns: () => bindingColumns,
  row: bindingRow,
  describe: bindingDescribe,
};
