import { expect, test } from "bun:test";
import { nextDue, zoneOffset } from "../../../src/base/cron-next.ts";
import { parseCron } from "../../../src/base/cron-schedule.ts";
import { formatRfc3339, parseRfc3339 } from "../../../src/base/rfc3339.ts";

function next(schedule: string, after: string, zone?: string): string | undefined {
  const at = nextDue(parseCron(schedule), parseRfc3339(after) ?? 0, zone === undefined ? undefined : zoneOffset(zone));
  return at === undefined ? undefined : formatRfc3339(at);
}

test.each([
  ["*/1 * * * *", "2026-11-20T10:00:30Z", "2026-11-20T10:01:00Z"],
  ["*/1 * * * *", "2026-11-20T10:01:00Z", "2026-11-20T10:02:00Z"],
  ["0 3 * * *", "2026-11-20T03:00:00Z", "2026-11-21T03:00:00Z"],
  ["30 23 31 12 *", "2026-12-31T23:30:00Z", "2027-12-31T23:30:00Z"],
  ["0 0 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z"],
  ["15 10 * * mon-fri", "2026-11-20T10:15:00Z", "2026-11-23T10:15:00Z"],
  ["0 12 1 * fri", "2026-11-20T12:00:00Z", "2026-11-27T12:00:00Z"],
  ["@hourly", "2026-11-20T10:59:59Z", "2026-11-20T11:00:00Z"],
  ["@every 90s", "2026-11-20T10:00:00Z", "2026-11-20T10:01:30Z"],
])("%s after %s", (schedule, after, expected) => {
  expect(next(schedule, after)).toBe(expected);
});

test("a day that does not exist is never due", () => {
  expect(next("0 0 31 2 *", "2026-01-01T00:00:00Z")).toBeUndefined();
});

test("goes by the wall clock of a zone, summer time included", () => {
  expect(next("0 9 * * *", "2026-01-10T00:00:00Z", "Asia/Seoul")).toBe("2026-01-11T00:00:00Z");
  expect(next("0 9 * * *", "2026-07-10T00:00:00Z", "America/New_York")).toBe("2026-07-10T13:00:00Z");
  expect(next("0 9 * * *", "2026-01-10T00:00:00Z", "America/New_York")).toBe("2026-01-10T14:00:00Z");
  expect(zoneOffset("Mars/Olympus")).toBeUndefined();
});
