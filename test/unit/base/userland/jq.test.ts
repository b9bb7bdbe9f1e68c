import { expect, test } from "bun:test";
import { userlandProgram } from "../../../../src/base/userland/index.ts";
import { createDisk } from "../../../../src/shell/disk.ts";

const DATA =
  '{"items":[{"metadata":{"name":"a","labels":{"app":"x"}},"status":{"phase":"Running"},"n":3},{"metadata":{"name":"b"},"status":{"phase":"Pending"},"n":1}],"kind":"List"}';

function jq(args: readonly string[], stdin = DATA): { out: string; err: string; status: number | undefined } {
  let [out, err] = ["", ""];
  const streams = { input: { rest: stdin }, out: (text: string) => void (out += text), err: (text: string) => void (err += text) };
  const status = userlandProgram("jq")?.({ name: "jq", args, streams, directory: "/", environment: {}, files: createDisk(), now: 0 });
  return { out, err, status };
}

/** Arguments and what jq 1.6 prints for them. */
const CASES: readonly (readonly [readonly string[], string])[] = [
  [
    ["-c", "."],
    '{"items":[{"metadata":{"name":"a","labels":{"app":"x"}},"status":{"phase":"Running"},"n":3},{"metadata":{"name":"b"},"status":{"phase":"Pending"},"n":1}],"kind":"List"}\n',
  ],
  [["-r", ".items[].metadata.name"], "a\nb\n"],
  [["-c", ".items|length"], "2\n"],
  [["-c", '.items[]|select(.status.phase=="Running")|.metadata.name'], '"a"\n'],
  [["-c", ".items|map(.n)|add"], "4\n"],
  [["-c", "[.items[]|{name:.metadata.name,n}]"], '[{"name":"a","n":3},{"name":"b","n":1}]\n'],
  [["-r", '.items[]|"\\(.metadata.name) \\(.n+1)"'], "a 4\nb 2\n"],
  [["-c", "keys"], '["items","kind"]\n'],
  [[".items[0].metadata"], '{\n  "name": "a",\n  "labels": {\n    "app": "x"\n  }\n}\n'],
  [["-c", ".items|sort_by(.n)|.[0].n"], "1\n"],
  [["-r", ".items[]|[.metadata.name,.n]|@tsv"], "a\t3\nb\t1\n"],
  [["-r", ".items[]|[.metadata.name,.n]|@csv"], '"a",3\n"b",1\n'],
  [["-c", ".items|group_by(.status.phase)|map(length)"], "[1,1]\n"],
  [["-c", ".items[].metadata.labels.app"], '"x"\nnull\n'],
  [["-c", ".items[1:]|length"], "1\n"],
  [["-c", ".items[-1].n"], "1\n"],
  [["-c", ".items[0]|to_entries|map(.key)"], '["metadata","status","n"]\n'],
  [["-c", '[.items[]|if .n>2 then "big" else "small" end]'], '["big","small"]\n'],
  [["-c", '.missing // "none"'], '"none"\n'],
  [["-c", ".items|any(.n>2)"], "true\n"],
  [["-c", "[..|strings]|length"], "6\n"],
  [["-c", ".items|first|.n"], "3\n"],
  [["-c", '.items[]|has("n")'], "true\ntrue\n"],
  [["-c", ".items|min_by(.n)|.n,(.items?|length)"], "1\n0\n"],
  [["-c", ".items[0] as $x|$x.n*2"], "6\n"],
  [["-c", '[.items[].metadata.name]|join(",")'], '"a,b"\n'],
  [["-r", '.kind|ascii_downcase|test("li")'], "true\n"],
  [["-c", '{a:1,"b":.kind,(.kind):2}'], '{"a":1,"b":"List","List":2}\n'],
  [["-c", ".items|map(select(.metadata.labels.app?))|length"], "1\n"],
  [["-c", "[.items[]|.n]|unique|reverse"], "[3,1]\n"],
  [["-S", "-c", ".items[0].status+{a:1}"], '{"a":1,"phase":"Running"}\n'],
  [["-n", "-c", "[1,2]|map(.+1)"], "[2,3]\n"],
  [["--arg", "x", "b", "-r", ".items[]|select(.metadata.name==$x)|.n"], "1\n"],
];

test.each(CASES)("jq %j", (args, out) => {
  expect(jq(args).out).toBe(out);
});

test("mistakes are said, and nothing that a filter does is a crash", () => {
  expect(jq([".items[]|nosuch"])).toMatchObject({ status: 5, out: "" });
  expect(jq(["."], "{x")).toMatchObject({ status: 2, out: "" });
  expect(jq([".["])).toMatchObject({ status: 3, out: "" });
  expect(jq([".kind.x"]).err).toBe('jq: error (at <stdin>:0): Cannot index string with "x"\n');
  expect(jq([".kind|keys"]).err).toStartWith("jq: error (at <stdin>:0): string");
});
