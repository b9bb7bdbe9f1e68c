import { deletionRecordKey } from "../../../../src/machinery/deletion-record.ts";
import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMemoryStore } from "../../../../src/apiserver/store/memory-store.ts";
import { createSqliteStore, type SqliteStore } from "../../../../src/cluster/state/sqlite-store.ts";
import { createStateFile, openStateFile, type StateFile, type StateFileOptions } from "../../../../src/cluster/state/state-file.ts";
import { involvedTerm } from "../../../../src/machinery/involved-term.ts";
import type { KubeObject } from "../../../../src/machinery/object.ts";
import type { ListQuery, Store } from "../../../../src/machinery/store.ts";
import { createStream } from "../../../../src/sim/random.ts";

let directory: string;
let path: string;
const opened: StateFile[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "k8sim-store-"));
  path = join(directory, "state.db");
});

afterEach(() => {
  for (const file of opened.splice(0)) file.close();
  rmSync(directory, { recursive: true });
});

interface Opened {
  file: StateFile;
  store: SqliteStore;
}

function open(create = false, options: StateFileOptions = {}): Opened {
  const file = create ? createStateFile(path, options) : openStateFile(path, options);
  opened.push(file);
  return { file, store: createSqliteStore(file, (_, object) => [`size:${String(object["size"])}`]) };
}

/** A store of things that are found by what they are about alone, as events are. */
function openAbout(create = false): Opened {
  const file = create ? createStateFile(path) : openStateFile(path);
  opened.push(file);
  return { file, store: createSqliteStore(file, aboutTerms) };
}

const aboutTerms = (_: string, object: KubeObject): string[] => [
  involvedTerm({ namespace: String(object["place"]), name: "web", uid: String(object["size"]) }),
];

function write<T>({ file, store }: Opened, action: (store: SqliteStore) => T): T {
  file.begin("write");
  store.refresh();
  const result = action(store);
  store.flush();
  file.commit();
  return result;
}

function read<T>({ file, store }: Opened, action: (store: SqliteStore) => T): T {
  file.begin("read");
  store.refresh();
  const result = action(store);
  file.commit();
  return result;
}

function thing(namespace: string, name: string, label: number, size: number): KubeObject {
  return { apiVersion: "v1", kind: "Thing", metadata: { namespace, name, labels: { app: `a${label}` } }, size };
}

const QUERIES: (ListQuery | undefined)[] = [
  undefined,
  { namespace: "n1" },
  { index: "label:app=a1" },
  { namespace: "n0", index: "label:app=a0" },
  { index: "size:2" },
  { namespace: "n9" },
];

function picture(store: Store, withChanges: boolean): string {
  const lists = QUERIES.flatMap((query) => [store.list("things", query), store.count("things", query)]);
  const changes = withChanges
    ? (store.changesSince(0) ?? []).map(({ revision, type, object, previous }) => [revision, type, object, previous ?? null])
    : [];
  const history = withChanges ? store.history("things", "n1", "t3").map(({ revision, type, object }) => [revision, type, object]) : [];
  return JSON.stringify([store.revision(), lists, changes, history, store.get("things", "n1", "t3") ?? null]);
}

test("does what the memory store does, whatever is loaded, committed, rolled back or done by another process", () => {
  const random = createStream(11, "ops", 0, () => undefined);
  const model = createMemoryStore({ indexTerms: (_, object) => [`size:${String(object["size"])}`] });
  let mine = open(true);
  const other = open();
  for (let round = 0; round < 120; round++) {
    const actor = random.int(3) === 0 ? other : mine;
    write(actor, (store) => {
      for (let step = random.int(12); step > 0; step--) {
        const namespace = `n${random.int(3)}`;
        const name = `t${random.int(6)}`;
        const object = thing(namespace, name, random.int(3), random.int(4));
        const remove = random.int(4) === 0;
        for (const target of [model, store]) {
          if (remove) target.delete("things", namespace, name);
          else target.put("things", object);
        }
        const query = QUERIES[random.int(QUERIES.length * 3)];
        if (query !== undefined) {
          expect(store.count("things", query)).toBe(model.count("things", query));
          expect(store.list("things", query)).toEqual(model.list("things", query) as KubeObject[]);
        }
        if (random.int(9) === 0) store.flush();
      }
    });
    expect(read(mine, (store) => picture(store, true))).toBe(picture(model, true));
    if (random.int(4) === 0) mine = open();
    if (random.int(4) === 0) {
      mine.file.begin("write");
      mine.store.refresh();
      mine.store.put("things", thing("n0", "gone", 1, 1));
      if (random.int(2) === 0) mine.store.flush();
      mine.file.rollback();
      mine.store.reset();
    }
  }
  expect(model.revision()).toBeGreaterThan(300);
});

