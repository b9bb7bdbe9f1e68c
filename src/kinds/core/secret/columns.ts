import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, countKeys, NAME, nameOf } from "../../shared/columns.ts";
import type { Secret } from "./types.ts";

export const secretColumns: TableColumn[] = [NAME, column("Type"), column("Data"), AGE];

// pkg/printers/internalversion/printers.go printSecret, 1.20
export function secretRow(object: KubeObject, context: KindContext): Json[] {
  const { type = "", data } = object as Secret;
  return [nameOf(object), type, countKeys(data), ageOf(object, context)];
}
