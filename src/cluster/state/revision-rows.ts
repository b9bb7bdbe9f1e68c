import type { KubeObject } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import type { PartedRecord, Parts } from "./parts.ts";
import type { StateFile } from "./state-file.ts";

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

/** A stored change. The state before is read when somebody asks for it, which few watches do. */
export function changeOf(file: StateFile, parts: Parts, row: ChangeRow): Change {
  const { rev, prev, type, resource } = row;
  const change = { revision: rev, type: TYPES[type] ?? "MODIFIED", resource, object: parts.restore(row) };
  if (prev === 0) return change;
  let previous: KubeObject | undefined;
  return {
    ...change,
    get previous() {
      previous ??= readRevision(file, parts, prev);
      return previous as KubeObject;
    },
  };
}

function readRevision(file: StateFile, parts: Parts, revision: number): KubeObject | undefined {
  const row = file.query<PartedRecord, [number]>("SELECT json, parts FROM revisions WHERE rev = ?").get(revision);
  return row === null ? undefined : parts.restore(row);
}
