import type { KindDefinition } from "../../../machinery/kind.ts";
import { roleColumns, roleRow } from "../role/columns.ts";
import { roleDescribe } from "../role/describe.ts";
import { validateClusterRole, validateClusterRoleUpdate } from "./validate.ts";

/** rbac.authorization.k8s.io ClusterRole. */
export const clusterRole: KindDefinition = {
  group: "rbac.authorization.k8s.io",
  kind: "ClusterRole",
  plural: "clusterroles",
  namespaced: false,
  createOnUpdate: true,
  validate: validateClusterRole,
  validateUpdate: validateClusterRoleUpdate,
  columns: () => roleColumns,
  row: roleRow,
  describe: roleDescribe,
};
