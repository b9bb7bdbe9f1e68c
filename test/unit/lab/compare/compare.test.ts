import { expect, test } from "bun:test";
import { columnsOf } from "../../../../src/lab/compare/columns.ts";
import { compareOutput as compare, type CompareOptions } from "../../../../src/lab/compare/compare.ts";

type Contradictions = CompareOptions["contradictions"];

function compareOutput(
  expected: Parameters<typeof compare>[0],
  actual: string,
  contradictions: Contradictions,
  excuses?: Readonly<Record<string, string>>,
) {
  const { status, why, differences } = compare(expected, actual, { contradictions }, excuses);
  return {
    status,
    ...(status === "excused" ? { why } : {}),
    ...(status === "differs" ? { lines: differences.map(({ line }) => line) } : {}),
  };
}

const lines = (...texts: string[]) => texts.map((text, index) => ({ line: index + 10, text }));
const contradiction = { line: 11, object: "pod web", age: "4d2h", against: { line: 20, object: "service web", age: "49m" } };

test("blanks at line ends and empty lines around an output do not count; everything else does", () => {
  expect(compareOutput(lines("a  ", "b"), "\na\nb   \n\n", [])).toEqual({ status: "equal" });
  expect(compareOutput(lines("a", "b"), "a\n b\n", [])).toEqual({ status: "differs", lines: [11] });
  expect(compareOutput(lines("a", "b"), "a\nb\nc\n", []).status).toBe("differs");
  expect(compareOutput(lines("a", "b"), "", []).status).toBe("differs");
});

test("tabs are the blanks that a terminal shows for them", () => {
  const printed = "  Labels:\tapp=web\n\tversion=1\n    Host Port:\t<none>\n";
  expect(compareOutput(lines("  Labels:       app=web", "        version=1", "    Host Port:  <none>"), printed, [])).toEqual({
    status: "equal",
  });
  expect(compareOutput(lines("  Labels:\tapp=web", "\tversion=1", "    Host Port:\t<none>"), printed, [])).toEqual({ status: "equal" });
  expect(compareOutput(lines("  Labels:       app=web", "        version=2", "    Host Port:  <none>"), printed, []).status).toBe(
    "differs",
  );
});

test("a command without an output in the document is equal whatever it prints", () => {
  expect(compareOutput(undefined, "anything\n", [])).toEqual({ status: "equal" });
});

test("a contradiction excuses the age on its own line and nothing else", () => {
  const shown = lines("NAME   AGE", "web    4d2h");
  expect(compareOutput(shown, "NAME   AGE\nweb    57m\n", [contradiction]).status).toBe("excused");
  expect(compareOutput(shown, "NAME   AGE\nweb    57m\n", []).status).toBe("differs");
  expect(compareOutput(shown, "NAME   AGE\nwob    57m\n", [contradiction]).status).toBe("differs");
  expect(compareOutput(shown, "NAMES  AGE\nweb    57m\n", [contradiction]).status).toBe("differs");
});

test("uids, resource versions and moments of another cluster do not count in YAML; their form and everything else does", () => {
  const shown = lines("  uid: 252e3066-f6a8-4f27-a338-9870bd3fcf89", '  resourceVersion: "1065470"', '  time: "2022-03-26T12:07:48Z"');
  const text = (uid: string, version: string, time: string) => `  uid: ${uid}\n  resourceVersion: "${version}"\n  time: "${time}"\n`;
  const uid = "05ad3eaa-6f4f-4b67-b6c0-b677a5295366";
  expect(compareOutput(shown, `first\n${text(uid, "8", "2026-01-12T23:36:31Z")}`, []).status).toBe("differs");
  expect(compareOutput(shown, text(uid, "8", "2026-01-12T23:36:31Z").trimStart(), []).status).toBe("differs");
  expect(compareOutput([{ line: 1, text: "a" }, ...shown], `a\n${text(uid, "8", "2026-01-12T23:36:31Z")}`, []).status).toBe("equal");
  expect(compareOutput([{ line: 1, text: "a" }, ...shown], `a\n${text(uid, "", "2026-01-12T23:36:31Z")}`, []).lines).toEqual([11]);
});

test("a moment that no clock shows is not one", () => {
  const status = (time: string) => compareOutput([{ line: 1, text: `time: ${time}` }], "time: 2026-01-12T23:36:31Z\n", []).status;
  expect(["2022-03-26T12:07:48Z", "2022-12-31T23:59:59+09:00"].map(status)).toEqual(["equal", "equal"]);
  expect(["2022-13-26T12:07:48Z", "2022-03-26T42:07:48Z", "2022-03-26T12:77:48Z"].map(status)).toEqual(["differs", "differs", "differs"]);
});

