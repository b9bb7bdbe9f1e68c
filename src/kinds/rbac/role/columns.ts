import type { Json } from "../../../base/json.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { column, NAME, nameOf } from "../../shared/columns.ts";

/** Roles have no printer of their own: the server's default table shows when they were made. */
export const roleColumns: TableColumn[] = [NAME, column("Created At", "date")];

// apiserver/pkg/registry/rest/table.go, 1.20
export function roleRow(object: KubeObject): Json[] {
  return [nameOf(object), object.metadata.creationTimestamp ?? null];
}
