import { describe, expect, test } from "bun:test";
import {
  addQuantities,
  canonicalQuantity,
  canonicalResourceQuantity,
  compareQuantities,
  formatQuantity,
  milliValue,
  newMilliQuantity,
  newQuantity,
  parseQuantity,
  QuantityError,
  subtractQuantities,
  wholeValue,
} from "../../../src/machinery/quantity.ts";

describe("canonicalQuantity", () => {
  test.each([
    ["0", "0"],
    ["00", "0"],
    ["100m", "100m"],
    ["1000m", "1"],
    ["1024Mi", "1Gi"],
    ["1000Mi", "1000Mi"],
    ["128Mi", "128Mi"],
    ["1.5Gi", "1536Mi"],
    ["0.5", "500m"],
    ["0.5Mi", "512Ki"],
    ["1000000", "1M"],
    ["1e3", "1e3"],
    ["1000e3", "1e6"],
    ["1E", "1E"],
    ["12E", "12E"],
    ["-1", "-1"],
    ["+1", "+1"],
    ["0.0001", "100u"],
    ["0.0000000001", "1n"],
    ["1Ki", "1Ki"],
    ["512", "512"],
    ["0.1Ki", "102400m"],
    ["0.0005Ki", "512m"],
    ["9Ei", "9223372036854775807"],
    ["12345678901234567890", "12345678901234567890"],
  ])("%s is %s", (text, canonical) => {
    expect(canonicalQuantity(text)).toBe(canonical);
  });

  test("a bare number of a manifest reads like its text", () => {
    expect(canonicalQuantity(2)).toBe("2");
    expect(canonicalQuantity(0.25)).toBe("250m");
  });

  test.each(["", "abc", "1x", "1 Gi", "1.2.3"])("%p is refused as Kubernetes refuses it", (text) => {
    expect(() => parseQuantity(text)).toThrow(
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    );
  });

  test.each(["1kk", "1mi", "1e", "1Gi5", "--1"])("%p has an unknown suffix", (text) => {
    expect(() => parseQuantity(text)).toThrow(new QuantityError("unable to parse quantity's suffix"));
  });
});

test("limits and requests are rounded up to thousandths", () => {
  expect(canonicalResourceQuantity("0.0001")).toBe("1m");
  expect(canonicalResourceQuantity("1e3")).toBe("1e3");
  expect(canonicalResourceQuantity("100.5m")).toBe("101m");
});

test("values round up", () => {
  expect(milliValue(parseQuantity("250m"))).toBe(250);
  expect(milliValue(parseQuantity("2"))).toBe(2000);
  expect(milliValue(parseQuantity("1u"))).toBe(1);
  expect(wholeValue(parseQuantity("128974848000m"))).toBe(128974848);
  expect(wholeValue(parseQuantity("1.5Gi"))).toBe(1610612736);
  expect(wholeValue(parseQuantity("1500m"))).toBe(2);
});

test("comparison is by value", () => {
  expect(compareQuantities(parseQuantity("1Gi"), parseQuantity("1024Mi"))).toBe(0);
  expect(compareQuantities(parseQuantity("1G"), parseQuantity("1Gi"))).toBe(-1);
  expect(compareQuantities(parseQuantity("1"), parseQuantity("999m"))).toBe(1);
});

test("sums keep the left side's suffix family, zero takes the right side's", () => {
  expect(formatQuantity(addQuantities(parseQuantity("100m"), parseQuantity("1")))).toBe("1100m");
  expect(formatQuantity(addQuantities(parseQuantity("0"), parseQuantity("512Mi")))).toBe("512Mi");
  expect(formatQuantity(addQuantities(parseQuantity("70Mi"), parseQuantity("170Mi")))).toBe("240Mi");
  expect(formatQuantity(subtractQuantities(parseQuantity("1"), parseQuantity("1")))).toBe("0");
  expect(formatQuantity(addQuantities(parseQuantity("9223372036854775807"), parseQuantity("1")))).toBe("9223372036854775808");
});

test("quantities made from numbers", () => {
  expect(formatQuantity(newQuantity(1024 * 1024, "BinarySI"))).toBe("1Mi");
  expect(formatQuantity(newQuantity(1000, "BinarySI"))).toBe("1k");
  expect(formatQuantity(newMilliQuantity(1500, "DecimalSI"))).toBe("1500m");
});

test("the cached text follows Go, since the hash shows it", () => {
  expect(parseQuantity("100Mi").text).toBe("100Mi");
  expect(parseQuantity("128Mi").text).toBe("");
  expect(parseQuantity("0.5").text).toBe("");
  expect(parseQuantity("0.5")).toMatchObject({ unscaled: 5n, scale: -1, big: false });
});
