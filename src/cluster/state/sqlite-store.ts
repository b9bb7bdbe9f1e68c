import { assert } from "../../base/assert.ts";
import type { Json } from "../../base/json.ts";
import type { Entry } from "../../apiserver/store/bucket.ts";
import { createChangeLog, type ChangeLog } from "../../apiserver/store/change-log.ts";
import { indexTermsOf, type ExtraTerms } from "../../apiserver/store/index-terms.ts";
import { isAbout, withResourceVersion } from "../../apiserver/store/memory-store.ts";
import { createStamps } from "../../apiserver/store/stamps.ts";
import type { KubeObject, ResourceKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { DELETION_RECORDS } from "../../machinery/deletion-record.ts";
import type { StateStore } from "./cluster-state.ts";
import { createOverlay, type Overlay } from "./overlay.ts";
import { createParts, type Parts } from "./parts.ts";
import { parseRecord } from "./record.ts";
import { changesOf, CHANGE_COLUMNS, TYPE_CODES, type ChangeRow } from "./revision-rows.ts";
import type { StateFile } from "./state-file.ts";
import { statesAfter } from "./superseded.ts";

/**
 * The store of a state file. Reads and writes happen inside a transaction of the file: writes stay in memory until they are flushed, reads
 * load what they need once.
 */
export interface SqliteStore extends StateStore {
  /** Drops states that were superseded up to and with `revision`; a watch from before it gets `undefined` from then on. */
  compact(revision: number): void;
}

/** Changes kept in memory for watches of this process; older ones come from the file. */
const KEPT_CHANGES = 10_000;
/** From so many changes of others on, reading anew costs less than following them. */
const FOLLOWED_CHANGES = 2_000;

/** The store over an open state file. */
export function createSqliteStore(file: StateFile, extraTerms?: ExtraTerms): SqliteStore {
  const listeners = new Set<(change: Change) => void>();
  const stamps = createStamps();
  let parts: Parts = createParts(file);
  let overlay: Overlay = createOverlay(file, parts);
  let log: ChangeLog | undefined;
  let pending: Change[] = [];
  let meta = new Map<string, Json | undefined>();
  let changedMeta = new Set<string>();
  let seenVersion: number | undefined;
  let seenCompacted = 0;

  function changes(): ChangeLog {
    return (log ??= createChangeLog(KEPT_CHANGES, numberIn("revision")));
  }

  function numberIn(key: string): number {
    return (readMeta(key) as number | undefined) ?? 0;
  }

  function readMeta(key: string): Json | undefined {
    const row = file.query<{ value: string }, [string]>("SELECT value FROM meta WHERE key = ?").get(key);
    return row === null ? undefined : (parseRecord(file.path, row.value) as Json);
  }

  function getMeta(key: string): Json | undefined {
    const known = meta.get(key);
    if (known !== undefined || meta.has(key)) return known;
    const value = readMeta(key);
    meta.set(key, value);
    return value;
  }

  function setMeta(key: string, value: Json): void {
    meta.set(key, value);
    changedMeta.add(key);
  }

  function remember(resource: ResourceKey, object: KubeObject): void {
    overlay.learn(resource, object, indexTermsOf(resource, object, extraTerms));
  }

  function commit(change: Change, entry: Entry): KubeObject {
    const { resource, object, type } = change;
    if (type === "DELETED") overlay.write(resource, entry, undefined, []);
    else overlay.write(resource, entry, object, indexTermsOf(resource, object, extraTerms));
    pending.push(change);
    changes().append(change);
    stamps.note(resource);
    for (const listener of listeners) listener(change);
    return object;
  }

  function find(resource: ResourceKey, namespace: string, name: string): Entry {
    return overlay.find(resource, namespace, name, remember);
  }

  function reset(): void {
    parts = createParts(file);
    overlay = createOverlay(file, parts);
    log = undefined;
    pending = [];
    meta = new Map();
    changedMeta = new Set();
    seenVersion = undefined;
    stamps.noteAll();
  }

  /** Follows the changes of others, or starts anew when they are many. */
  function follow(): void {
    const known = log?.revision();
    const current = numberIn("revision");
    const compacted = numberIn("compacted");
    meta = new Map();
    // A compaction may have removed parts that are known here by their numbers.
    if (known === undefined || current - known > FOLLOWED_CHANGES || compacted !== seenCompacted) {
      const version = seenVersion;
      reset();
      seenVersion = version;
      seenCompacted = compacted;
      return;
    }
    for (const change of storedChanges(file, parts, known, current)) {
      const { namespace = "", name = "" } = change.object.metadata;
      if (change.type === "DELETED") overlay.forget(change.resource, namespace, name);
      else remember(change.resource, change.object);
      changes().append(change);
      stamps.note(change.resource);
    }
  }

  return {
    revision: () => changes().revision(),
    get: (resource, namespace, name) => find(resource, namespace, name).object,
    list: (resource, query) => overlay.list(resource, query, remember),
    count: (resource, query) => overlay.count(resource, query, remember),
    put(resource, object, isOwn = false) {
      const { namespace = "", name } = object.metadata;
      if (!name) assert(false, `an object of ${resource} is stored without a name`);
      const entry = find(resource, namespace, name);
      const { object: previous } = entry;
      const revision = changes().revision() + 1;
      const stored = isOwn ? object : { ...object, metadata: { ...object.metadata } };
      stored.metadata.resourceVersion = String(revision);
      parts.share(stored, previous);
      if (previous === undefined) return commit({ revision, type: "ADDED", resource, object: stored }, entry);
      return commit({ revision, type: "MODIFIED", resource, object: stored, previous }, entry);
    },
    delete(resource, namespace, name) {
      const entry = find(resource, namespace, name);
      const { object: previous } = entry;
      if (previous === undefined) return undefined;
      const revision = changes().revision() + 1;
      return commit({ revision, type: "DELETED", resource, object: withResourceVersion(previous, revision), previous }, entry);
    },
    changesSince(revision, resource) {
      const kept = changes().since(revision, resource);
      if (kept !== undefined) return kept;
      if (revision < numberIn("compacted")) return undefined;
      const unwritten = new Set(pending.map((change) => change.revision));
      const stored = storedChanges(file, parts, revision, changes().revision()).filter((change) => !unwritten.has(change.revision));
      const all = [...stored, ...pending.filter((change) => change.revision > revision)];
      return resource === undefined ? all : all.filter((change) => change.resource === resource);
    },
    history(resource, namespace, name) {
      const stored = storedHistory(file, parts, resource, namespace, name);
      return [...stored, ...pending.filter((change) => isAbout(change, resource, namespace, name))];
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stamp: stamps.of,
    getMeta,
    setMeta,
    refresh() {
      const version = file.dataVersion();
      if (version === seenVersion) return false;
      const first = seenVersion === undefined;
      seenVersion = version;
      if (first) seenCompacted = numberIn("compacted");
      else follow();
      return true;
    },
    flush() {
      if (pending.length > 0) setMeta("revision", changes().revision());
      writeRevisions(file, parts, pending);
      pending = [];
      overlay.flush();
      const put = file.query<never, [string, string]>("INSERT OR REPLACE INTO meta VALUES (?, ?)");
      for (const key of changedMeta) put.run(key, JSON.stringify(meta.get(key)));
      changedMeta = new Set();
    },
    unflushed: () => pending.length,
    reset,
    compact(revision) {
      const upTo = Math.min(revision, changes().revision());
      if (upTo <= numberIn("compacted")) return;
      file.query<never, [number]>("DELETE FROM revisions WHERE rev IN (SELECT prev FROM revisions WHERE rev <= ?)").run(upTo);
      file.query<never, [number, number]>("DELETE FROM revisions WHERE rev <= ? AND type = ?").run(upTo, TYPE_CODES.DELETED);
      const named = `SELECT '${DELETION_RECORDS}' || resource || '/' || namespace || '/' || name FROM revisions`;
      file.query<never, [string]>(`DELETE FROM meta WHERE key GLOB ? AND key NOT IN (${named})`).run(`${DELETION_RECORDS}*`);
      for (const key of meta.keys()) if (key.startsWith(DELETION_RECORDS) && !changedMeta.has(key)) meta.delete(key);
      parts.dropUnused();
      changes().compact(upTo);
      setMeta("compacted", upTo);
      seenCompacted = upTo;
    },
  };
}

function writeRevisions(file: StateFile, records: Parts, changes: readonly Change[]): void {
  const insert = file.query<never, [number, number, number, string, string, string, string, string]>(
    "INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const after = statesAfter(changes);
  for (let at = 0; at < changes.length; at++) {
    const { revision, type, resource, object, previous } = changes[at] as Change;
    const { namespace = "", name = "" } = object.metadata;
    const before = Number(previous?.metadata.resourceVersion ?? 0);
    const { json, parts } = records.record(object, after[at]);
    insert.run(revision, before, TYPE_CODES[type], resource, namespace, name, json, parts);
  }
}

function storedChanges(file: StateFile, parts: Parts, after: number, upTo: number): Change[] {
  const rows = file
    .query<ChangeRow, [number, number]>(`SELECT ${CHANGE_COLUMNS} FROM revisions WHERE rev > ? AND rev <= ? ORDER BY rev`)
    .all(after, upTo);
  return changesOf(parts, rows);
}

function storedHistory(file: StateFile, parts: Parts, resource: ResourceKey, namespace: string, name: string): Change[] {
  const rows = file
    .query<ChangeRow, [string, string, string]>(
      `SELECT ${CHANGE_COLUMNS} FROM revisions WHERE resource = ? AND namespace = ? AND name = ? ORDER BY rev`,
    )
    .all(resource, namespace, name);
  return changesOf(parts, rows);
}