test("a line that the front matter excuses may differ, with its reason; no other line may", () => {
  const excuses = { "web 1m": "a measurement" };
  const shown = lines("NAME CPU", "web 1m");
  expect(compareOutput(shown, "NAME CPU\nweb 0m\n", [], excuses)).toEqual({ status: "excused", why: "a measurement" });
  expect(compareOutput(shown, "NAMES CPU\nweb 0m\n", [], excuses).status).toBe("differs");
  expect(compareOutput(shown, "NAME CPU\nweb 1m\n", [], excuses)).toEqual({ status: "equal" });
});

test("a reason for missing rows holds in a scattered table as well, and for those rows alone", () => {
  const printed = [
    "NAME      READY   STATUS    RESTARTS   AGE",
    "a-pod     1/1     Running   0          5s",
    "web-pod   1/1     Running   0          9s",
    "",
  ].join("\n");
  const shown = (...words: string[]) => lines("NAME", "READY STATUS", "RESTARTS", "AGE", ...words);
  const reason = { "web-*": "the slide leaves it out" };
  const found = compareOutput(shown("a-pod", "1/1", "Running", "0", "5s"), printed, [], reason);
  expect(found.status).toBe("excused");
  expect(found.why).toContain("the slide leaves it out");
  expect(found.why).not.toContain("words lost");
  expect(compareOutput(shown("a-pod", "0/1", "Running", "0", "5s"), printed, [], reason)).toEqual({ status: "differs", lines: [15] });
});

test("cells that a conversion has lost from a row of Markdown are said; a value that is another differs", () => {
  const printed = "NAME    READY   STATUS    RESTARTS   AGE\na-pod   1/1     Running   0          5s\n";
  const table = (row: string) => [
    { line: 10, text: "NAME    READY   STATUS   RESTARTS   AGE", layout: "table" as const },
    { line: 11, text: row, layout: "table" as const },
  ];
  const found = compare(table("a-pod   1/1              0"), printed, { contradictions: [], converted: true });
  expect([found.status, found.why?.includes("lost the cells of STATUS, AGE")]).toEqual(["excused", true]);
  expect(compare(table("a-pod   0/1              0"), printed, { contradictions: [], converted: true }).status).toBe("differs");
  expect(compare(table("a-pod   1/1              0"), printed, { contradictions: [] }).status).toBe("differs");
});

test("a draw and a measurement beside it are each taken for what they are", () => {
  const printed = "NAME      CPU(cores)\nweb-abc   0m\n";
  const shown = lines("NAME      CPU(cores)", "web-xyz   1m");
  const options = (stands: boolean): CompareOptions => ({
    contradictions: [],
    binder: { fits: (ours, theirs) => stands && ours === "web-xyz" && theirs === "web-abc", bind: () => undefined },
    excuseCell: (column, ours) => (column === "CPU(cores)" && ours === "1m" ? "a measurement" : undefined),
  });
  expect(compare(shown, printed, options(true))).toMatchObject({ status: "excused", why: "a measurement" });
  expect(compare(shown, printed, options(false)).status).toBe("differs");
});

test("<none> that a browser took for a tag is lost, and a sign at a line's end is cut; nothing else is", () => {
  const printed = "NAME   CLUSTER-IP   EXTERNAL-IP   PORT(S)\nweb    10.96.0.1    <none>        443/TCP\n";
  const found = compare(lines("NAME   CLUSTER-IP   EXTERNAL-IP   PORT(S)", "web    10.96.0.1            443/TCP"), printed, {
    contradictions: [],
  });
  expect([found.status, found.why]).toEqual(["excused", "<none> is lost: a reader of HTML takes it for a tag"]);
  expect(
    compare(lines("NAME   CLUSTER-IP   EXTERNAL-IP   PORT(S)", "web    10.96.0.1            444/TCP"), printed, { contradictions: [] })
      .status,
  ).toBe("differs");
  expect(compare(lines("<html>", "</html"), "<html>\n</html>\n", { contradictions: [] }).status).toBe("excused");
  expect(compare(lines("a: 1", "b: 1"), "a: 1\nb: 12\n", { contradictions: [] }).status).toBe("differs");
});

test("labels make columns as well: a header's words may have low lines and figures", () => {
  expect(columnsOf("NAME   READY   STATUS    RESTARTS   AGE   CREATION_METHOD   TIER2")?.names).toEqual([
    "NAME",
    "READY",
    "STATUS",
    "RESTARTS",
    "AGE",
    "CREATION_METHOD",
    "TIER2",
  ]);
  expect(columnsOf("Name:   web_2")).toBeUndefined();
});
