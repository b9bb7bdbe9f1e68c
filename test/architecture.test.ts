import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dir, "..");
const sources = readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" })
  .map((file) => file.split(path.sep).join("/"))
  .filter((file) => file.endsWith(".ts"))
  .map((file) => ({ file, folder: file.split("/")[0] ?? "", text: readFileSync(path.join(root, "src", file), "utf8") }));

/** The second table of src/README.md: folder -> folders that it may import. */
function importTable(): Map<string, Set<string>> {
  const section = readFileSync(path.join(root, "src/README.md"), "utf8").split("## Who may import whom")[1] ?? "";
  const rows = [...section.matchAll(/^\| (\w+) \|([ \w]*)\|$/gm)].filter(([, folder]) => folder !== "folder");
  return new Map(rows.map(([, folder = "", allowed = ""]) => [folder, new Set(allowed.trim().split(/\s+/).filter(Boolean))]));
}

interface Import {
  specifier: string;
  typeOnly: boolean;
}

/** Every static, dynamic and lazy (`require`) import, and every re-export, of a file. */
function importsOf(text: string): Import[] {
  const statements = [...text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^;'"]*?\sfrom\s+)?["']([^"']+)["']/gm)];
  const dynamic = [...text.matchAll(/\b(?:import|require)\(\s*["']([^"']+)["']/g)];
  return [
    ...statements.map(([, type, specifier = ""]) => ({ specifier, typeOnly: type !== undefined })),
    ...dynamic.map(([, specifier = ""]) => ({ specifier, typeOnly: false })),
  ];
}

const table = importTable();
const edges = new Set(["cli", "server", "cluster"]);

/** Comments and string contents taken out, so that words in them are not mistaken for code. */
function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""')
    .replace(/\/\/.*$/gm, "");
}

function offenders(check: (source: (typeof sources)[number]) => string[]): string[] {
  return sources.flatMap((source) => check(source).map((why) => `${source.file}: ${why}`));
}

describe("architecture", () => {
  test("the table names every folder, and the test saw the whole house", () => {
    expect([...new Set(sources.map((source) => source.folder))].sort()).toEqual([...table.keys()].sort());
    expect(sources.length).toBeGreaterThan(700);
  });

  test("imports follow the table", () => {
    expect(
      offenders(({ file, folder, text }) =>
        importsOf(text).flatMap(({ specifier, typeOnly }) => {
          if (!specifier.startsWith(".")) return [];
          const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
          const into = target.split("/")[0] ?? "";
          if (target.startsWith("../"))
            return target.startsWith("../fixtures/") || target === "../package.json" ? [] : [`leaves src: ${specifier}`];
          if (into === folder || table.get(folder)?.has(into)) return [];
          const types = typeOnly && into === "kinds" && target.endsWith("/types.ts") && table.get(folder)?.has("types");
          return types ? [] : [`may not import ${into} (${specifier})`];
        }),
      ),
    ).toEqual([]);
  });

  test("relative imports name their file", () => {
    expect(
      offenders(({ text }) =>
        importsOf(text)
          .filter(({ specifier }) => specifier.startsWith(".") && !/\.(ts|json|txt|yaml|md|tsv|dat)$/.test(specifier))
          .map(({ specifier }) => `no suffix: ${specifier}`),
      ),
    ).toEqual([]);
  });

  test("runtime-only things stay at the edges", () => {
    const forbidden =
      /\bMath\.random\b|\bDate\.now\b|\bnew Date\(\)|\bset(?:Timeout|Interval|Immediate)\b|\bprocess\.|\bconsole\.|\bBun\.|\bperformance\./;
    expect(
      offenders(({ folder, text }) => {
        if (edges.has(folder)) return [];
        const word = forbidden.exec(codeOf(text))?.[0];
        const modules = importsOf(text).filter(({ specifier }) => /^(?:node|bun):|^bun$/.test(specifier));
        return [...(word ? [`uses ${word}`] : []), ...modules.map(({ specifier }) => `imports ${specifier}`)];
      }),
    ).toEqual([]);
  });

  test("versions are compared in release alone", () => {
    const comparison = /\b(?:minor|patch)\s*(?:[<>]=?|[!=]==)\s*\d|\d\s*(?:[<>]=?|[!=]==)\s*\w*\.?(?:minor|patch)\b/;
    expect(
      offenders(({ folder, file, text }) => {
        // the data of hashes and schemas is keyed by minor: picking the nearest table is their job
        if (folder === "release" || /^machinery\/(?:hash|schema)\//.test(file)) return [];
        const found = comparison.exec(codeOf(text))?.[0];
        return found ? [`compares versions: ${found}`] : [];
      }),
    ).toEqual([]);
  });

  test("names: kebab-case files, no utils, no default exports, no any", () => {
    expect(
      offenders(({ file, text }) => {
        const code = codeOf(text);
        return [
          ...(file.split("/").every((part) => /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+)*$/.test(part)) ? [] : ["not kebab-case"]),
          ...(/(?:^|\/)utils?(?:\/|\.ts$)/.test(file) ? ["a utils"] : []),
          ...(/^export default\b/m.test(code) ? ["default export"] : []),
          ...(/:\s*any\b|<any(?:>\(|>;|>\s*=|,)|\bas any\b/.test(code) ? ["any"] : []),
          ...(/^(?:export )?(?:declare )?(?:const )?enum\b/m.test(code) ? ["an enum"] : []),
          ...(/\b(?:TODO|FIXME|XXX|HACK)\b/.test(text) ? ["a left-over"] : []),
        ];
      }),
    ).toEqual([]);
  });

  test("no file is longer than 400 lines", () => {
    expect(
      offenders(({ text, file }) => (/\/data\//.test(file) || text.split("\n").length <= 401 ? [] : [`${text.split("\n").length} lines`])),
    ).toEqual([]);
  });

  test("every public function outside the kinds' fixed files says what it does", () => {
    expect(
      offenders(({ folder, text }) => {
        if (folder === "kinds") return [];
        const lines = text.split("\n");
        return lines.flatMap((line, index) => {
          const name = /^export (?:async )?function\*? (\w+)/.exec(line)?.[1];
          if (name === undefined) return [];
          const above = lines.slice(0, index).findLast((other) => !other.startsWith("//")) ?? "";
          return above.trimEnd().endsWith("*/") ? [] : [`${name} has no docstring`];
        });
      }),
    ).toEqual([]);
  });

  test("no file of the project speaks of the machine it was written on", () => {
    const folders = ["src", "test", "scripts", "bin", "fixtures", ".ci"];
    const files = folders.flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8", withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== "architecture.test.ts")
        .map((entry) => path.join(entry.parentPath, entry.name)),
    );
    // Where this checkout lies, whose home that is, and where packages come from.
    const here = [root, path.dirname(root)].filter((folder) => folder.split("/").length > 2);
    const foreign = /\/home\/(?!vagrant|user|weave)\w+\/|\bregistry\.[a-z]+js\.org/;
    const speaks = (text: string): boolean => foreign.test(text) || here.some((folder) => text.includes(`${folder}/`));
    expect(files.filter((file) => speaks(readFileSync(file, "utf8"))).map((file) => path.relative(root, file))).toEqual([]);
    expect(files.length).toBeGreaterThan(800);
  });

  test("every component, kind and image stands in its index", () => {
    for (const [folder, depth, list] of [
      ["components", 1, ["index.ts"]],
      ["kinds", 2, ["built-in.ts"]],
      ["images", 1, ["index.ts", "add-ons.ts"]],
    ] as const) {
      const index = list.map((name) => sources.find(({ file }) => file === `${folder}/${name}`)?.text ?? "").join("");
      const folders = new Set(
        sources
          .filter((source) => source.folder === folder && source.file.split("/").length > depth + 1 && source.file.endsWith("/index.ts"))
          .map(({ file }) =>
            file
              .split("/")
              .slice(1, depth + 1)
              .join("/"),
          ),
      );
      expect(folders.size).toBeGreaterThan(3);
      expect([...folders].filter((name) => !index.includes(`./${name}/`))).toEqual([]);
    }
  });
});
