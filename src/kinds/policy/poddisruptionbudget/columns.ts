import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { PodDisruptionBudget } from "./types.ts";

export const disruptionBudgetColumns: TableColumn[] = [
  NAME,
  column("Min Available"),
  column("Max Unavailable"),
  column("Allowed Disruptions", "integer"),
  AGE,
];

// pkg/printers/internalversion/printers.go printPodDisruptionBudget, 1.20
export function disruptionBudgetRow(object: KubeObject, context: KindContext): Json[] {
  const { spec, status } = object as PodDisruptionBudget;
  return [
    nameOf(object),
    String(spec?.minAvailable ?? "N/A"),
    String(spec?.maxUnavailable ?? "N/A"),
    status?.disruptionsAllowed ?? 0,
    ageOf(object, context),
  ];
}
