import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import { CONTAINERS, containerCells, IMAGES } from "../../shared/pod-template.ts";
import type { StatefulSet } from "./types.ts";

export const statefulSetColumns: TableColumn[] = [NAME, column("Ready"), AGE, CONTAINERS, IMAGES];

// pkg/printers/internalversion/printers.go printStatefulSet, 1.20
export function statefulSetRow(object: KubeObject, context: KindContext): Json[] {
  const { spec, status } = object as StatefulSet;
  return [nameOf(object), `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`, ageOf(object, context), ...containerCells(spec.template)];
}
