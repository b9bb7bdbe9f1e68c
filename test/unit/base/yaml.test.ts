import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { splitYamlDocuments } from "../../../src/base/yaml-documents.ts";
import { parseYaml } from "../../../src/base/yaml-in.ts";
import { formatYaml } from "../../../src/base/yaml-out.ts";

describe("reading", () => {
  test.each([
    ["y", true],
    ["No", false],
    ["off", false],
    ["~", null],
    ["", null],
    ["0o17", 15],
    ["017", 15],
    ["08", 8],
    ["0x1F", 31],
    ["0b11", 3],
    ["1_000", 1000],
    ["1.0", 1],
    ["1e3", 1000],
    [".5", 0.5],
    ["1e999", "1e999"],
    ["99999999999999999999", 1e20],
    ["2001-01-01", "2001-01-01"],
    ["12:30", "12:30"],
    ["'1'", "1"],
    ["!!str 1", "1"],
    ["!!float 1", 1],
    ["1.2.3", "1.2.3"],
  ])("%p", (text, value) => {
    expect(parseYaml(`a: ${text}\n`)).toEqual({ a: value });
  });
  test("keys become strings", () => {
    expect(parseYaml("1: a\nyes: b\n1.5: c\n")).toEqual({ "1": "a", true: "b", "1.5": "c" });
  });
  test("anchors and merges; a merge overwrites what stood before it", () => {
    expect(parseYaml("a: &a {x: 1, z: 2}\nb:\n  x: 0\n  <<: *a\n  z: 3\nc: *a\n")).toEqual({
      a: { x: 1, z: 2 },
      b: { x: 1, z: 3 },
      c: { x: 1, z: 2 },
    });
    expect(parseYaml("c:\n  <<: [{x: 1}, {x: 2, z: 2}]\n")).toEqual({ c: { x: 1, z: 2 } });
  });
  test("the last of two equal keys counts unless strict", () => {
    expect(parseYaml("data:\n  a: one\n  a: two\n")).toEqual({ data: { a: "two" } });
    expect(() => parseYaml("data:\n  a: one\n  a: two\n", { strict: true })).toThrow(
      'yaml: unmarshal errors:\n  line 3: key "a" already set in map',
    );
  });
  test.each([
    ["apiVersion: v1\nkind: Pod\nmetadata:\n\tname: x\n", "yaml: line 4: found character that cannot start any token"],
    ["apiVersion: v1\nkind: Pod\nmetadata: {name: x\n", "yaml: line 3: did not find expected ',' or '}'"],
    ["kind: ConfigMap\nmetadata:\n  name: x\n data:\n  a: b\n", "yaml: line 3: did not find expected key"],
    ["x: 1\na: b: c\n", "yaml: line 2: mapping values are not allowed in this context"],
    ["a: b: c\n", "yaml: mapping values are not allowed in this context"],
    ["x: y\na\nb: c\n", "yaml: line 3: could not find expected ':'"],
    ["a: 'x\n", "yaml: line 2: found unexpected end of stream"],
    ["a:\n  - b\n  c: d\n", "yaml: line 2: did not find expected '-' indicator"],
    ["a: b\n\tc: d\n", "yaml: line 2: found a tab character that violates indentation"],
    ["x: 1\na: [1, 2\nb: 3\n", "yaml: line 2: did not find expected ',' or ']'"],
    ["a: - b\n", "yaml: block sequence entries are not allowed in this context"],
    ["a: |x\n  b\n", "yaml: did not find expected comment or line break"],
    ["a: |\n    b\n  c\nd: e\n", "yaml: line 2: did not find expected key"],
    ["a: \u0001\n", "yaml: control characters are not allowed"],
    ["a: *b\n", "yaml: unknown anchor 'b' referenced"],
    ["a: &a [*a]\n", "yaml: anchor 'a' value contains itself"],
    ["a: !!int x\n", "yaml: cannot decode !!str `x` as a !!int"],
    ["<<: 1\n", "yaml: map merge requires map or sequence of maps as the value"],
  ])("%p is refused in go-yaml's words", (text, message) => {
    expect(() => parseYaml(text)).toThrow(message);
  });
});

