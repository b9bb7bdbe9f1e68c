import { describe, expect, test } from "bun:test";
import { assert } from "../../../src/base/assert.ts";
import { parseLabelSelector } from "../../../src/machinery/label-parser.ts";
import {
  formatLabels,
  formatLabelSelector,
  formatRequirements,
  matchesLabels,
  requiredValue,
  selects,
} from "../../../src/machinery/labels.ts";
import type { Release } from "../../../src/release/release.ts";
import { parseRelease } from "../../../src/release/release.ts";

function release(text: string): Release {
  const found = parseRelease(text);
  assert(found, `no release ${text}`);
  return found;
}

const v120 = release("v1.20.2");
const v123 = release("v1.23.7");

describe("parseLabelSelector", () => {
  test.each([
    ["a=b", "a=b"],
    ["b==c,a!=d", "a!=d,b==c"],
    ["e in (y, x,x),!f,g notin (z)", "e in (x,y),!f,g notin (z)"],
    ["x in (foo,,baz),y,z notin ()", "x in (,baz,foo),y,z notin ()"],
    ["a=", "a="],
    ["in=in", "in=in"],
    ["n>5,m<6", "m<6,n>5"],
    ["", ""],
  ])("%p is %p", (text, formatted) => {
    expect(formatRequirements(parseLabelSelector(text, v120))).toBe(formatted);
  });

  test.each([
    ["a b", "unable to parse requirement: found 'b', expected: '=', '!=', '==', 'in', notin'"],
    ["a=b c", "found 'c', expected: ',' or 'end of string'"],
    ["a=b,,c", "found ',', expected: identifier after ','"],
    ["=a", "found '=', expected: !, identifier, or 'end of string'"],
    ["a in b", "unable to parse requirement: found 'b' expected: '('"],
    ["a in (b", "unable to parse requirement: found '', expected: ',' or ')'"],
    ["!=a", "found '!=', expected: !, identifier, or 'end of string'"],
    [
      "a=-b",
      "unable to parse requirement: invalid label value: \"-b\": at key: \"a\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ],
    ["n>x", "unable to parse requirement: for 'Gt', 'Lt' operators, the value must be an integer"],
  ])("%p is refused", (text, complaint) => {
    expect(() => parseLabelSelector(text, v120)).toThrow(new Error(complaint));
  });

  test("from 1.21 on complaints are field errors", () => {
    expect(() => parseLabelSelector("a=-b", v123)).toThrow(
      'unable to parse requirement: values[0][a]: Invalid value: "-b": a valid label must be',
    );
    expect(() => parseLabelSelector("-a=b", v123)).toThrow(
      'unable to parse requirement: <nil>: Invalid value: "-a": name part must consist of',
    );
  });
});

test("terms match labels", () => {
  const matches = (text: string, labels: Record<string, string>): boolean => matchesLabels(parseLabelSelector(text, v120), labels);
  expect(matches("a=1,b!=2", { a: "1" })).toBe(true);
  expect(matches("a=1,b!=2", { a: "1", b: "2" })).toBe(false);
  expect(matches("a in (1,2)", { a: "2" })).toBe(true);
  expect(matches("a notin (1,2)", {})).toBe(true);
  expect(matches("!a", { a: "" })).toBe(false);
  expect(matches("a", { a: "" })).toBe(true);
  expect(matches("n>5", { n: "10" })).toBe(true);
  expect(requiredValue(parseLabelSelector("a=1,b", v120), "a")).toBe("1");
});

test("a LabelSelector object selects, an absent one selects nothing", () => {
  const selector = { matchLabels: { app: "x" }, matchExpressions: [{ key: "tier", operator: "NotIn", values: ["db"] }] };
  expect(selects(selector, { app: "x" })).toBe(true);
  expect(selects(selector, { app: "x", tier: "db" })).toBe(false);
  expect(selects({}, undefined)).toBe(true);
  expect(selects(undefined, { app: "x" })).toBe(false);
});

test("selectors and labels print as tables and describe show them", () => {
  expect(formatLabelSelector({ matchLabels: { b: "2", a: "1" }, matchExpressions: [{ key: "c", operator: "Exists" }] })).toBe("a=1,b=2,c");
  expect(formatLabelSelector({ matchExpressions: [{ key: "c", operator: "In", values: ["z", "y"] }] })).toBe("c in (y,z)");
  expect(formatLabelSelector({})).toBe("<none>");
  expect(formatLabelSelector({ matchExpressions: [{ key: "c", operator: "Like" }] })).toBe("<error>");
  expect(formatLabels({ b: "2", a: "1" })).toBe("a=1,b=2");
  expect(formatLabels(undefined)).toBe("<none>");
});
