import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { githubReport } from "../../../../src/lab/report/github.ts";
import { jsonReport } from "../../../../src/lab/report/json.ts";
import { junitReport } from "../../../../src/lab/report/junit.ts";
import { colourPaint, plainPaint, prettyFile, prettyTotal } from "../../../../src/lab/report/pretty.ts";
import type { FileResult, StepResult } from "../../../../src/lab/report/results.ts";
import { tapReport } from "../../../../src/lab/report/tap.ts";
import { junitMistakes } from "../../../support/junit-schema.ts";
import { parseTap } from "../../../support/tap.ts";
import { parseXml } from "../../../support/xml.ts";
import { SAMPLE } from "./sample.ts";

const AT = "2026-01-01T00:00:00";

const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom("\n", "\r", "\t", " ", "  ", "#", "-", "...", "---", "<", "]]>", "\\"),
    fc.string({ unit: "binary", maxLength: 3 }),
  ),
});
const anyStep: fc.Arbitrary<StepResult> = fc.record({
  line: fc.nat(),
  cmd: anyText.map((text) => `x${text}`),
  status: fc.constantFrom("differs", "equal", "excused", "skipped", "unsupported"),
  expected: fc.option(anyText),
  actual: fc.option(anyText),
  why: fc.option(anyText),
  lines: fc.array(fc.nat(), { maxLength: 4 }),
});
const anyResults: fc.Arbitrary<FileResult[]> = fc.array(
  fc.record({ file: anyText.map((text) => `f${text}`), variant: anyText, steps: fc.array(anyStep, { maxLength: 4 }), ms: fc.nat() }),
  { maxLength: 3 },
);

test("JSON has the documents with their steps and nothing else", () => {
  const [file, ...others] = JSON.parse(jsonReport([SAMPLE])) as { file: string; steps: Record<string, unknown>[] }[];
  expect(others).toEqual([]);
  expect(Object.keys(file ?? {})).toEqual(["file", "steps"]);
  for (const step of file?.steps ?? []) expect(Object.keys(step)).toEqual(["line", "cmd", "status", "expected", "actual", "why"]);
  expect(file?.steps[3]).toEqual({
    line: 15,
    cmd: "helm install x",
    status: "unsupported",
    expected: null,
    actual: null,
    why: "helm is not emulated",
  });
});

describe("JUnit", () => {
  test("counts cases, and is valid", () => {
    const root = parseXml(junitReport([SAMPLE, { ...SAMPLE, steps: [] }], AT));
    expect(junitMistakes(root)).toEqual([]);
    const suite = root.children[0];
    expect(suite?.attributes).toMatchObject({
      name: "labs/a b,c:d.md",
      tests: "6",
      failures: "3",
      errors: "0",
      skipped: "1",
      time: "1.234",
    });
    const cases = suite?.children.filter(({ name }) => name === "testcase") ?? [];
    expect(cases.map(({ children }) => children[0]?.name)).toEqual([undefined, "failure", "failure", "failure", "skipped", undefined]);
    expect(cases[1]?.children[0]?.attributes).toEqual({ type: "differs", message: "column READY of web" });
    expect(cases[1]?.children[0]?.text).toContain("-web    1/2\n+web    1/1\n");
    expect(suite?.children.find(({ name }) => name === "system-out")?.text).toBe(
      "labs/a b,c:d.md:19: kubectl get pods: excused: cut by its author\n",
    );
  });
  test("is valid whatever is told", () => {
    fc.assert(fc.property(anyResults, (results) => expect(junitMistakes(parseXml(junitReport(results, AT)))).toEqual([])));
  });
});

describe("TAP", () => {
  test("has a point for each step and diagnostics in YAML", () => {
    const points = parseTap(tapReport([SAMPLE]));
    expect(points.map(({ ok }) => ok)).toEqual([true, false, false, false, true, true]);
    expect(points[1]?.description).toBe("labs/a b,c:d.md:7 kubectl get pods …");
    expect(points[1]?.diagnostics).toEqual({
      line: 7,
      status: "differs",
      file: SAMPLE.file,
      command: "kubectl get pods\nsecond",
      why: "column READY of web",
      expected: SAMPLE.steps[1]?.expected,
      actual: SAMPLE.steps[1]?.actual,
    });
    expect(points[4]?.directive).toEqual({ name: "SKIP", reason: "no # time to lose" });
  });
  test("can be read whatever is told", () => {
    fc.assert(
      fc.property(anyResults, (results) => {
        const points = parseTap(tapReport(results));
        const steps = results.flatMap((result) => result.steps);
        expect(points).toHaveLength(steps.length);
        for (const [index, { diagnostics }] of points.entries()) {
          const step = steps[index];
          if (step === undefined || step.status === "equal" || step.status === "skipped") continue;
          expect((diagnostics as { command: string }).command).toBe(step.cmd);
        }
      }),
    );
  });
});

test("GitHub's annotations stand on the line that differs, escaped as its runner wants", () => {
  const [first = "", second = "", third = "", fourth = "", last = ""] = githubReport([SAMPLE]).split("\n");
  expect(first).toStartWith("::error file=labs/a b%2Cc%3Ad.md,line=9,title=kubectl get pods …%3A differs::column READY of web%0A--- labs/");
  expect(second).toStartWith("::error file=labs/a b%2Cc%3Ad.md,line=14,title=echo # x%3A differs::a <b> & \"c\" 'd' 100%25 #e");
  expect(third).toBe("::error file=labs/a b%2Cc%3Ad.md,line=15,title=helm install x%3A unsupported::helm is not emulated");
  expect(fourth).toBe("::notice file=labs/a b%2Cc%3Ad.md,line=19,title=kubectl get pods%3A excused::cut by its author");
  expect(last).toBe("labs/a b,c:d.md: 1 of 4 outputs equal, 1 excused, 2 differs");
});

describe("for people", () => {
  test("differences are unified diffs in the document's lines", () => {
    const text = prettyFile({ ...SAMPLE, steps: [...SAMPLE.steps.slice(0, 2), ...SAMPLE.steps.slice(3)] }, plainPaint);
    expect(text).toBe(`labs/a b,c:d.md:9: kubectl get pods …: differs: column READY of web
--- labs/a b,c:d.md
+++ k8sim
@@ -8,3 +8,3 @@
 NAME   READY
-web    1/2
+web    1/1
 db     1/1
labs/a b,c:d.md:15: helm install x: not emulated: helm is not emulated
labs/a b,c:d.md:17: reboot: skipped: no # time
to lose
labs/a b,c:d.md:19: kubectl get pods: excused: cut by its author
FAILED labs/a b,c:d.md: 1 of 3 outputs equal, 1 excused, 1 differs, and 1 step without an output failed
`);
  });
  test("several documents have a total, colours only where they are asked for", () => {
    const good = { ...SAMPLE, steps: SAMPLE.steps.slice(0, 1) };
    expect(prettyTotal([good], plainPaint)).toBe("");
    expect(prettyTotal([good, good], plainPaint)).toBe("\n2 plays: 2 of 2 outputs equal; all pass\n");
    expect(prettyTotal([good, SAMPLE], plainPaint)).toBe("\n2 plays: 2 of 5 outputs equal, 1 excused, 2 differs; 1 of 2 failed\n");
    expect(prettyFile(good, colourPaint)).toStartWith("\u001b[32mok\u001b[0m ");
  });
});
