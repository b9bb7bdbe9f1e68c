import { humanDuration } from "../../base/human-duration.ts";
import type { Json } from "../../base/json.ts";
import type { KindContext } from "../../machinery/kind.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { TableColumn } from "../../machinery/table.ts";

/** A column that is always shown. */
export function column(name: string, type = "string"): TableColumn {
  return { name, type, format: "", description: "", priority: 0 };
}

/** A column that only `-o wide` shows. */
export function wideColumn(name: string, type = "string"): TableColumn {
  return { name, type, format: "", description: "", priority: 1 };
}

/** The column of names, which most tables begin with. */
export const NAME: TableColumn = { name: "Name", type: "string", format: "name", description: "", priority: 0 };

/** The column of ages since creation. */
export const AGE: TableColumn = column("Age");

/** The cell for {@link NAME}. */
export function nameOf(object: KubeObject): string {
  return object.metadata.name ?? "";
}

/** The cell for {@link AGE}. */
export function ageOf(object: KubeObject, context: KindContext): string {
  return ageSince(object.metadata.creationTimestamp, context);
}

/** How long ago an RFC 3339 time was: `3m46s`; `<unknown>` when there is none. */
export function ageSince(time: string | null | undefined, context: KindContext): string {
  return time ? humanDuration(context.now() - Date.parse(time)) : "<unknown>";
}

/** The number of keys of a map that may be absent. */
export function countKeys(map: Json | object | undefined): number {
  return typeof map === "object" && map !== null ? Object.keys(map).length : 0;
}
