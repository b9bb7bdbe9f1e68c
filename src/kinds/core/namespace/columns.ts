import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { Namespace } from "./types.ts";

export const namespaceColumns: TableColumn[] = [NAME, column("Status"), AGE];

// pkg/printers/internalversion/printers.go printNamespace, 1.20
export function namespaceRow(object: KubeObject, context: KindContext): Json[] {
  return [nameOf(object), (object as Namespace).status?.phase ?? "", ageOf(object, context)];
}
