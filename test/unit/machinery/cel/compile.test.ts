import { describe, expect, test } from "bun:test";
import { compile } from "../../../../src/machinery/cel/compile.ts";
import { functionsOf } from "../../../../src/machinery/cel/signatures.ts";
import { type CelType, DYN, simple } from "../../../../src/machinery/cel/types.ts";
import { CelList, CelMap, type CelValue } from "../../../../src/machinery/cel/values.ts";

const SELF: CelType = {
  kind: "object",
  name: "selfType",
  fields: new Map<string, CelType>([
    ["x", simple("int")],
    ["s", simple("string")],
    ["l", { kind: "list", of: simple("string") }],
    ["m", { kind: "map", key: simple("string"), value: simple("int") }],
    ["gone", simple("string")],
  ]),
};
const self = new CelMap([
  ["x", 5n],
  ["s", "abc"],
  ["l", new CelList(["a", "b"])],
  ["m", new CelMap([["k", 3n]])],
] as [CelValue, CelValue][]);
const variables = new Map<string, CelType>([
  ["self", SELF],
  ["any", DYN],
]);

function run(source: string, libraries = { quantities: true, sets: true }): CelValue | string {
  const program = compile(source, { variables, functions: functionsOf(libraries) });
  if ("issues" in program) return program.issues;
  try {
    return program.run({ self, any: 7n });
  } catch (error) {
    return `! ${(error as Error).message}`;
  }
}

// Of apiextensions-apiserver/pkg/apiserver/schema/cel/validation_test.go and cel-go's own tests.
test.each([
  "self.x == 5 && self.x != 6 && self.x < 6 && self.x >= 5",
  "1 + 2 * 3 == 7 && (1 + 2) * 3 == 9 && 7 / 2 == 3 && -7 % 3 == -1 && 0x10 == 16",
  "!!true && !false && - -3 == 3",
  "self.s.startsWith('a') && self.s.endsWith('c') && self.s.contains('b') && self.s.matches('^a.c$')",
  "self.l.all(i, i.size() == 1) && self.l.exists(i, i == 'b') && self.l.exists_one(i, i == 'a')",
  "self.l.map(i, i + i) == ['aa', 'bb'] && self.l.filter(i, i > 'a') == ['b'] && self.l.map(i, i == 'a', 1) == [1]",
  "'k' in self.m && self.m['k'] == 3 && self.m.k == 3 && self.m.all(key, key == 'k') && !('z' in self.m)",
  "has(self.x) && !has(self.gone)",
  "self.x > 1 ? true : self.gone == ''",
  "true || self.gone == 'x'",
  "size('héllo') == 5 && b'ab'.size() == 2 && size([]) == 0 && {} == {}",
  "type(self.x) == int && type(1.5) == double && type([]) == list && type(null) == null_type && type(duration('1s')) == google.protobuf.Duration",
  "int('42') == 42 && string(42) == '42' && double('1.5') == 1.5 && int(2.9) == 2 && uint(3) == 3u && bool('true')",
  "duration('1h30m').getMinutes() == 90 && duration('90s') == duration('1m30s')",
  "timestamp('2024-01-02T03:04:05Z').getFullYear() == 2024 && timestamp('2024-01-02T03:04:05Z') + duration('1h') > timestamp('2024-01-02T03:04:05Z')",
  "'a,b'.split(',') == ['a', 'b'] && ['a', 'b'].join('-') == 'a-b' && 'hello'.substring(1, 3) == 'el' && ' x '.trim() == 'x'",
  "'abcabc'.indexOf('c') == 2 && 'abcabc'.lastIndexOf('c') == 5 && 'AbC'.lowerAscii() == 'abc' && 'aaa'.replace('a', 'b', 2) == 'bba'",
  "[3, 1, 2].min() == 1 && [1, 2].sum() == 3 && [1, 2].isSorted() && 'abc 123'.find('[0-9]+') == '123'",
  "isIP('1.2.3.4') && isIP('::1') && !isIP('1.2.3') && !isIP('a.b') && !isIP('01.2.3.4')",
  "url('https://a.b:80/p?x=1').getHost() == 'a.b:80' && isURL('https://x') && url('https://a/p').getEscapedPath() == '/p'",
  "quantity('1Ki').compareTo(quantity('1024')) == 0 && quantity('500m').isLessThan(quantity('1')) && isQuantity('2Gi')",
  "optional.of(1).hasValue() && self.?gone.orValue('x') == 'x' && optional.none().or(optional.of(2)).value() == 2",
  "sets.contains([1, 2], [2]) && sets.equivalent([1, 1], [1]) && self.x > 1.5",
  "r'\\d' == '\\\\d' && '''a\nb''' == 'a\\nb' && '\\u0041' == 'A'",
])("holds: %s", (source) => {
  expect(run(source)).toBe(true);
});

