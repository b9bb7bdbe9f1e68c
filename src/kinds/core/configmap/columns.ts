import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, countKeys, NAME, nameOf } from "../../shared/columns.ts";
import type { ConfigMap } from "./types.ts";

export const configMapColumns: TableColumn[] = [NAME, column("Data"), AGE];

/** Name, number of keys of both maps, age. */
// pkg/printers/internalversion/printers.go printConfigMap, 1.20
export function configMapRow(object: KubeObject, context: KindContext): Json[] {
  const { data, binaryData } = object as ConfigMap;
  return [nameOf(object), countKeys(data) + countKeys(binaryData), ageOf(object, context)];
}