test("what names tell is found without rows, and what they do not tell as well", () => {
  const random = createStream(12, "ops", 0, () => undefined);
  const model = createMemoryStore({ indexTerms: aboutTerms });
  const names = ["web.1", "web.2", "web.2.3", "odd", "webb.1", "web-1.1", "we.1"];
  const places = ["n0", "n1"];
  openAbout(true);
  for (let round = 0; round < 150; round++) {
    const [mine, other] = [openAbout(), openAbout()];
    write(random.int(2) === 0 ? mine : other, (store) => {
      const [namespace, name] = [random.pick(places), random.pick(names)];
      const remove = random.int(4) === 0;
      const metadata = { namespace, name };
      const object = { apiVersion: "v1", kind: "Thing", metadata, place: random.pick(places), size: random.int(2) };
      for (const target of [model, store]) {
        if (remove) target.delete("things", namespace, name);
        else target.put("things", object);
      }
    });
    const queries = places.flatMap((namespace) =>
      [0, 1].map((size) => ({ index: involvedTerm({ namespace, name: "web", uid: `${size}` }) })),
    );
    for (const query of [...queries, ...queries.map(({ index }) => ({ index, namespace: "n1" }))]) {
      const expected = model.list("things", query);
      const curious = openAbout();
      // So many questions that the names are read whole.
      read(curious, (store) => Array.from({ length: 40 }, (_, at) => store.get("things", "n0", `absent-${at}`)));
      for (const reader of [mine, openAbout(), curious]) {
        expect(read(reader, (store) => store.count("things", query))).toBe(expected.length);
        expect(read(reader, (store) => store.list("things", query))).toEqual(expected as KubeObject[]);
      }
    }
    for (const file of opened.splice(0)) file.close();
  }
  const { file } = openAbout();
  const rows = file.query<{ name: string }, []>("SELECT DISTINCT name FROM terms").all();
  expect(rows.map(({ name }) => name)).toContain("odd");
  const fresh = thing("n0", "web.9", 0, 1);
  write(openAbout(), (store) => store.put("others", { ...fresh, metadata: { namespace: "n0", name: "web.9" }, place: "n0" }));
  expect(file.query<{ total: number }, []>("SELECT count(*) AS total FROM terms WHERE resource = 'others'").get()?.total).toBe(0);
});

test("a stamp tells of every change, whoever made it, and of those that are taken back", () => {
  const mine = open(true);
  const other = open();
  const [things, others] = [mine.store.stamp("things"), mine.store.stamp("others")];
  const seen = (): number[] => [things.changes, others.changes];
  write(mine, (store) => store.put("things", thing("n0", "t", 1, 1)));
  const own = seen();
  expect(own[0]).toBeGreaterThan(0);
  expect(read(mine, (store) => store.list("things").length)).toBe(1);
  expect(seen()).toEqual(own);
  write(other, (store) => store.delete("things", "n0", "t"));
  read(mine, (store) => store.list("things"));
  const followed = seen();
  expect(followed[0]).toBeGreaterThan(own[0] ?? 0);
  expect(followed[1]).toBe(own[1] ?? -1);
  mine.file.begin("write");
  mine.store.refresh();
  mine.store.put("others", thing("n0", "gone", 1, 1));
  const within = seen();
  mine.file.rollback();
  mine.store.reset();
  expect(seen()[1]).toBeGreaterThan(within[1] ?? 0);
});

test("a compaction keeps what exists and what came after", () => {
  const mine = open(true);
  write(mine, (store) => {
    for (const size of [1, 2, 3]) store.put("things", thing("n", "a", 0, size));
    store.put("things", thing("n", "b", 0, 1));
    store.delete("things", "n", "b");
    store.put("things", thing("n", "a", 0, 4));
  });
  write(mine, (store) => store.compact(5));
  const fresh = open();
  expect(read(fresh, (store) => store.changesSince(4))).toBeUndefined();
  const changes = read(fresh, (store) => store.changesSince(5)?.map(({ object, previous }) => [object["size"], previous?.["size"]]));
  expect(changes).toEqual([[4, 3]]);
  expect(read(fresh, (store) => store.list("things").map((object) => object["size"]))).toEqual([4]);
  expect(fresh.file.query<{ total: number }, []>("SELECT count(*) AS total FROM revisions").get()?.total).toBe(2);
});

test("a compaction forgets who deleted what nothing else is left of", () => {
  const mine = open(true);
  const keys = ["gone", "back", "later"].map((name) => deletionRecordKey("things", "n", name));
  write(mine, (store) => {
    for (const name of ["gone", "back", "later"]) {
      store.put("things", thing("n", name, 0, 1));
      store.setMeta(deletionRecordKey("things", "n", name), { uid: name });
      store.delete("things", "n", name);
    }
    store.put("things", thing("n", "back", 0, 2));
    store.setMeta("deletedness", 1);
  });
  write(mine, (store) => store.compact(4));
  const left = (store: Store): unknown[] => [...keys, "deletedness"].map((key) => store.getMeta(key) !== undefined);
  expect(read(mine, left)).toEqual([false, true, true, true]);
  expect(read(open(), left)).toEqual([false, true, true, true]);
});

test("meta values are kept, and seen by others after the commit", () => {
  const mine = open(true);
  const other = open();
  expect(read(other, (store) => store.getMeta("clock"))).toBeUndefined();
  write(mine, (store) => store.setMeta("clock", { mode: "stepped", rate: 1 }));
  expect(read(other, (store) => store.getMeta("clock"))).toEqual({ mode: "stepped", rate: 1 });
});

test("a file that nobody else opens holds what was committed, and nothing of what was rolled back", () => {
  const alone = open(true, { alone: true });
  write(alone, (store) => store.put("things", thing("a", "kept", 1, 1)));
  expect(read(alone, (store) => store.get("things", "a", "kept")?.metadata.name)).toBe("kept");
  alone.file.begin("write");
  alone.store.refresh();
  alone.store.put("things", thing("a", "dropped", 1, 1));
  alone.store.flush();
  alone.file.rollback();
  alone.store.reset();
  expect(read(alone, (store) => store.list("things").map(({ metadata }) => metadata.name))).toEqual(["kept"]);
  for (const file of opened.splice(0)) file.close();
  expect(read(open(), (store) => store.list("things").map(({ metadata }) => metadata.name))).toEqual(["kept"]);
});
