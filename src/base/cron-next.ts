import type { CronSchedule } from "./cron-schedule.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A schedule that is not due for so many days never is: 29 February comes within eight years. */
const LONGEST_SEARCH_DAYS = 8 * 366;

/** Milliseconds that a zone's wall clock is ahead of UTC at a moment. */
export type ZoneOffset = (epochMs: number) => number;

const UTC: ZoneOffset = () => 0;

/** The first moment (epoch ms) after `after` at which a schedule is due, by the wall clock of a zone; undefined when it never is. */
// github.com/robfig/cron spec.go Next, 3.0
export function nextDue(schedule: CronSchedule, after: number, offset: ZoneOffset = UTC): number | undefined {
  if (schedule.kind === "every") return Math.floor(after / 1000) * 1000 + schedule.intervalMs;
  const wall = after + offset(after);
  const start = Math.floor(wall / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  const firstDay = Math.floor(start / DAY_MS) * DAY_MS;
  for (let day = 0; day < LONGEST_SEARCH_DAYS; day++) {
    const midnight = firstDay + day * DAY_MS;
    if (!isDueOn(schedule, new Date(midnight))) continue;
    const due = firstMinute(schedule, midnight, day === 0 ? start : midnight);
    if (due !== undefined) return due - offset(due - offset(after));
  }
  return undefined;
}

type Fields = Extract<CronSchedule, { kind: "fields" }>;

/** When both day fields are set, either is enough. */
function isDueOn({ days, months, weekdays, anyDay, anyWeekday }: Fields, date: Date): boolean {
  if (!months.includes(date.getUTCMonth() + 1)) return false;
  const dayFits = days.includes(date.getUTCDate());
  const weekdayFits = weekdays.includes(date.getUTCDay());
  return anyDay || anyWeekday ? dayFits && weekdayFits : dayFits || weekdayFits;
}

function firstMinute({ hours, minutes }: Fields, midnight: number, from: number): number | undefined {
  for (const hour of hours) {
    for (const minute of minutes) {
      const at = midnight + (hour * 60 + minute) * MINUTE_MS;
      if (at >= from) return at;
    }
  }
  return undefined;
}

/** The offset of a zone of the time zone database; undefined for a name that it does not know. */
export function zoneOffset(zone: string): ZoneOffset | undefined {
  try {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    return (epochMs) => {
      const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
      const seconds = Math.floor(epochMs / 1000) * 1000;
      const parts = format.formatToParts(new Date(seconds));
      return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second")) - seconds;
    };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
