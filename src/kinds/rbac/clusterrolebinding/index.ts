import type { KindDefinition } from "../../../machinery/kind.ts";
import { bindingColumns, bindingRow } from "../rolebinding/columns.ts";
import { bindingDescribe } from "../rolebinding/describe.ts";
import { defaultRoleBinding } from "../rolebinding/defaults.ts";
import { validateClusterRoleBinding, validateClusterRoleBindingUpdate } from "../rolebinding/validate.ts";

/** rbac.authorization.k8s.io ClusterRoleBinding. */
export const clusterRoleBinding: KindDefinition = {
  group: "rbac.authorization.k8s.io",
  kind: "ClusterRoleBinding",
  plural: "clusterrolebindings",
  namespaced: false,
  createOnUpdate: true,
  defaults: defaultRoleBinding,
  validate: validateClusterRoleBinding,
  validateUpdate: validateClusterRoleBindingUpdate,
  columns: () => bindingColumns,
  row: bindingRow,
  describe: bindingDescribe,
};