test("streams are cut at bare separators only", () => {
  expect(splitYamlDocuments("a: 1\n---\nb: 2\r\n--- # x\n---  \nc: 3")).toEqual([
    { text: "a: 1\n", line: 1 },
    { text: "b: 2\n--- # x\n", line: 3 },
    { text: "c: 3\n", line: 6 },
  ]);
  expect(splitYamlDocuments("---\na: 1\n")).toEqual([{ text: "---\na: 1\n", line: 1 }]);
});

describe("writing", () => {
  test.each([
    ["true", '"true"'],
    ["1.0", '"1.0"'],
    ["", '""'],
    ["<<", "<<"],
    ["2001-01-01", '"2001-01-01"'],
    ["12:30", '"12:30"'],
    ["a: b", "'a: b'"],
    ["a:b", "a:b"],
    ["it's", "it's"],
    ["'q'", "'''q'''"],
    ["a\tb", '"a\\tb"'],
    ["😀", '"\\U0001F600"'],
    ["한글", "한글"],
    ["a\nb", "|-\n  a\n  b"],
    ["a\n\nb\n", "|\n  a\n\n  b"],
    ["a\n\n", "|+\n  a\n"],
    [" a\nb", "|2-\n   a\n  b"],
    ["a \nb", '"a \\nb"'],
  ])("%p", (value, text) => {
    expect(formatYaml({ k: value })).toBe(`k: ${text}\n`);
  });
  test("collections", () => {
    expect(formatYaml({ b: [{ x: 1, y: [[1], {}] }], a: {}, c: [], n: null, u: undefined })).toBe(
      'a: {}\nb:\n- x: 1\n  "y":\n  - - 1\n  - {}\nc: []\n"n": null\n',
    );
  });
  test("numbers", () => {
    expect(formatYaml([1, 1.5, 1e6, 1234567.5, 1e20, -0])).toBe("- 1\n- 1.5\n- 1000000\n- 1.2345675e+06\n- 1e+20\n- 0\n");
  });
  test("keys sort naturally", () => {
    expect(formatYaml({ a10: 1, a2: 1, B: 1, _a: 1, a: 1 })).toBe("_a: 1\nB: 1\na: 1\na2: 1\na10: 1\n");
  });
  test("long plain text is broken after column 80", () => {
    const text = "word ".repeat(20).trim();
    expect(formatYaml({ k: text })).toBe(`k: ${"word ".repeat(16).trim()}\n  ${"word ".repeat(4).trim()}\n`);
  });
  test("a key over 128 bytes takes the long form", () => {
    const key = "z".repeat(129);
    expect(formatYaml({ [key]: { a: 1 } })).toBe(`? ${key}\n: a: 1\n`);
  });
});

const recordings = join(import.meta.dir, "../../../../shared/conformance/recordings");
test.if(existsSync(recordings))("every recorded -o yaml survives reading and writing byte for byte", () => {
  let seen = 0;
  for (const folder of readdirSync(recordings)) {
    for (const file of readdirSync(join(recordings, folder)).filter((name) => name.endsWith(".json"))) {
      const scenario = JSON.parse(readFileSync(join(recordings, folder, file), "utf8")) as {
        steps: { cmd: string; stdout: string; rc: number }[];
      };
      for (const step of scenario.steps) {
        if (step.rc !== 0 || !/-o[ =]?yaml/.test(step.cmd) || step.cmd.includes("|") || !/^(?:apiVersion|kind)/.test(step.stdout)) continue;
        seen++;
        const again = splitYamlDocuments(step.stdout).map(({ text }) => formatYaml(parseYaml(text)));
        expect(again.join("---\n")).toBe(step.stdout);
      }
    }
  }
  expect(seen).toBeGreaterThan(100);
});
