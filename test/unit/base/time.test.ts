import { describe, expect, test } from "bun:test";
import { formatGoDuration, formatGoDurationNanoseconds, parseGoDuration } from "../../../src/base/go-duration.ts";
import { humanDuration, shortHumanDuration } from "../../../src/base/human-duration.ts";
import { formatGoTime, formatRfc1123Z, formatRfc3339, formatRfc3339Micro, parseRfc3339 } from "../../../src/base/rfc3339.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [-2 * SECOND, "<invalid>"],
  [-1 * SECOND, "0s"],
  [-1999, "0s"],
  [999, "0s"],
  [9 * SECOND, "9s"],
  [119 * SECOND, "119s"],
  [2 * MINUTE, "2m"],
  [3 * MINUTE + 46 * SECOND, "3m46s"],
  [10 * MINUTE - 1, "9m59s"],
  [49 * MINUTE, "49m"],
  [179 * MINUTE, "179m"],
  [3 * HOUR, "3h"],
  [7 * HOUR + 59 * MINUTE, "7h59m"],
  [47 * HOUR, "47h"],
  [2 * DAY, "2d"],
  [6 * DAY + 10 * HOUR, "6d10h"],
  [8 * DAY + 5 * HOUR, "8d"],
  [729 * DAY, "729d"],
  [740 * DAY, "2y10d"],
  [8 * 365 * DAY + DAY, "8y"],
])("human duration of %d ms is %s", (ms, text) => {
  expect(humanDuration(ms)).toBe(text);
});

test("short human durations have one unit", () => {
  expect([59 * SECOND, 90 * SECOND, 25 * HOUR, 400 * DAY, -5 * SECOND].map(shortHumanDuration)).toEqual([
    "59s",
    "1m",
    "1d",
    "1y",
    "<invalid>",
  ]);
});

describe("Go durations", () => {
  test.each([
    ["1h2m3.5s", 3723500],
    ["-1.5h", -5400000],
    ["0", 0],
    ["+5s", 5000],
    ["100us", 0.1],
    [".5s", 500],
    ["1.s", 1000],
    ["3µs", 0.003],
  ])("%s", (text, ms) => {
    expect(parseGoDuration(text)).toBe(ms);
  });
  test.each([
    ["5", 'time: missing unit in duration "5"'],
    ["", 'time: invalid duration ""'],
    ["1x", 'time: unknown unit "x" in duration "1x"'],
    [".s", 'time: invalid duration ".s"'],
    ["-", 'time: invalid duration "-"'],
    ["3000000h", 'time: invalid duration "3000000h"'],
  ])("%p is refused", (text, message) => {
    expect(() => parseGoDuration(text)).toThrow(message);
  });
  test.each([
    [0, "0s"],
    [62300, "1m2.3s"],
    [3600000, "1h0m0s"],
    [300, "300ms"],
    [-1500, "-1.5s"],
    [0.25, "250µs"],
  ])("%d ms prints as %s", (ms, text) => {
    expect(formatGoDuration(ms)).toBe(text);
  });
  test("nanoseconds are kept", () => {
    expect(formatGoDurationNanoseconds(1573258126n)).toBe("1.573258126s");
    expect(formatGoDurationNanoseconds(7n)).toBe("7ns");
  });
});

describe("times", () => {
  const noon = Date.UTC(2026, 10, 21, 12, 0, 5);
  test("print in the layouts of the API and of describe", () => {
    expect(formatRfc3339(noon + 999)).toBe("2026-11-21T12:00:05Z");
    expect(formatRfc3339Micro(noon + 250)).toBe("2026-11-21T12:00:05.250000Z");
    expect(formatRfc1123Z(noon)).toBe("Sat, 21 Nov 2026 12:00:05 +0000");
    expect(formatGoTime(noon)).toBe("2026-11-21 12:00:05 +0000 UTC");
    expect(formatGoTime(noon + 120)).toBe("2026-11-21 12:00:05.12 +0000 UTC");
  });
  test("parse with fraction and offset", () => {
    expect(parseRfc3339("2026-11-21T12:00:05Z")).toBe(noon);
    expect(parseRfc3339("2026-11-21T21:00:05.25+09:00")).toBe(noon + 250);
    expect(parseRfc3339("2026-02-30T00:00:00Z")).toBeUndefined();
    expect(parseRfc3339("2026-11-21 12:00:05")).toBeUndefined();
  });
});
