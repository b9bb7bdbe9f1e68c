import type { KubeObject } from "../../../machinery/object.ts";

/** rbac/v1 Subject */
export interface Subject {
  kind: string;
  name: string;
  apiGroup?: string;
  namespace?: string;
}

/** rbac/v1 RoleBinding and ClusterRoleBinding. */
export interface RoleBinding extends KubeObject {
  subjects?: Subject[] | null;
  roleRef: { apiGroup?: string; kind: string; name: string };
}
