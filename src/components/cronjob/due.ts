import { nextDue, type ZoneOffset, zoneOffset } from "../../base/cron-next.ts";
import { type CronSchedule, parseCron } from "../../base/cron-schedule.ts";
import { parseRfc3339 } from "../../base/rfc3339.ts";
import type { CronJob } from "../../kinds/batch/cronjob/types.ts";

const MANY = 100;
/** Schedules that are due more often are counted no further. */
const MOST_COUNTED = 100_000;

/** A cron job's schedule by the clock of its zone. */
export interface Timetable {
  readonly schedule: CronSchedule;
  readonly offset: ZoneOffset;
}

/** The last time that is due and how many there were; `next` is the first still to come. */
export interface Due {
  last: number | undefined;
  missed: number;
  tooMany: boolean;
  next: number | undefined;
}

/** The schedule of a cron job; undefined when its zone is unknown. Throws CronError for a schedule that cannot be read. */
export function timetableOf({ spec }: CronJob): Timetable | undefined {
  const offset = spec.timeZone ? zoneOffset(spec.timeZone) : () => 0;
  return offset && { schedule: parseCron(spec.schedule), offset };
}

/** The first time after `after`, in ms. */
export function nextTime({ schedule, offset }: Timetable, after: number): number | undefined {
  return nextDue(schedule, after, offset);
}

/** What is due of a cron job since it last ran, or was made; not further back than its starting deadline. */
// pkg/controller/cronjob/utils.go getRecentUnmetScheduleTimes, 1.20
export function dueTimes(cronJob: CronJob, timetable: Timetable, now: number): Due {
  const { spec, status, metadata } = cronJob;
  const since = parseRfc3339(status?.lastScheduleTime ?? metadata.creationTimestamp ?? "") ?? now;
  const deadline = spec.startingDeadlineSeconds;
  const earliest = deadline === undefined ? since : Math.max(since, now - deadline * 1000);
  let last: number | undefined;
  let missed = 0;
  let next = nextTime(timetable, earliest);
  while (next !== undefined && next <= now && missed < MOST_COUNTED) {
    last = next;
    missed++;
    next = nextTime(timetable, next);
  }
  return { last, missed, tooMany: missed > MANY, next };
}

/** Whether a time is too long ago for the starting deadline. */
export function isTooLate({ spec }: CronJob, scheduled: number, now: number): boolean {
  return spec.startingDeadlineSeconds !== undefined && scheduled + spec.startingDeadlineSeconds * 1000 < now;
}
