import type { Entry } from "../../apiserver/store/bucket.ts";
import { createObjectIndex, type ObjectIndex } from "../../apiserver/store/object-index.ts";
import { isToldByName, namesUnder } from "../../machinery/involved-term.ts";
import type { KubeObject, ResourceKey } from "../../machinery/object.ts";
import type { IndexTerm, ListQuery } from "../../machinery/store.ts";
import { type KnownNames, readNames } from "./known-names.ts";
import type { PartedRecord, Parts } from "./parts.ts";
import type { StateFile } from "./state-file.ts";

/** Takes in an object that was read from the file. */
type Learn = (resource: ResourceKey, object: KubeObject) => void;

/** The objects that have been read or written in memory, over those of the file. */
export interface Overlay {
  /** The place of an object that exists, or of one that is known not to. */
  find(resource: ResourceKey, namespace: string, name: string, learn: Learn): Entry;
  list(resource: ResourceKey, query: ListQuery | undefined, learn: Learn): readonly KubeObject[];
  count(resource: ResourceKey, query: ListQuery | undefined, learn: Learn): number;
  /** Sets what the file holds of an object. */
  learn(resource: ResourceKey, object: KubeObject, terms: readonly IndexTerm[]): void;
  /** The file no longer holds the object. */
  forget(resource: ResourceKey, namespace: string, name: string): void;
  /** Sets or, without an object, removes an object that a flush has to write, in the place that it was found in. */
  write(resource: ResourceKey, entry: Entry, object: KubeObject | undefined, terms: readonly IndexTerm[]): void;
  /** Writes what exists now and its terms into the open transaction. */
  flush(): void;
}

interface Part {
  readonly index: ObjectIndex;
  /** Queries whose objects are all in memory, see {@link coverage}. */
  readonly loaded: Set<string>;
  /** What to flush, with the terms under which the file has it. An entry stays its key's for ever. */
  dirty: Map<Entry, Dirty>;
  /** What the file has, once that is worth reading: with so many questions. Of others and of later than that, the index knows. */
  names: KnownNames | undefined;
  questions: number;
  namesAt: number;
  /** How often the file has been asked, and when it is next worth reading the resource whole. */
  asked: number;
  wholeAt: number;
}

interface Dirty {
  readonly stored: boolean;
  readonly storedTerms: readonly IndexTerm[];
}

interface ObjectRow extends PartedRecord {
  namespace: string;
  name: string;
}

/** Reading so many rows at once costs no more than asking for one. */
const ROWS_PER_QUESTION = 8;
/** And so many names. */
const NAMES_PER_QUESTION = 32;
const FIRST_QUESTIONS = 32;

const UNASKED = { names: undefined, questions: 0, namesAt: FIRST_QUESTIONS, asked: 0, wholeAt: FIRST_QUESTIONS } as const;

/** An overlay in which nothing is known yet. */
export function createOverlay(file: StateFile, records: Parts): Overlay {
  const parts = new Map<ResourceKey, Part>();

  function partOf(resource: ResourceKey): Part {
    let part = parts.get(resource);
    if (part === undefined) {
      part = { index: createObjectIndex(), loaded: new Set(), dirty: new Map(), ...UNASKED };
      parts.set(resource, part);
    }
    return part;
  }

  function load(resource: ResourceKey, part: Part, query: ListQuery | undefined, learn: Learn): void {
    for (const row of selectRows(file, resource, query)) {
      // What is in memory is newer, even if it is gone.
      if (part.index.entry(row.namespace, row.name) === undefined) learn(resource, records.restore(row));
    }
    part.loaded.add(coverage(query));
  }

  /**
   * True when the resource is in memory whole, as it comes to be once so many questions have gone to the file that reading all of it at
   * once would have been as cheap: the many small writes of a big rollout then do without the file.
   */
  function isWhole(resource: ResourceKey, part: Part, learn: Learn): boolean {
    if (++part.asked < part.wholeAt) return false;
    part.wholeAt = part.asked * 2;
    if (!hasAtMost(file, resource, part.asked * ROWS_PER_QUESTION)) return false;
    load(resource, part, undefined, learn);
    return true;
  }

  /** What the file has of a resource, once it has been asked for enough. */
  function namesOf(resource: ResourceKey, part: Part): KnownNames | undefined {
    if (part.names !== undefined || ++part.questions < part.namesAt) return part.names;
    part.namesAt = part.questions * 2;
    if (hasAtMost(file, resource, part.questions * NAMES_PER_QUESTION)) part.names = readNames(file, resource);
    return part.names;
  }

  /** Brings into memory all that a query may choose. */
  function prepare(resource: ResourceKey, part: Part, query: ListQuery | undefined, learn: Learn): void {
    if (isLoaded(part.loaded, query?.namespace, query?.index)) return;
    if (query?.index !== undefined && namesOf(resource, part)?.mayHave(query.index) === false) part.loaded.add(coverage(query));
    else if (!isWhole(resource, part, learn)) load(resource, part, query, learn);
  }

  return {
    find(resource, namespace, name, learn) {
      const part = partOf(resource);
      const { index } = part;
      const entry = index.entry(namespace, name);
      if (entry !== undefined) return entry;
      if (isLoaded(part.loaded, namespace, "") || namesOf(resource, part)?.has(namespace, name) === false)
        return index.ensure(namespace, name);
      if (isWhole(resource, part, learn)) return index.ensure(namespace, name);
      const row = file
        .query<PartedRecord, [string, string, string]>(
          "SELECT json, parts FROM objects JOIN revisions USING (rev) WHERE objects.resource = ? AND objects.namespace = ? AND objects.name = ?",
        )
        .get(resource, namespace, name);
      if (row !== null) learn(resource, records.restore(row));
      return index.ensure(namespace, name);
    },
    list(resource, query, learn) {
      const part = partOf(resource);
      prepare(resource, part, query, learn);
      return part.index.list(query);
    },
    count(resource, query, learn) {
      const part = partOf(resource);
      if (!isLoaded(part.loaded, query?.namespace, query?.index)) {
        if (part.dirty.size === 0 && !toldByNames(query)) return countRows(file, resource, query);
        load(resource, part, query, learn);
      }
      return part.index.count(query);
    },
    learn(resource, object, terms) {
      const { namespace = "", name = "" } = object.metadata;
      const { index } = partOf(resource);
      index.set(index.ensure(namespace, name), object, terms);
    },
    forget(resource, namespace, name) {
      const { index } = partOf(resource);
      index.set(index.ensure(namespace, name), undefined, []);
    },
    write(resource, entry, object, terms) {
      const { index, dirty } = partOf(resource);
      if (!dirty.has(entry)) dirty.set(entry, { stored: entry.object !== undefined, storedTerms: entry.terms });
      index.set(entry, object, terms);
    },
    flush() {
      for (const [resource, part] of parts) {
        if (part.dirty.size === 0) continue;
        for (const [entry, dirty] of part.dirty) writeObject(file, resource, entry, dirty);
        part.dirty = new Map();
      }
    },
  };
}

