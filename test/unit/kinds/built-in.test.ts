import { expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { BUILT_IN } from "../../../src/kinds/built-in.ts";
import { createCatalog } from "../../../src/kinds/index.ts";
import { loadSchema } from "../../../src/machinery/schema/schema.ts";

const root = join(import.meta.dir, "../../../src/kinds");

/** `core/pod`: every folder that holds a kind. */
function kindFolders(): string[] {
  const groups = readdirSync(root).filter((name) => name !== "shared" && statSync(join(root, name)).isDirectory());
  return groups.flatMap((group) =>
    readdirSync(join(root, group))
      .filter((name) => readdirSync(join(root, group, name)).includes("index.ts"))
      .map((name) => `${group}/${name}`),
  );
}

test("every folder with an index has a row, and every row loads the kind that it names", () => {
  const index = readFileSync(join(root, "built-in.ts"), "utf8");
  const loaded = [...index.matchAll(/require\("\.\/([^"]+)\/index\.ts"\)/g)].map(([, folder = ""]) => folder);
  expect(loaded.toSorted()).toEqual(kindFolders().toSorted());
  for (const row of BUILT_IN) {
    const { group, kind, plural, namespaced } = row.load();
    expect({ group, kind, plural, namespaced }).toEqual({
      group: row.group,
      kind: row.kind,
      plural: row.plural,
      namespaced: row.namespaced,
    });
  }
});

test("what the schema of a release serves to be listed is in the catalog", () => {
  const catalog = createCatalog();
  const missing = new Set<string>();
  for (let minor = 18; minor <= 32; minor++) {
    const schema = loadSchema(minor);
    for (const { name, versions } of schema.groups) {
      for (const version of versions) {
        for (const { plural, served, verbs } of schema.kindsOf(name, version)) {
          if (served && verbs.includes("list") && !catalog.byResource(name, plural)) missing.add(`${plural}.${name}`);
        }
      }
    }
  }
  expect([...missing]).toEqual([]);
});
