import { expect, test } from "bun:test";
import { CronError, parseCron } from "../../../src/base/cron-schedule.ts";

const complaint = (text: string) => {
  try {
    parseCron(text);
    return "";
  } catch (error) {
    return error instanceof CronError ? error.message : String(error);
  }
};

test("lists, ranges, steps and names", () => {
  expect(parseCron("*/20 8-10,22 1 jan,MAR 1/2")).toEqual({
    kind: "fields",
    minutes: [0, 20, 40],
    hours: [8, 9, 10, 22],
    days: [1],
    months: [1, 3],
    weekdays: [1, 3, 5],
    anyDay: false,
    anyWeekday: false,
  });
  expect(parseCron("@weekly")).toMatchObject({ minutes: [0], hours: [0], weekdays: [0], anyDay: true });
  expect(parseCron("@every 1h30m")).toEqual({ kind: "every", intervalMs: 5_400_000 });
});

test("complaints are the parser's", () => {
  expect(complaint("every day")).toBe("Expected exactly 5 fields, found 2: every day");
  expect(complaint("61 * * * *")).toBe("End of range (61) above maximum (59): 61");
  expect(complaint("* * 0 * *")).toBe("Beginning of range (0) below minimum (1): 0");
  expect(complaint("5-2 * * * *")).toBe("Beginning of range (5) beyond end of range (2): 5-2");
  expect(complaint("x * * * *")).toBe('Failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax');
  expect(complaint("@noon")).toBe("Unrecognized descriptor: @noon");
});
