import { deepFreeze } from "../../base/deep.ts";
import type { KubeObject, ManagedFieldsEntry } from "../../machinery/object.ts";
import { parseRecord } from "./record.ts";
import type { StateFile } from "./state-file.ts";

/**
 * An object as the file holds it: JSON with a gap for each of its parts, and the parts' numbers, parted by blanks: first those of spec and
 * status (`12`, `12/15`, `/15` or nothing), then those of managedFields.
 */
export interface PartedRecord {
  readonly json: string;
  readonly parts: string;
}

/**
 * The large parts that many objects have in common, `spec` and the `fieldsV1` of managedFields: a thousand pods of one template, or a
 * hundred states of one node, share them. Each is in the file once, and in memory once: who holds two objects of one spec holds the
 * very same spec, frozen. A status is one object's own, unless its writer froze it because others have the very same.
 */
export interface Parts {
  /** Replaces an object's parts, where it stands, by those that were known before; `previous` is its state before. */
  share(object: KubeObject, previous: KubeObject | undefined): void;
  /** Takes an object apart, writing the parts that the file does not have into the open transaction. */
  record(object: KubeObject): PartedRecord;
  /** Puts an object together. */
  restore(record: PartedRecord): KubeObject;
  /** Removes from the file what no state in it names any more. */
  dropUnused(): void;
}

/** What a gap holds in the JSON of a record. */
const GAP = 0;
/** A set of fields that names an address (`k:{"ip":"172.16.103.129"}`) is one pod's own. */
const ONES_OWN = String.raw`k:{\"ip\"`;
/** Where such a set nearly always names it: found here, it need not be written out to be looked through. */
function hasPodAddress(part: { readonly "f:status"?: { readonly "f:podIPs"?: object } }): boolean {
  for (const key in part["f:status"]?.["f:podIPs"]) if (key.startsWith('k:{"ip"')) return true;
  return false;
}

/** Parts known by their text at most; what is forgotten is only shared no longer. */
const TEXTS_MAX = 4096;

/** The parts of a state file; a rollback makes its numbers void. */
export function createParts(file: StateFile): Parts {
  const texts = new Map<string, object>();
  const ids = new WeakMap<object, number>();
  /** What was shared before, by itself and by its equals. */
  const shared = new WeakMap<object, object>();
  const byId = new Map<number, object>();

  function canonical<T extends object>(part: T): T {
    const known = shared.get(part);
    if (known !== undefined) return known as T;
    if (hasPodAddress(part)) return part;
    const text = JSON.stringify(part);
    if (text.includes(ONES_OWN)) return part;
    const one = underText(text, () => part);
    // Only what cannot change stays equal.
    if (Object.isFrozen(part)) shared.set(part, one);
    return one as T;
  }

  function underText(text: string, make: () => object): object {
    let part = texts.get(text);
    if (part === undefined) {
      if (texts.size >= TEXTS_MAX) texts.clear();
      texts.set(text, (part = deepFreeze(make())));
      shared.set(part, part);
    }
    return part;
  }

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
      part = underText(text, () => parseRecord(file.path, text) as object);
      // Two processes may have written the same part: the first number stands for both.
      if (!ids.has(part)) ids.set(part, id);
      byId.set(id, part);
    }
    return part;
  }

  function isShared(part: object): boolean {
    return shared.get(part) === part;
  }

  function sharedEntries(entries: ManagedFieldsEntry[]): ManagedFieldsEntry[] {
    if (entries.every(({ fieldsV1 }) => fieldsV1 === undefined || isShared(fieldsV1))) return entries;
    return entries.map((entry) => {
      const fieldsV1 = entry.fieldsV1 && canonical(entry.fieldsV1);
      return fieldsV1 === undefined || fieldsV1 === entry.fieldsV1 ? entry : { ...entry, fieldsV1 };
    });
  }

  return {
    share(object, previous) {
      const { spec, status } = object;
      if (isPart(status) && status !== previous?.status && Object.isFrozen(status)) shared.set(status, status);
      const { managedFields } = object.metadata;
      if (managedFields !== undefined && managedFields !== previous?.metadata.managedFields)
        object.metadata.managedFields = sharedEntries(managedFields);
      if (isPart(spec) && spec !== previous?.spec) object.spec = canonical(spec);
    },
    record(object) {
      const { spec, status } = object;
      const { managedFields } = object.metadata;
      let parts = isPart(spec) ? String(idOf(spec)) : "";
      let parted: Record<string, unknown> = object;
      if (parts !== "") parted = { ...object, spec: GAP };
      if (isPart(status) && isShared(status)) {
        parts += `/${idOf(status)}`;
        parted = { ...parted, status: GAP };
      }
      if (managedFields !== undefined) {
        const entries = managedFields.map((entry) => {
          if (entry.fieldsV1 === undefined || !isShared(entry.fieldsV1)) return entry;
          parts += ` ${idOf(entry.fieldsV1)}`;
          return { ...entry, fieldsV1: GAP };
        });
        parted = { ...parted, metadata: { ...object.metadata, managedFields: entries } };
      }
      return { json: JSON.stringify(parted), parts };
    },
    restore({ json, parts }) {
      const object = parseRecord(file.path, json) as KubeObject;
      if (parts === "") return object;
      const [first = "", ...fields] = parts.split(" ");
      const [spec = "", status = ""] = first.split("/");
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
        for (const id of parts.split(/[ /]/)) used.add(Number(id));
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

function isPart(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
