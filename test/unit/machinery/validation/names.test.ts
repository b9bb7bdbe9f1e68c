import { expect, test } from "bun:test";
import { assert } from "../../../../src/base/assert.ts";
import {
  checkLabel,
  checkLabel1035,
  checkLabelValue,
  checkPortName,
  checkQualifiedName,
  checkSubdomain,
} from "../../../../src/machinery/validation/names.ts";
import type { Release } from "../../../../src/release/release.ts";
import { parseRelease } from "../../../../src/release/release.ts";

function release(text: string): Release {
  const found = parseRelease(text);
  assert(found, `no release ${text}`);
  return found;
}

const v118 = release("v1.18.4");
const v120 = release("v1.20.2");

test("good names have no complaints", () => {
  expect(checkSubdomain("a.b-c.1", v118)).toEqual([]);
  expect(checkLabel("a-1", v118)).toEqual([]);
  expect(checkLabel1035("a-1")).toEqual([]);
  expect(checkQualifiedName("example.com/My_Name", v118)).toEqual([]);
  expect(checkLabelValue("")).toEqual([]);
  expect(checkPortName("http-2", v118)).toEqual([]);
});

test("the words for a DNS name are the release's", () => {
  const rest =
    " must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
  expect(checkSubdomain("A_b", v118)).toEqual([`a DNS-1123 subdomain${rest}`]);
  expect(checkSubdomain("A_b", v120)).toEqual([`a lowercase RFC 1123 subdomain${rest}`]);
});

test("several examples stand two blanks apart", () => {
  expect(checkLabel("-", v120)).toEqual([
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
  ]);
});

test("length and pattern are two complaints", () => {
  expect(checkLabelValue(`${"a".repeat(63)}-`)[0]).toBe("must be no more than 63 characters");
  expect(checkLabelValue(`${"a".repeat(63)}-`)).toHaveLength(2);
  expect(checkQualifiedName("/x", v120)).toEqual(["prefix part must be non-empty"]);
  expect(checkQualifiedName("a/", v120)[0]).toBe("name part must be non-empty");
  expect(checkPortName("1-", v120)).toEqual([
    "must contain at least one letter or number (a-z, 0-9)",
    "must not begin or end with a hyphen",
  ]);
});
