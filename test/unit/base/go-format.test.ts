import { describe, expect, test } from "bun:test";
import {
  goFloat,
  goQuote,
  goStringMapSyntax,
  goStringSliceQuoted,
  goStringSliceSyntax,
  goValueSyntax,
  goValueV,
} from "../../../src/base/go-format.ts";
import { goSprint, goSprintf, goSprintln } from "../../../src/base/go-printf.ts";
import { goJson, goJsonString, kubectlJson } from "../../../src/base/json-out.ts";

test("quotes as strconv does", () => {
  expect(goQuote('a\t"\\\n\u0001\u007f한\u00a0\u{1f600}\u200b')).toBe('"a\\t\\"\\\\\\n\\x01\\x7f한\\u00a0😀\\u200b"');
});

test.each([
  [1.5, "1.5"],
  [123456.5, "123456.5"],
  [1234567.5, "1.2345675e+06"],
  [1e20, "1e+20"],
  [0.0001, "0.0001"],
  [0.00001, "1e-05"],
  [-0, "-0"],
  [Number.POSITIVE_INFINITY, "+Inf"],
])("float %d prints as %s", (value, text) => {
  expect(goFloat(value)).toBe(text);
});

test("values print as Go's maps and slices", () => {
  expect(goValueV({ b: [1, "x", null], a: { c: true } })).toBe("map[a:map[c:true] b:[1 x <nil>]]");
  expect(goValueV(5000000000)).toBe("5000000000");
  expect(goValueSyntax({ a: ["b", 1] })).toBe('map[string]interface {}{"a":[]interface {}{"b", 1}}');
  expect(goStringSliceSyntax(["a", "b"])).toBe('[]string{"a", "b"}');
  expect(goStringSliceSyntax(undefined)).toBe("[]string(nil)");
  expect(goStringSliceQuoted(["a", "b"])).toBe('["a" "b"]');
  expect(goStringMapSyntax({ b: "1", a: "2" })).toBe('map[string]string{"a":"2", "b":"1"}');
});

describe("printf", () => {
  test("verbs, flags and widths", () => {
    expect(goSprintf("%5s|%-5s|%05d|%.2f|%x|%t|%%|%q", ["a", "b", 42, 1.234, "hi", true, "z"])).toBe(
      '    a|b    |00042|1.23|6869|true|%|"z"',
    );
  });
  test("complaints are Go's", () => {
    expect(goSprintf("%d", ["x"])).toBe("%!d(string=x)");
    expect(goSprintf("%s", [])).toBe("%!s(MISSING)");
    expect(goSprintf("a", ["x"])).toBe("a%!(EXTRA string=x)");
    expect(goSprintf("a%", [])).toBe("a%!(NOVERB)");
  });
  test("print puts blanks between non-strings only", () => {
    expect(goSprint([1, 2, "a", 3])).toBe("1 2a3");
    expect(goSprintln([1, "a"])).toBe("1 a\n");
  });
});

describe("JSON", () => {
  test("strings carry Go's escapes", () => {
    expect(goJsonString('<a> & \\b "\b\f\u2028\ud800')).toBe('"\\u003ca\\u003e \\u0026 \\\\b \\"\\u0008\\u000c\\u2028\ufffd"');
    expect(goJsonString("<", true)).toBe('"<"');
  });
  test("indents by four and keeps empty collections on one line", () => {
    expect(kubectlJson({ b: [], a: {}, l: [1, { x: "y" }], u: undefined })).toBe(
      '{\n    "b": [],\n    "a": {},\n    "l": [\n        1,\n        {\n            "x": "y"\n        }\n    ]\n}\n',
    );
    expect(goJson({ b: 1, a: 1e21 }, { sortKeys: true })).toBe('{"a":1e+21,"b":1}');
    expect(() => goJson(Number.NaN)).toThrow("json: unsupported value: NaN");
  });
});
