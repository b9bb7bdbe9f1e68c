import { expect, test } from "bun:test";
import { formatFieldRequirements, matchesFields, parseFieldSelector, requiredFieldValue } from "../../../src/machinery/fields.ts";

test("field selectors are read, sorted by their text", () => {
  const requirements = parseFieldSelector("status.phase!=Running,metadata.name==x,,spec.nodeName=");
  expect(formatFieldRequirements(requirements)).toBe("metadata.name=x,spec.nodeName=,status.phase!=Running");
  expect(requiredFieldValue(requirements, "metadata.name")).toBe("x");
  expect(requiredFieldValue(requirements, "status.phase")).toBeUndefined();
  const fields: Record<string, string> = { "metadata.name": "x", "status.phase": "Pending" };
  expect(matchesFields(requirements, (field) => fields[field] ?? "")).toBe(true);
});

test("values may be escaped", () => {
  expect(parseFieldSelector("a=x\\,y\\=z\\\\")).toEqual([{ field: "a", operator: "=", value: "x,y=z\\" }]);
});

test("errors are apimachinery's", () => {
  expect(() => parseFieldSelector("foo")).toThrow("invalid selector: 'foo'; can't understand 'foo'");
  expect(() => parseFieldSelector("a=b=c")).toThrow("invalid field selector: unescaped character in value: 61");
  expect(() => parseFieldSelector("a=b\\n")).toThrow("invalid field selector: invalid escape sequence: \\n");
});
