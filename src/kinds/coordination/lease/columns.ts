import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { Lease } from "./types.ts";

export const leaseColumns: TableColumn[] = [NAME, column("Holder"), AGE];

// pkg/printers/internalversion/printers.go printLease, 1.20
export function leaseRow(object: KubeObject, context: KindContext): Json[] {
  return [nameOf(object), (object as Lease).spec?.holderIdentity ?? "", ageOf(object, context)];
}
