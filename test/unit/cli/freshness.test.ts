import { afterAll, beforeEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isOutdated } from "../../../src/cli/freshness.ts";

const project = mkdtempSync(join(tmpdir(), "k8sim-freshness-"));
const executable = join(project, "program");

function put(name: string, second: number, text = ""): void {
  const path = join(project, name);
  writeFileSync(path, text);
  utimesSync(path, second, second);
}

beforeEach(() => {
  rmSync(project, { recursive: true, force: true });
  mkdirSync(join(project, "src"), { recursive: true });
  mkdirSync(join(project, "fixtures"));
  put("package.json", 100);
  put("src/used.ts", 100);
  put("src/unused.ts", 100);
  put("program", 200);
  put("program.inputs", 200, "package.json\0src/used.ts\0");
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

test("an executable is outdated once something that it was made of is newer", async () => {
  expect(await isOutdated(executable, project)).toBe(false);
  put("src/unused.ts", 300);
  expect(await isOutdated(executable, project)).toBe(false);
  put("src/used.ts", 300);
  expect(await isOutdated(executable, project)).toBe(true);
});

test("without its list, or with a wrong one, every file counts", async () => {
  put("program.inputs", 200, "src/gone.ts\0");
  expect(await isOutdated(executable, project)).toBe(false);
  put("src/unused.ts", 300);
  expect(await isOutdated(executable, project)).toBe(true);
  rmSync(`${executable}.inputs`);
  expect(await isOutdated(executable, project)).toBe(true);
});

test("in doubt it is outdated", async () => {
  rmSync(join(project, "src"), { recursive: true });
  expect(await isOutdated(executable, project)).toBe(true);
});
