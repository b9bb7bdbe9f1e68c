import { afterEach, beforeEach, expect, test } from "bun:test";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../src/base/user-error.ts";
import { createSqliteStore } from "../../src/cluster/state/sqlite-store.ts";
import { createStateFile, openStateFile } from "../../src/cluster/state/state-file.ts";
import { createStream } from "../../src/sim/random.ts";

const PROGRAM = join(import.meta.dir, "programs", "toy-process.ts");

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "k8sim-kill-"));
  path = join(directory, "state.db");
  createStateFile(path).close();
});

afterEach(() => rmSync(directory, { recursive: true }));

function start(...words: string[]) {
  return Bun.spawn([process.execPath, PROGRAM, ...words], { stdout: "pipe", stderr: "pipe" });
}

interface Seen {
  values: Set<unknown>;
  timer: string | undefined;
  revision: number;
}

function look(): Seen {
  const file = openStateFile(path);
  const store = createSqliteStore(file);
  file.begin("read");
  store.refresh();
  const values = new Set(store.list("things").map((object) => object["value"]));
  const timer = file.query<{ data: string }, []>("SELECT data FROM timers").all()[0]?.data;
  const seen = { values, timer, revision: store.revision() };
  const check = file.query<{ integrity_check: string }, []>("PRAGMA integrity_check").all();
  file.commit();
  file.close();
  expect(check.map((row) => row.integrity_check)).toEqual(["ok"]);
  return seen;
}

test("kill -9 at any moment leaves the last commit whole, and no less than was said to be done", async () => {
  const random = createStream(20261121, "kills", 0, () => undefined);
  let acknowledged = 0;
  for (let kill = 0; kill < 100; kill++) {
    const child = start("batches", path, "100000");
    const reader = child.stdout.getReader();
    await reader.read();
    await Bun.sleep(random.float() * 25);
    child.kill("SIGKILL");
    let text = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) text += new TextDecoder().decode(part.value);
    await child.exited;
    acknowledged = Math.max(acknowledged, ...text.trim().split("\n").map(Number));
    const { values, timer, revision } = look();
    expect(values.size).toBe(1);
    const [value] = values as Set<number>;
    expect(value).toBeGreaterThanOrEqual(acknowledged);
    expect(timer).toBe(String(value));
    expect(revision).toBe((value ?? 0) * 12);
  }
}, 60_000);

test("eight processes that add to one object lose no addition, and a watcher sees each", async () => {
  const watcher = start("watch", path, "800", "watcher");
  const adders = Array.from({ length: 8 }, () => start("count", path, "100"));
  const codes = await Promise.all([watcher, ...adders].map((child) => child.exited));
  expect(await new Response(watcher.stderr).text()).toBe("");
  expect(codes).toEqual(Array.from({ length: 9 }, () => 0));
  expect(look().values).toEqual(new Set([800]));
}, 60_000);

/** The sentence with which a path is refused; its bytes must stay. */
function refusalOf(action: () => void): string {
  const before = readFileSync(path);
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    expect(readFileSync(path).equals(before)).toBe(true);
    return (error as Error).message;
  }
  throw new Error("it was accepted");
}

test("a file that is damaged, foreign, empty or of another format is refused in one sentence and left alone", () => {
  const open = () => openStateFile(path).close();
  const whole = readFileSync(path);
  writeFileSync(path, "this is no database, though long enough to look like one".repeat(40));
  expect(refusalOf(open)).toMatch(/^the state file \S+ is damaged: it is no whole SQLite file; [^\n]+$/);
  writeFileSync(path, "");
  expect(refusalOf(open)).toContain("is damaged: it is empty");
  const foreign = Buffer.from(whole);
  foreign.writeUInt32BE(0, 68);
  writeFileSync(path, foreign);
  expect(refusalOf(open)).toContain("it is no k8sim cluster");
  const newer = Buffer.from(whole);
  newer.writeUInt32BE(77, 60);
  writeFileSync(path, newer);
  expect(refusalOf(open)).toMatch(/state format 77, this k8sim reads format \d+/);
});

test("a file that was cut off is refused when its missing part is needed", () => {
  const file = openStateFile(path);
  const store = createSqliteStore(file);
  file.begin("write");
  for (let index = 0; index < 200; index++)
    store.put("things", { apiVersion: "v1", kind: "Thing", metadata: { name: `t${index}` }, padding: "x".repeat(900) });
  store.flush();
  file.commit();
  file.close();
  truncateSync(path, 8192 * 3);
  expect(refusalOf(() => void openStateFile(path))).toContain("is damaged");
});

test("a place that cannot be written is refused in one sentence, and nothing changes", () => {
  const file = openStateFile(path);
  const store = createSqliteStore(file);
  // A journal that cannot be made stops a write as a read-only directory does, for root as well.
  rmSync(`${path}-journal`, { force: true });
  mkdirSync(`${path}-journal`);
  chmodSync(directory, 0o755);
  const write = (): void => {
    file.begin("write");
    store.put("things", { apiVersion: "v1", kind: "Thing", metadata: { name: "x" } });
    file.guard(() => store.flush());
    file.commit();
  };
  expect(refusalOf(write)).toMatch(/^cannot (write|read or write) \S+[^\n]+nothing was changed$/);
  file.rollback();
  file.close();
});

test("a full disk is one sentence, and what was there stays", () => {
  const file = openStateFile(path);
  const store = createSqliteStore(file);
  file.query("PRAGMA max_page_count = 20").all();
  const write = (): void => {
    file.begin("write");
    for (let index = 0; index < 500; index++)
      store.put("things", { apiVersion: "v1", kind: "Thing", metadata: { name: `t${index}` }, padding: "x".repeat(3000) });
    file.guard(() => store.flush());
    file.commit();
  };
  expect(refusalOf(write)).toMatch(/^no space left to write \S+; nothing was changed$/);
  file.rollback();
  file.close();
  expect(look()).toEqual({ values: new Set(), timer: undefined, revision: 0 });
});
