import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { STATE_FORMAT } from "../../../../src/cluster/state/schema.ts";
import { createSqliteStore, type SqliteStore } from "../../../../src/cluster/state/sqlite-store.ts";
import { createStateFile, openStateFile, type StateFile } from "../../../../src/cluster/state/state-file.ts";
import { noteShape } from "../../../../src/machinery/whole-event.ts";
import type { KubeObject } from "../../../../src/machinery/object.ts";
import type { Change } from "../../../../src/machinery/store.ts";

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

test("states that others follow on in one transaction are in the file as differences, and come back whole", () => {
  const mine = open(true);
  const first = pod("x", "nginx");
  const states: KubeObject[] = [
    first,
    { ...first, status: { phase: "Running" } },
    { ...first, status: { phase: "Running" }, last: 1 },
    { ...first, status: undefined, last: 1 },
    { ...first, status: undefined, last: 2 },
    { ...first, metadata: { name: "x", namespace: "n", labels: { a: "b" } }, last: 2 },
    { ...first, metadata: { name: "x", namespace: "n", labels: { a: "c" } }, spec: { image: "httpd" }, last: 2 },
    ...Array.from({ length: 20 }, (_, at) => ({ ...first, last: at })),
  ];
  const written = within(mine, (store) => [
    ...states.map((state) => JSON.stringify(store.put("pods", state))),
    JSON.stringify(store.delete("pods", "n", "x")),
    JSON.stringify(store.put("pods", first)),
  ]);
  const told = mine.file.query<{ total: number }, []>("SELECT count(*) AS total FROM revisions WHERE parts LIKE '>%'").get()?.total ?? 0;
  expect(told).toBeGreaterThan(15);
  expect(told).toBeLessThan(written.length - 4);
  const seen = (changes: readonly Change[] | undefined): string[] => (changes ?? []).map(({ object }) => JSON.stringify(object));
  expect(within(open(), (store) => seen(store.changesSince(0)))).toEqual(written);
  expect(within(open(), (store) => seen(store.history("pods", "n", "x")))).toEqual(written);
  // each by itself, and the state before it
  const alone = within(open(), (store) => (store.changesSince(20) ?? []).map(({ previous }) => previous && JSON.stringify(previous)));
  expect(alone).toEqual([...written.slice(19, written.length - 2), undefined]);
  within(mine, (store) => store.compact(25));
  expect(within(open(), (store) => seen(store.changesSince(25)))).toEqual(written.slice(25));
  expect(within(open(), (store) => JSON.stringify(store.get("pods", "n", "x")))).toBe(written.at(-1) ?? "");
});

/** As the recorder of components writes it (apiserver/registry/new-event.ts). */
function event(name: string, message: string, more: { involved?: object; source?: object; selfLink?: string } = {}): KubeObject {
  const time = `2026-01-01T00:00:0${name.length}Z`;
  const { involved = {}, source = { component: "kubelet", host: `node-${name}` }, selfLink = `/api/v1/namespaces/n/events/${name}` } = more;
  const made = {
    kind: "Event",
    apiVersion: "v1",
    metadata: {
      name,
      namespace: "n",
      managedFields: [{ manager: "kubelet", operation: "Update", time, fieldsType: "FieldsV1", fieldsV1: { "f:reason": {} } }],
      creationTimestamp: time,
      uid: `uid of ${name}`,
      selfLink,
    },
    involvedObject: { kind: "Pod", name: `about ${name}`, uid: `its of ${name}`, resourceVersion: "7", ...involved },
    type: "Normal",
    reason: "Said",
    message,
    source,
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  };
  noteShape(made, `${Object.keys(made.involvedObject).join()} ${Object.keys(source).join()}`);
  return made;
}

test("events of components are in the file as their own texts alone, and come back whole", () => {
  const mine = open(true);
  const events = [
    event("x.1", "one"),
    event("yy.2", 'a "text" \\ of \u0001 4 its\u00a0own\n$&'),
    event('odd "name" $1.1', "$2"),
    event("z.3", "no host", { source: { component: "scheduler" } }),
    event("u.4", "of a part", { involved: { fieldPath: "spec.containers{c}" } }),
    event("v.5", "an odd \u00015 place", { involved: { fieldPath: "\u00012" } }),
    event("w:6", "an escaped name", { selfLink: "/api/v1/namespaces/n/events/w%3A6" }),
  ];
  const written = within(mine, (store) => events.map((one) => JSON.stringify(store.put("events", one, true))));
  const records = mine.file.query<{ json: string; parts: string }, []>("SELECT json, parts FROM revisions ORDER BY rev").all();
  expect(records.map(({ parts }) => parts.startsWith("@"))).toEqual([true, true, true, true, true, false, false]);
  expect(records[0]?.parts).toBe(records[1]?.parts ?? "");
  expect(records[0]?.json).toBe('["x.1","uid of x.1","1","about x.1","its of x.1","7","node-x.1","2026-01-01T00:00:03Z","one"]');
  expect(within(open(), (store) => events.map(({ metadata }) => JSON.stringify(store.get("events", "n", metadata.name ?? ""))))).toEqual(
    written,
  );
  // moulds are parts that nobody takes away while an event needs them
  within(mine, (store) => store.compact(5));
  expect(within(open(), (store) => JSON.stringify(store.get("events", "n", "yy.2")))).toBe(written[1] ?? "");
});

test("a file of the format before is taken over", () => {
  const mine = open(true);
  within(mine, (store) => store.put("pods", pod("x", "nginx")));
  mine.file.query<never, []>("PRAGMA user_version = 2").run();
  const other = open();
  expect(within(other, (store) => store.get("pods", "n", "x")?.spec)).toEqual({ image: "nginx" });
  expect(other.file.query<{ user_version: number }, []>("PRAGMA user_version").get()?.user_version).toBe(STATE_FORMAT);
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
