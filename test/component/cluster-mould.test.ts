import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Database } from "bun:sqlite";
import { createCluster } from "../../src/cluster/create.ts";
import { clusterPaths } from "../../src/cluster/home.ts";
import { createFromMould } from "../../src/cluster/mould.ts";
import { createTape, type Pins } from "../../src/sim/tape.ts";

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "k8sim-mould-"));
});

afterEach(() => rmSync(home, { recursive: true }));

/** A draw of the installer that documents show. */
const KUBE_PROXY = "name-suffix/pods/kube-system/kube-proxy-";

/** All rows of a cluster; the clock remembers the wall, which nobody reads while it is stepped. */
function rowsOf(name: string): string {
  const database = new Database(clusterPaths(home, name).state, { readonly: true });
  const tables = ["revisions", "parts", "objects", "terms", "timers", "streams", "meta"];
  const rows = tables.map((table) => database.query(`SELECT * FROM ${table}`).all());
  database.close();
  return JSON.stringify(rows).replace(/\\"wallMs\\":[\d.]+/g, "");
}

interface Made {
  readonly rows: string;
  readonly drawn: readonly string[];
  readonly rest: Pins;
}

async function make(name: string, pins: Pins, create: typeof createFromMould): Promise<Made> {
  const drawn: string[] = [];
  const tape = { ...createTape(pins), drew: (stream: string, value: string) => void drawn.push(`${stream}=${value}`) };
  await create(home, { name, profile: "book", seed: 5 }, tape);
  return { rows: rowsOf(name), drawn, rest: tape.rest() };
}

test("a cluster from a mould is what its installer would have made, draws and what is left on the tape included", async () => {
  const installer: typeof createFromMould = (where, options, tape) => createCluster(where, { ...options, clock: "stepped" }, { tape });
  const unused = { "name-suffix/pods/default/web-": ["aaaaa"] };
  const own = await make("own", unused, installer);
  await make("first", {}, createFromMould);
  expect(await make("copy", unused, createFromMould)).toEqual(own);
  const pins = { [KUBE_PROXY]: ["bbbbb"], ...unused };
  const pinned = await make("pinned", pins, installer);
  expect(pinned.rows).not.toBe(own.rows);
  expect(await make("copy-pinned", pins, createFromMould)).toEqual(pinned);
  expect(await make("copy-pinned-again", pins, createFromMould)).toEqual(pinned);
  expect(await make("copy-again", unused, createFromMould)).toEqual(own);
}, 60_000);

test("a name that is taken is refused", async () => {
  await make("one", {}, createFromMould);
  const refusal = await make("one", {}, createFromMould).catch(String);
  expect(refusal).toContain('cluster "one" exists already');
}, 60_000);
