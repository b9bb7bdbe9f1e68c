import { expect, test } from "bun:test";
import { executeGoTemplate } from "../../../../src/machinery/go-template/execute.ts";
import { parseGoTemplate } from "../../../../src/machinery/go-template/parse.ts";

const data = {
  kind: "List",
  none: null,
  items: [
    { name: "p1", ports: [80], labels: { b: "2", a: "1" } },
    { name: "p2", ports: [], labels: {} },
  ],
};

function run(template: string, allowMissingKeys = true): string {
  const { output, error } = executeGoTemplate(parseGoTemplate(template), data, { allowMissingKeys });
  if (error !== undefined) throw error;
  return output;
}

test.each([
  ['{{range .items}}{{.name}}{{"\\n"}}{{end}}', "p1\np2\n"],
  ["{{range $i, $e := .items}}{{if $i}},{{end}}{{$e.name}}{{end}}", "p1,p2"],
  ["{{range $k, $v := (index .items 0).labels}}{{$k}}={{$v}} {{end}}", "a=1 b=2 "],
  ["{{range .nope}}x{{else}}empty{{end}}", "empty"],
  ["{{if .nope}}a{{else if .kind}}b{{else}}c{{end}}", "b"],
  ["{{with .kind}}{{.}} {{$.kind}}{{end}}", "List List"],
  [
    "{{.nope.x}} {{.none}} {{.items}}",
    "<no value> <no value> [map[labels:map[a:1 b:2] name:p1 ports:[80]] map[labels:map[] name:p2 ports:[]]]",
  ],
  ["{{$x := 1}}{{if true}}{{$x = 2}}{{end}}{{$x}}", "2"],
  ['{{"YWJj" | base64decode}} {{.kind | printf "%s!" | len}}', "abc 5"],
  ["{{eq 1 2 1}} {{lt 1 2}} {{and 1 0}} {{or 0 .kind}} {{not .nope}}", "true true 0 List true"],
  ['{{exists . "items" 0 "name"}} {{exists . "x"}}', "true false"],
  ["a {{- .kind -}} b {{/* c */ -}} d", "aListb d"],
  ['{{define "T"}}[{{.}}]{{end}}{{template "T" .kind}}', "[List]"],
  ["{{range .items}}{{if .ports}}{{continue}}{{end}}{{.name}}{{break}}{{end}}", "p2"],
  ["{{html \"<'>\"}} {{`raw`}} {{'a'}} {{0x1f}} {{1.50}}", "&lt;&#39;&gt; raw 97 31 1.5"],
])("%s", (template, text) => {
  expect(run(template)).toBe(text);
});

test.each([
  ["{{.kind", "template: output:1: unclosed action"],
  ["{{.kind.", 'template: output:1: unexpected "." in operand'],
  ["{{if .kind}}", "template: output:1: unexpected EOF"],
  ["{{end}}", "template: output:1: unexpected {{end}}"],
  ["\n{{foo .kind}}", 'template: output:2: function "foo" not defined'],
  ["{{$y}}", 'template: output:1: undefined variable "$y"'],
  ["{{}}", "template: output:1: missing value for command"],
  ["{{.kind.x}}", 'template: output:1:7: executing "output" at <.kind.x>: can\'t evaluate field x in type interface {}'],
  ["{{.none.x}}", 'template: output:1:7: executing "output" at <.none.x>: nil pointer evaluating interface {}.x'],
  ["{{index .items 5}}", 'template: output:1:2: executing "output" at <index .items 5>: error calling index: index out of range: 5'],
  ["{{range .kind}}{{end}}", 'template: output:1:8: executing "output" at <.kind>: range can\'t iterate over List'],
  ["{{eq .kind 1}}", 'template: output:1:2: executing "output" at <eq .kind 1>: error calling eq: incompatible types for comparison'],
  ["{{len}}", 'template: output:1:2: executing "output" at <len>: wrong number of args for len: want 1 got 0'],
])("%s fails", (template, message) => {
  expect(() => run(template)).toThrow(message);
});

test("missing keys are an error on request, after what was printed before", () => {
  const { output, error } = executeGoTemplate(parseGoTemplate("a{{.nope}}"), data, { allowMissingKeys: false });
  expect(output).toBe("a");
  expect(error?.message).toBe('template: output:1:3: executing "output" at <.nope>: map has no entry for key "nope"');
});
