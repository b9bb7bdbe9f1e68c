import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { ServiceAccount } from "./types.ts";

export const serviceAccountColumns: TableColumn[] = [NAME, column("Secrets"), AGE];

// pkg/printers/internalversion/printers.go printServiceAccount, 1.20
export function serviceAccountRow(object: KubeObject, context: KindContext): Json[] {
  return [nameOf(object), (object as ServiceAccount).secrets?.length ?? 0, ageOf(object, context)];
}
