import type { KindDefinition } from "../../../machinery/kind.ts";
import { CREATED_AT_COLUMNS, createdAtRow } from "../../shared/created-at.ts";
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
  columns: () => CREATED_AT_COLUMNS,
  row: createdAtRow,
  describe: roleDescribe,
};
