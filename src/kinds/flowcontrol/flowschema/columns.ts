import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { FlowSchema } from "./types.ts";

export const flowSchemaColumns: TableColumn[] = [
  NAME,
  column("PriorityLevel"),
  column("MatchingPrecedence"),
  column("DistinguisherMethod"),
  AGE,
  column("MissingPL"),
];

// pkg/printers/internalversion/printers.go printFlowSchema, 1.20
export function flowSchemaRow(object: KubeObject, context: KindContext): Json[] {
  const { spec, status } = object as FlowSchema;
  return [
    nameOf(object),
    spec.priorityLevelConfiguration.name,
    spec.matchingPrecedence ?? 0,
    spec.distinguisherMethod?.type ?? "<none>",
    ageOf(object, context),
    status?.conditions?.find(({ type }) => type === "Dangling")?.status ?? "?",
  ];
}
