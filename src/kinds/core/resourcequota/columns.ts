import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { ResourceQuota } from "./types.ts";

export const resourceQuotaColumns: TableColumn[] = [NAME, AGE, column("Request"), column("Limit")];

/** `cpu: 100m/1, pods: 2/10`, limits in a column of their own. */
// pkg/printers/internalversion/printers.go printResourceQuota, 1.20
export function resourceQuotaRow(object: KubeObject, context: KindContext): Json[] {
  const { hard = {}, used = {} } = (object as ResourceQuota).status ?? {};
  const names = Object.keys(hard).sort();
  const cell = (isLimit: boolean) =>
    names
      .filter((name) => name.startsWith("limits.") === isLimit)
      .map((name) => `${name}: ${used[name] ?? "0"}/${hard[name]}`)
      .join(", ");
  return [nameOf(object), ageOf(object, context), cell(false), cell(true)];
}
