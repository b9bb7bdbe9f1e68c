import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { SHIPPED_LABS } from "../../../src/lab/shipped/labs.ts";

const directory = path.resolve(import.meta.dir, "../../../fixtures/labs");

test("every lab of fixtures/labs is shipped under its name, with its sidecar", () => {
  const names = readdirSync(directory, { encoding: "utf8", recursive: true }).filter((name) => name.endsWith(".md"));
  const labs = names.map((name) => {
    const sidecar = path.join(directory, name.replace(/\.md$/, ".lab.yaml"));
    const text = readFileSync(path.join(directory, name), "utf8");
    return [name.replace(/\.md$/, ""), { text, ...(existsSync(sidecar) ? { sidecar: readFileSync(sidecar, "utf8") } : {}) }];
  });
  expect(SHIPPED_LABS).toEqual(Object.fromEntries(labs));
});
