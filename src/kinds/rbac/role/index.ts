import type { KindDefinition } from "../../../machinery/kind.ts";
import { CREATED_AT_COLUMNS, createdAtRow } from "../../shared/created-at.ts";
import { roleDescribe } from "./describe.ts";
import { validateRole, validateRoleUpdate } from "./validate.ts";

/** rbac.authorization.k8s.io Role. */
export const role: KindDefinition = {
  group: "rbac.authorization.k8s.io",
  kind: "Role",
  plural: "roles",
  namespaced: true,
  createOnUpdate: true,
  validate: validateRole,
  validateUpdate: validateRoleUpdate,
  columns: () => CREATED_AT_COLUMNS,
  row: createdAtRow,
  describe: roleDescribe,
};
