import type { KubeObject, ManagedFieldsEntry } from "../../machinery/object.ts";
import { notedShape } from "../../machinery/whole-event.ts";
import { createEventMoulds, type Mould, textOf } from "./event-moulds.ts";
import { GAP, parseRecord } from "./record.ts";
import { damaged } from "./state-error.ts";
import { createSharing, isPart, type Sharing } from "./sharing.ts";
import type { StateFile } from "./state-file.ts";
import { type Difference, differenceFrom, stateBefore } from "./superseded.ts";

/**
 * An object as the file holds it: JSON with a gap for each of its parts, and the parts' numbers, parted by blanks: first those of spec and
 * status (`12`, `12/15`, `/15` or nothing), then those of managedFields. Where the first is that of a mould (`@17`), the JSON is the list of
 * an event's own texts, see event-moulds.ts; where a revision comes before them all (`>230`), it is what is different from that state, see
 * superseded.ts.
 */
export interface PartedRecord {
  readonly json: string;
  readonly parts: string;
}

/** The parts that objects share (sharing.ts), in the file as in memory: each is there once. */
export interface Parts extends Pick<Sharing, "share"> {
  /**
   * Takes an object apart, writing the parts that the file does not have into the open transaction. `next` is its next state, if the file
   * comes to hold that as well: then what they have in common may be left to that one.
   */
  record(object: KubeObject, next?: KubeObject): PartedRecord;
  /** Puts an object together. `stateAt` gives states of other revisions where they are known already. */
  restore(record: PartedRecord, stateAt?: (revision: number) => KubeObject | undefined): KubeObject;
  /** The state of a revision; undefined when the file no longer has it. */
  stateAt(revision: number): KubeObject | undefined;
  /** Removes from the file what no state in it names any more. */
  dropUnused(): void;
}

const NO_ENTRIES: readonly ManagedFieldsEntry[] = [];

/** The parts of a state file; a rollback makes its numbers void. */
export function createParts(file: StateFile): Parts {
  const sharing = createSharing();
  const ids = new WeakMap<object, number>();
  const byId = new Map<number, object>();
  const moulds = createEventMoulds();

  function idOf(part: object): number {
    let id = ids.get(part);
    if (id === undefined) {
      const insert = file.query<never, [string]>("INSERT INTO parts (json) VALUES (?)");
      id = Number(insert.run(JSON.stringify(part)).lastInsertRowid);
      ids.set(part, id);
      byId.set(id, part);
    }
    return id;
  }

  function partOf(id: number): object {
    let part = byId.get(id);
    if (part === undefined) {
      const row = file.query<{ json: string }, [number]>("SELECT json FROM parts WHERE id = ?").get(id);
      const text = row?.json ?? "";
      part = sharing.under(text, () => parseRecord(file.path, text) as object);
      // Two processes may have written the same part: the first number stands for both.
      if (!ids.has(part)) ids.set(part, id);
      byId.set(id, part);
    }
    return part;
  }

  /** An event of the components', of which there are more than of all else. */
  function recordMoulded(event: KubeObject): PartedRecord | undefined {
    const entries = event.metadata.managedFields ?? NO_ENTRIES;
    for (const { fieldsV1 } of entries) if (fieldsV1 === undefined || !sharing.isShared(fieldsV1)) return undefined;
    const moulded = moulds.takeApart(event);
    if (moulded === undefined) return undefined;
    let parts = `@${idOf(moulded.mould)}`;
    for (const { fieldsV1 = {} } of entries) parts += ` ${idOf(fieldsV1)}`;
    return { json: moulded.json, parts };
  }

  function parsed(json: string, first: string): KubeObject {
    const parse = (text: string): unknown => parseRecord(file.path, text);
    return parse(first.startsWith("@") ? textOf(partOf(Number(first.slice(1))) as Mould, json, parse) : json) as KubeObject;
  }

  function recordWhole(object: Difference): PartedRecord {
    const { spec, status } = object;
    const { managedFields } = object.metadata;
    let parts = isPart(spec) ? String(idOf(spec)) : "";
    let parted: Record<string, unknown> = object;
    if (parts !== "") parted = { ...object, spec: GAP };
    if (isPart(status) && sharing.isShared(status)) {
      parts += `/${idOf(status)}`;
      parted = { ...parted, status: GAP };
    }
    if (managedFields !== undefined) {
      const entries = managedFields.map((entry) => {
        if (entry.fieldsV1 === undefined || !sharing.isShared(entry.fieldsV1)) return entry;
        parts += ` ${idOf(entry.fieldsV1)}`;
        return { ...entry, fieldsV1: GAP };
      });
      parted = { ...parted, metadata: { ...object.metadata, managedFields: entries } };
    }
    return { json: JSON.stringify(parted), parts };
  }

  function restoreWhole(json: string, parts: string): KubeObject {
    if (parts === "") return parsed(json, parts);
    const [first = "", ...fields] = parts.split(" ");
    const object = parsed(json, first);
    const [spec = "", status = ""] = first.startsWith("@") ? [] : first.split("/");
    if (spec !== "") object.spec = partOf(Number(spec));
    if (status !== "") object.status = partOf(Number(status));
    if (fields.length === 0) return object;
    let next = 0;
    for (const entry of object.metadata.managedFields ?? []) {
      if ((entry.fieldsV1 as unknown) === GAP) entry.fieldsV1 = partOf(Number(fields[next++])) as Required<ManagedFieldsEntry>["fieldsV1"];
    }
    return object;
  }

  function nextState(revision: number): KubeObject {
    const state = created.stateAt(revision);
    if (state === undefined) throw damaged(file.path, `revision ${revision} is not in it`);
    return state;
  }

  const created: Parts = {
    share: sharing.share,
    record(object, next) {
      const moulded = notedShape(object) === undefined ? undefined : recordMoulded(object);
      if (moulded !== undefined) return moulded;
      const difference = next && differenceFrom(next, object);
      if (next === undefined || difference === undefined) return recordWhole(object);
      const { json, parts } = recordWhole(difference);
      return { json, parts: `>${next.metadata.resourceVersion} ${parts}` };
    },
    restore({ json, parts }, stateAt = () => undefined) {
      if (!parts.startsWith(">")) return restoreWhole(json, parts);
      const end = parts.indexOf(" ");
      const revision = Number(parts.slice(1, end));
      return stateBefore(stateAt(revision) ?? nextState(revision), restoreWhole(json, parts.slice(end + 1)));
    },
    stateAt(revision) {
      const row = file.query<PartedRecord, [number]>("SELECT json, parts FROM revisions WHERE rev = ?").get(revision);
      return row === null ? undefined : created.restore(row);
    },
    dropUnused() {
      const used = new Set<number>();
      for (const { parts } of file.query<{ parts: string }, []>("SELECT DISTINCT parts FROM revisions").all()) {
        for (const id of parts.split(/[ /@]/)) used.add(Number(id));
      }
      const remove = file.query<never, [number]>("DELETE FROM parts WHERE id = ?");
      for (const { id } of file.query<{ id: number }, []>("SELECT id FROM parts").all()) {
        if (used.has(id)) continue;
        remove.run(id);
        const part = byId.get(id);
        if (part !== undefined && ids.get(part) === id) ids.delete(part);
        byId.delete(id);
      }
    },
  };
  return created;
}
