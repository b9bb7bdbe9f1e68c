import type { Json } from "../../base/json.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { TableColumn } from "../../machinery/table.ts";
import { column, NAME, nameOf } from "./columns.ts";

/** The table of kinds that have no printer of their own: LimitRange, Role, CustomResourceDefinition … */
// apiserver/pkg/registry/rest/table.go
export const CREATED_AT_COLUMNS: TableColumn[] = [NAME, column("Created At", "date")];

/** Name and time of creation, as it stands: `2022-03-26T12:07:48Z`. */
export function createdAtRow(object: KubeObject): Json[] {
  return [nameOf(object), object.metadata.creationTimestamp ?? null];
}
