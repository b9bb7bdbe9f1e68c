import type { KubeObject, ManagedFieldsEntry } from "../../machinery/object.ts";
import { notedShape } from "../../machinery/whole-event.ts";
import { createEventMoulds, type Mould, textOf } from "./event-moulds.ts";
import { GAP, parseRecord } from "./record.ts";
import { createSharing, isPart, type Sharing } from "./sharing.ts";
import type { StateFile } from "./state-file.ts";

/**
 * An object as the file holds it: JSON with a gap for each of its parts, and the parts' numbers, parted by blanks: first those of spec and
 * status (`12`, `12/15`, `/15` or nothing), then those of managedFields. Where the first is that of a mould (`@17`), the JSON is the list of
 * an event's own texts, see event-moulds.ts.
 */
export interface PartedRecord {
  readonly json: string;
  readonly parts: string;
}

/** The parts that objects share (sharing.ts), in the file as in memory: each is there once. */
export interface Parts extends Pick<Sharing, "share"> {
  /** Takes an object apart, writing the parts that the file does not have into the open transaction. */
  record(object: KubeObject): PartedRecord;
  /** Puts an object together. */
  restore(record: PartedRecord): KubeObject;
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

  return {
    share: sharing.share,
    record(object) {
      const moulded = notedShape(object) === undefined ? undefined : recordMoulded(object);
      if (moulded !== undefined) return moulded;
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
    },
    restore({ json, parts }) {
      if (parts === "") return parsed(json, parts);
      const [first = "", ...fields] = parts.split(" ");
      const object = parsed(json, first);
      const [spec = "", status = ""] = first.startsWith("@") ? [] : first.split("/");
      if (spec !== "") object.spec = partOf(Number(spec));
      if (status !== "") object.status = partOf(Number(status));
      if (fields.length === 0) return object;
      let next = 0;
      for (const entry of object.metadata.managedFields ?? []) {
        if ((entry.fieldsV1 as unknown) === GAP)
          entry.fieldsV1 = partOf(Number(fields[next++])) as Required<ManagedFieldsEntry>["fieldsV1"];
      }
      return object;
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
}
