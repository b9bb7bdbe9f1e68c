import { afterAll, beforeEach, expect, test } from "bun:test";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isOutdated } from "../../../src/cli/freshness.ts";

const root = path.resolve(import.meta.dir, "../../..");
const project = mkdtempSync(path.join(tmpdir(), "k8sim-freshness-"));
const executable = path.join(project, "dist/k8sim");
const NOBODY = 0;

function put(name: string, second: number, text = "", mode = 0o644): void {
  const file = path.join(project, name);
  writeFileSync(file, text, { mode });
  utimesSync(file, second, second);
}

/** A program in the executable's place that says what it has found out. */
const ASKS = `
import { isOutdated, whoAsks } from ${JSON.stringify(path.join(root, "src/cli/freshness.ts"))};
console.log(String(await isOutdated(process.argv[2], whoAsks())), process.env.K8SIM_LOOKER ?? "");
`;

/** What bin/k8sim's executable finds out. */
async function asStarted(): Promise<string> {
  const started = Bun.spawn([path.join(project, "bin/k8sim")], { stdin: "ignore", stdout: "pipe", stderr: "inherit" });
  return (await new Response(started.stdout).text()).trim();
}

beforeEach(() => {
  rmSync(project, { recursive: true, force: true });
  for (const folder of ["src", "fixtures", "bin", "dist"]) mkdirSync(path.join(project, folder), { recursive: true });
  copyFileSync(path.join(root, "bin/k8sim"), path.join(project, "bin/k8sim"));
  put("package.json", 100);
  put("src/used.ts", 100);
  put("src/unused.ts", 100);
  put("asks.ts", 100, ASKS);
  put("dist/k8sim", 200, `#!/bin/sh\nexec '${process.execPath}' '${project}/asks.ts' "$0"\n`, 0o755);
  put("dist/k8sim.inputs", 200, "package.json\0src/used.ts\0");
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

test("an executable is outdated once something that it was made of is newer", async () => {
  expect(await asStarted()).toBe("false");
  put("src/unused.ts", 300);
  expect(await asStarted()).toBe("false");
  put("src/used.ts", 300);
  expect(await asStarted()).toBe("true");
});

test("with a wrong list every file counts", async () => {
  put("dist/k8sim.inputs", 200, "src/gone.ts\0");
  expect(await asStarted()).toBe("false");
  put("src/unused.ts", 300);
  expect(await asStarted()).toBe("true");
});

test("where nobody has looked, or nobody can tell, the answer is the same", async () => {
  for (const looker of [NOBODY, process.pid * 1000]) {
    put("src/used.ts", 100);
    put("src/unused.ts", 300);
    expect(await isOutdated(executable, { project, looker })).toBe(false);
    put("src/used.ts", 300);
    expect(await isOutdated(executable, { project, looker })).toBe(true);
  }
});

test("in doubt it is outdated", async () => {
  rmSync(path.join(project, "src"), { recursive: true });
  expect(await isOutdated(executable, { project, looker: NOBODY })).toBe(true);
});
