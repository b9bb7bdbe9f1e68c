import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { ageSince, column, nameOf, wideColumn } from "../../shared/columns.ts";
import type { Event } from "./types.ts";

export const eventColumns: TableColumn[] = [
  column("Last Seen"),
  column("Type"),
  column("Reason"),
  column("Object"),
  wideColumn("Subobject"),
  wideColumn("Source"),
  column("Message"),
  wideColumn("First Seen"),
  wideColumn("Count"),
  { ...wideColumn("Name"), format: "name" },
];

// pkg/printers/internalversion/printers.go printEvent, 1.20
export function eventRow(object: KubeObject, context: KindContext): Json[] {
  const event = object as Event;
  const { involvedObject, series } = event;
  const first = ageSince(event.firstTimestamp || event.eventTime, context);
  const last = series ? ageSince(series.lastObservedTime, context) : event.lastTimestamp ? ageSince(event.lastTimestamp, context) : first;
  const kind = (involvedObject.kind ?? "").toLowerCase();
  return [
    last,
    event.type ?? "",
    event.reason ?? "",
    involvedObject.name ? `${kind}/${involvedObject.name}` : kind,
    involvedObject.fieldPath ?? "",
    sourceCell(event),
    (event.message ?? "").trim(),
    first,
    // The first event of a series is not in the series' count.
    series ? (series.count ?? 0) + 1 : event.count || 1,
    nameOf(event),
  ];
}

function sourceCell({ source, reportingComponent, reportingInstance }: Event): string {
  const component = source?.component || reportingComponent || "";
  const instance = source?.host || reportingInstance;
  return instance ? `${component}, ${instance}` : component;
}
