import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSqliteStore, type SqliteStore } from "../../../../src/cluster/state/sqlite-store.ts";
import { createStateFile, openStateFile, type StateFile } from "../../../../src/cluster/state/state-file.ts";
import type { KubeObject } from "../../../../src/machinery/object.ts";

let directory: string;
const opened: StateFile[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "k8sim-parts-"));
});

afterEach(() => {
  for (const file of opened.splice(0)) file.close();
  rmSync(directory, { recursive: true });
});

interface Opened {
  readonly file: StateFile;
  readonly store: SqliteStore;
}

function open(create = false): Opened {
  const path = join(directory, "state.db");
  const file = create ? createStateFile(path) : openStateFile(path);
  opened.push(file);
  return { file, store: createSqliteStore(file) };
}

function within<T>({ file, store }: Opened, action: (store: SqliteStore) => T): T {
  file.begin("write");
  store.refresh();
  const result = action(store);
  store.flush();
  file.commit();
  return result;
}

function pod(name: string, image: string): KubeObject {
  const managedFields = [
    { manager: "a", operation: "Update" as const, time: "2026-01-01T00:00:00Z", fieldsType: "FieldsV1", fieldsV1: { "f:spec": {} } },
    { manager: "b", operation: "Apply" as const },
  ];
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace: "n", name, managedFields },
    spec: { image },
    status: { phase: "Pending" },
  };
}

const partsIn = ({ file }: Opened): string[] =>
  file
    .query<{ json: string }, []>("SELECT json FROM parts ORDER BY id")
    .all()
    .map(({ json }) => json);

test("objects come back whole and in their order of members; what they share is in the file and in memory once", () => {
  const mine = open(true);
  within(mine, (store) => {
    for (const name of ["x", "y"]) store.put("pods", pod(name, "nginx"));
    store.put("pods", { ...pod("z", "nginx"), status: undefined });
  });
  expect(partsIn(mine)).toEqual(['{"image":"nginx"}', '{"f:spec":{}}']);
  const [x, y, z] = within(open(), (store) => [...store.list("pods")]);
  expect(JSON.stringify(x)).toBe(
    JSON.stringify({ ...pod("x", "nginx"), metadata: { ...pod("x", "nginx").metadata, resourceVersion: "1" } }),
  );
  expect(y?.spec).toBe(x?.spec);
  expect(z?.metadata.managedFields?.[0]?.fieldsV1).toBe(x?.metadata.managedFields?.[0]?.fieldsV1 ?? {});
  expect(Object.isFrozen(x?.spec)).toBe(true);
});

test("a status that its writer froze is shared, and its place among the members stays", () => {
  const mine = open(true);
  const status = Object.freeze({ phase: "Pending" });
  within(mine, (store) => {
    for (const name of ["x", "y"]) store.put("pods", { ...pod(name, "nginx"), status, last: 1 });
    store.put("pods", { apiVersion: "v1", kind: "Pod", metadata: { namespace: "n", name: "z" }, status });
  });
  expect(partsIn(mine)).toEqual(['{"image":"nginx"}', '{"phase":"Pending"}', '{"f:spec":{}}']);
  const [x, y, z] = within(open(), (store) => [...store.list("pods")]);
  expect(Object.keys(x ?? {})).toEqual(["apiVersion", "kind", "metadata", "spec", "status", "last"]);
  expect(x?.status).toEqual(status);
  for (const other of [y, z]) expect(other?.status).toBe(x?.status);
});

test("a file of the format before is taken over", () => {
  const mine = open(true);
  within(mine, (store) => store.put("pods", pod("x", "nginx")));
  mine.file.query<never, []>("PRAGMA user_version = 2").run();
  const other = open();
  expect(within(other, (store) => store.get("pods", "n", "x")?.spec)).toEqual({ image: "nginx" });
  expect(other.file.query<{ user_version: number }, []>("PRAGMA user_version").get()?.user_version).toBe(4);
});

test("after a rollback parts get new numbers", () => {
  const mine = open(true);
  mine.file.begin("write");
  mine.store.refresh();
  mine.store.put("pods", pod("x", "lost"));
  mine.store.flush();
  mine.file.rollback();
  mine.store.reset();
  within(mine, (store) => store.put("pods", pod("x", "lost")));
  expect(within(open(), (store) => store.get("pods", "n", "x")?.spec)).toEqual({ image: "lost" });
});

test("a compaction takes away parts that nobody has, and who knew them writes them again", () => {
  const mine = open(true);
  const other = open();
  within(mine, (store) => store.put("pods", pod("x", "old")));
  within(other, (store) => store.get("pods", "n", "x"));
  within(mine, (store) => store.put("pods", pod("x", "new")));
  within(mine, (store) => store.compact(2));
  expect(partsIn(mine)).toEqual(['{"f:spec":{}}', '{"image":"new"}']);
  for (const [name, who] of [
    ["y", other],
    ["z", mine],
  ] as const) {
    within(who, (store) => store.put("pods", pod(name, "old")));
    expect(within(open(), (store) => store.get("pods", "n", name)?.spec)).toEqual({ image: "old" });
  }
});
