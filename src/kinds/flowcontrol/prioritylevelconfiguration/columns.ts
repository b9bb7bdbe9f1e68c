import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import type { Release } from "../../../release/release.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import type { PriorityLevelConfiguration } from "./types.ts";

export function priorityLevelColumns(release: Release): TableColumn[] {
  const shares = release.has("nominalShares") ? "NominalConcurrencyShares" : "AssuredConcurrencyShares";
  return [NAME, ...["Type", shares, "Queues", "HandSize", "QueueLengthLimit"].map((name) => column(name)), AGE];
}

// pkg/printers/internalversion/printers.go printPriorityLevelConfiguration, 1.20
export function priorityLevelRow(object: KubeObject, context: KindContext): Json[] {
  const { type, limited } = (object as PriorityLevelConfiguration).spec;
  const none = "<none>";
  const queuing = limited?.limitResponse?.queuing;
  return [
    nameOf(object),
    type,
    limited ? (limited.nominalConcurrencyShares ?? limited.assuredConcurrencyShares ?? 0) : none,
    queuing ? (queuing.queues ?? 0) : none,
    queuing ? (queuing.handSize ?? 0) : none,
    queuing ? (queuing.queueLengthLimit ?? 0) : none,
    ageOf(object, context),
  ];
}