test.each([
  ["self.gone == ''", "! no such key: gone"],
  ["self.m['z'] == 1", "! no such key: z"],
  ["self.l[5] == ''", "! index out of bounds: 5"],
  ["1 / 0 == 1", "! division by zero"],
  ["9223372036854775807 + 1 == 0", "! integer overflow"],
  ["any.foo", "! no such overload"],
  ["int('x') == 1", "! type conversion error from 'string' to 'int'"],
  ["optional.none().value() == 1", "! optional.none() dereference"],
  ["'abc'.charAt(9) == ''", "! index out of range: 9"],
])("fails: %s", (source, why) => {
  expect(run(source)).toBe(why);
});

describe("what is wrong is told as cel-go tells it", () => {
  const at = (column: number, message: string, source: string): string =>
    `ERROR: <input>:1:${column}: ${message}\n | ${source}\n | ${".".repeat(column - 1)}^`;

  test.each([
    ["self.y > 1", 5, "undefined field 'y'"],
    ["has(self.y)", 4, "undefined field 'y'"],
    ["self.x + 'a' == 3", 8, "found no matching overload for '_+_' applied to '(int, string)'"],
    ["self.s == null", 8, "found no matching overload for '_==_' applied to '(string, null)'"],
    ["self.x.startsWith('a')", 18, "found no matching overload for 'startsWith' applied to 'int.(string)'"],
    ["foo(1)", 4, "undeclared reference to 'foo' (in container '')"],
    ["other.x", 1, "undeclared reference to 'other' (in container '')"],
    ["self.l.x", 7, "type 'list(string)' does not support field selection"],
    ["[1, 'a'] == [1]", 5, "expected type 'int' but found 'string'"],
    ["self.x.all(i, true)", 5, "expression of type 'int' cannot be range of a comprehension (must be list, map, or dynamic)"],
    ["self.l.exists(i, i)", 14, "found no matching overload for '_||_' applied to '(bool, string)'"],
    ["has(self)", 4, "invalid argument to has() macro"],
    ["isCIDR('1.2.3.0/24')", 7, "k8sim does not emulate the function 'isCIDR'"],
  ])("%s", (source, column, message) => {
    expect(run(source)).toBe(at(column, message, source));
  });

  test("syntax", () => {
    const beginnings = "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";
    expect(run("self.x >")).toBe(at(9, `Syntax error: mismatched input '<EOF>' expecting ${beginnings}`, "self.x >"));
    expect(run("self.x = 1")).toBe(
      `${at(8, "Syntax error: token recognition error at: '= '", "self.x = 1")}\n${at(10, "Syntax error: extraneous input '1' expecting <EOF>", "self.x = 1")}`,
    );
  });

  test("what an older release's libraries lack", () => {
    const source = "self.x > 1.5";
    expect(run(source, { quantities: false, sets: false })).toBe(
      at(8, "found no matching overload for '_>_' applied to '(int, double)'", source),
    );
  });
});
