import type { Json } from "../../../base/json.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { column, NAME, nameOf } from "../../shared/columns.ts";
import type { ComponentStatus } from "./types.ts";

export const componentStatusColumns: TableColumn[] = [NAME, column("Status"), column("Message"), column("Error")];

// pkg/printers/internalversion/printers.go printComponentStatus, 1.20
export function componentStatusRow(object: KubeObject): Json[] {
  const healthy = (object as ComponentStatus).conditions?.find(({ type }) => type === "Healthy");
  if (!healthy) return [nameOf(object), "Unknown", "", ""];
  return [nameOf(object), healthy.status === "True" ? "Healthy" : "Unhealthy", healthy.message ?? "", healthy.error ?? ""];
}
