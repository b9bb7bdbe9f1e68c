import type { KubeObject } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import type { PartedRecord, Parts } from "./parts.ts";

/** Numbers that stand for the types of a change in the file. */
export const TYPE_CODES = { ADDED: 0, MODIFIED: 1, DELETED: 2 } as const satisfies Record<Change["type"], number>;

const TYPES = ["ADDED", "MODIFIED", "DELETED"] as const;

/** The columns of a {@link ChangeRow}. */
export const CHANGE_COLUMNS = "rev, prev, type, resource, json, parts";

export interface ChangeRow extends PartedRecord {
  rev: number;
  prev: number;
  type: number;
  resource: string;
}

/** Stored changes, in the order of the rows, which is that of the revisions. */
export function changesOf(parts: Parts, rows: readonly ChangeRow[]): Change[] {
  const objects = new Map<number, KubeObject>();
  // The newest first: by them the older ones are told.
  for (const row of rows.toReversed())
    objects.set(
      row.rev,
      parts.restore(row, (revision) => objects.get(revision)),
    );
  return rows.map((row) => changeOf(parts, row, objects.get(row.rev) as KubeObject));
}

/** The state before is read when somebody asks for it, which few watches do. */
function changeOf(parts: Parts, { rev, prev, type, resource }: ChangeRow, object: KubeObject): Change {
  const change = { revision: rev, type: TYPES[type] ?? "MODIFIED", resource, object };
  if (prev === 0) return change;
  let previous: KubeObject | undefined;
  return {
    ...change,
    get previous() {
      previous ??= parts.stateAt(prev);
      return previous as KubeObject;
    },
  };
}
