import { expect, test } from "bun:test";
import { runJsonPath } from "../../../../src/machinery/jsonpath/print.ts";
import { relaxedJsonPath } from "../../../../src/machinery/jsonpath/relaxed.ts";

const pods = {
  kind: "List",
  items: [
    { metadata: { name: "p1", labels: { "app.kubernetes.io/name": "a" } }, spec: { ports: [80, 443], cpu: 1.5 } },
    { metadata: { name: "p2", labels: {} }, spec: { ports: [], cpu: 2.5, on: true } },
    { metadata: { name: "p) 3" }, spec: { none: null } },
  ],
};
const OPTIONS = { collections: "json", allowMissingKeys: true } as const;

test.each([
  ["{.items[*].metadata.name}", "p1 p2 p) 3"],
  ["{.items[-1].metadata.name}", "p) 3"],
  ["{.items[0:2].metadata.name}", "p1 p2"],
  ["{.items[::2].metadata.name}", "p1 p) 3"],
  ["{.items[0,2].metadata.name}", "p1 p) 3"],
  ['{.items[?(@.metadata.name=="p) 3")].metadata.name}', "p) 3"],
  ["{.items[?(@.spec.cpu>2.0)].metadata.name}", "p2"],
  ["{.items[?(@.spec.on)].metadata.name}", "p2"],
  ["{.items[0].spec.ports[?(@>80)]}", "443"],
  ["{.items[0].metadata.labels.app\\.kubernetes\\.io/name}", "a"],
  ["{.items[0].metadata.labels['app\\.kubernetes\\.io/name']}", "a"],
  ['{range .items[*]}{.metadata.name}{"\\t"}{range .spec.ports[*]}{@},{end}{"\\n"}{end}done', "p1\t80,443,\np2\t\np) 3\t\ndone"],
  ["{range .nope[*]}x{end}", ""],
  ["{..name}", "p1 p2 p) 3"],
  ["{.items[0].metadata}", '{"labels":{"app.kubernetes.io/name":"a"},"name":"p1"}'],
  ["{.items[2].spec.none}|{.nope.x}", "<nil>|"],
  ["text {.kind} {'it\\'s'}", "text List it's"],
])("%s", (template, text) => {
  expect(runJsonPath(template, pods, OPTIONS)).toBe(text);
});

test.each([
  ["{.items[9].metadata}", "array index out of bounds: index 9, length 3"],
  ["{.items[*.metadata}", "unterminated array"],
  ["{.items[x]}", "invalid array index x"],
  ["{.items", "unclosed action"],
  ["{foo}", "unrecognized identifier foo"],
  ["{end}", "not in range, nothing to end"],
  ["{#}", "unrecognized character in action: U+0023 '#'"],
  ["{.items[?(@.a==1}", "unterminated filter"],
  ["{'a", "unterminated quoted string"],
  ["{.items[?(@.metadata.name==1)]}", "incompatible types for comparison"],
  ["{....name}", "invalid multiple recursive descent"],
  ["{.kind[0]}", "string is not array or slice"],
])("%s fails", (template, message) => {
  expect(() => runJsonPath(template, pods, OPTIONS)).toThrow(message);
});

test("missing keys are an error on request", () => {
  expect(() => runJsonPath("{.spec.nope}", pods, { collections: "json" })).toThrow("spec is not found");
});

test("collections print in Go's syntax for old clients and as JSON lists on request", () => {
  expect(runJsonPath("{.items[0].metadata}", pods, { collections: "go" })).toBe("map[labels:map[app.kubernetes.io/name:a] name:p1]");
  expect(runJsonPath("{.items[*].metadata.name}", pods, { ...OPTIONS, asJson: true })).toBe('[\n    "p1",\n    "p2",\n    "p) 3"\n]\n');
});

test("relaxed forms", () => {
  expect(["x.y", ".x.y", "{x.y}", "{.x.y}", ""].map(relaxedJsonPath)).toEqual(["{.x.y}", "{.x.y}", "{.x.y}", "{.x.y}", ""]);
  expect(() => relaxedJsonPath("{.x[}}")).toThrow(
    "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
  );
});
