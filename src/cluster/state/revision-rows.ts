import type { KubeObject } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { parseRecord } from "./record.ts";
import type { StateFile } from "./state-file.ts";

/** Numbers that stand for the types of a change in the file. */
export const TYPE_CODES = { ADDED: 0, MODIFIED: 1, DELETED: 2 } as const satisfies Record<Change["type"], number>;

const TYPES = ["ADDED", "MODIFIED", "DELETED"] as const;

/** The columns of a {@link ChangeRow}. */
export const CHANGE_COLUMNS = "rev, prev, type, resource, json";

export interface ChangeRow {
  rev: number;
  prev: number;
  type: number;
  resource: string;
  json: string;
}

/** A stored change. The state before is read when somebody asks for it, which few watches do. */
export function changeOf(file: StateFile, { rev, prev, type, resource, json }: ChangeRow): Change {
  const change = { revision: rev, type: TYPES[type] ?? "MODIFIED", resource, object: parseRecord(file.path, json) as KubeObject };
  if (prev === 0) return change;
  let previous: KubeObject | undefined;
  return {
    ...change,
    get previous() {
      previous ??= readRevision(file, prev);
      return previous as KubeObject;
    },
  };
}

function readRevision(file: StateFile, revision: number): KubeObject | undefined {
  const row = file.query<{ json: string }, [number]>("SELECT json FROM revisions WHERE rev = ?").get(revision);
  return row === null ? undefined : (parseRecord(file.path, row.json) as KubeObject);
}