const EVERYTHING = "|";

/** What a query covers, as text. */
function coverage(query: ListQuery | undefined): string {
  return `${query?.namespace ?? ""}|${query?.index ?? ""}`;
}

function isLoaded(loaded: ReadonlySet<string>, namespace = "", index = ""): boolean {
  if (loaded.size === 0) return false;
  // What is in memory whole, as most is that is asked for often, is seen without making texts.
  if (loaded.has(EVERYTHING)) return true;
  return loaded.has(`${namespace}|${index}`) || loaded.has(`${namespace}|`) || loaded.has(`|${index}`);
}

function writeObject(file: StateFile, resource: ResourceKey, entry: Entry, { stored, storedTerms }: Dirty): void {
  const { namespace, name, object, terms } = entry;
  if (object !== undefined) {
    file
      .query<never, [string, string, string, number]>("INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?)")
      .run(resource, namespace, name, Number(object.metadata.resourceVersion));
  } else if (stored) {
    file
      .query<never, [string, string, string]>("DELETE FROM objects WHERE resource = ? AND namespace = ? AND name = ?")
      .run(resource, namespace, name);
  }
  // The states of one object nearly always have the very same terms.
  if (terms === storedTerms) return;
  const [only] = terms;
  // No row for what the name tells: there are more events than all else.
  if (terms.length === 1 && storedTerms.length === 0 && only !== undefined && isToldByName(only, namespace, name)) return;
  if (storedTerms.length > 0) {
    const remove = file.query<never, [string, string, string, string]>(
      "DELETE FROM terms WHERE resource = ? AND term = ? AND namespace = ? AND name = ?",
    );
    for (const term of storedTerms) if (!terms.includes(term)) remove.run(resource, term, namespace, name);
  }
  const add = file.query<never, [string, string, string, string]>("INSERT OR IGNORE INTO terms VALUES (?, ?, ?, ?)");
  for (const term of terms) if (!storedTerms.includes(term)) add.run(resource, term, namespace, name);
}

const SELECTED = "SELECT o.namespace, o.name, r.json, r.parts FROM";
const OF_THAT_NAME = "objects o JOIN revisions r USING (rev) WHERE o.resource = ? AND o.namespace = ? AND o.name >= ? AND o.name < ?";

function selectRows(file: StateFile, resource: ResourceKey, query: ListQuery | undefined): ObjectRow[] {
  const { from, where, values } = conditions(resource, query);
  const rows = file.query<ObjectRow, string[]>(`${SELECTED} ${from} JOIN revisions r USING (rev) WHERE ${where}`).all(...values);
  const told = toldByNames(query);
  if (told === undefined) return rows;
  const { namespace, start } = told;
  return [...rows, ...file.query<ObjectRow, string[]>(`${SELECTED} ${OF_THAT_NAME}`).all(resource, namespace, start, `${start}\uffff`)];
}

function toldByNames(query: ListQuery | undefined): ReturnType<typeof namesUnder> {
  return query?.index === undefined ? undefined : namesUnder(query.index);
}

function hasAtMost(file: StateFile, resource: ResourceKey, rows: number): boolean {
  const sql = "SELECT count(*) AS total FROM (SELECT 1 FROM objects WHERE resource = ? LIMIT ?)";
  return (file.query<{ total: number }, [string, number]>(sql).get(resource, rows + 1)?.total ?? 0) <= rows;
}

function countRows(file: StateFile, resource: ResourceKey, query: ListQuery | undefined): number {
  const { from, where, values } = conditions(resource, query);
  return file.query<{ total: number }, string[]>(`SELECT count(*) AS total FROM ${from} WHERE ${where}`).get(...values)?.total ?? 0;
}

function conditions(resource: ResourceKey, query: ListQuery | undefined): { from: string; where: string; values: string[] } {
  const { namespace, index } = query ?? {};
  if (index === undefined) {
    if (!namespace) return { from: "objects o", where: "o.resource = ?", values: [resource] };
    return { from: "objects o", where: "o.resource = ? AND o.namespace = ?", values: [resource, namespace] };
  }
  // CROSS JOIN keeps SQLite from turning the order round: the term's rows come first.
  const from = "terms t CROSS JOIN objects o USING (resource, namespace, name)";
  if (!namespace) return { from, where: "t.resource = ? AND t.term = ?", values: [resource, index] };
  return { from, where: "t.resource = ? AND t.term = ? AND t.namespace = ?", values: [resource, index, namespace] };
}
