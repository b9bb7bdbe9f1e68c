import type { CelFunction } from "./functions.ts";
import { CelDuration, CelError, CelTimestamp } from "./values.ts";

const MS = 1_000_000n;
const DAY_MS = 86_400_000;

/** Milliseconds by which a zone is ahead of UTC: `+09:00`, `UTC`. Names of places are not known here. */
function offsetMs(zone: string): number {
  const [, sign, hours = "0", minutes = "0"] = /^([+-]?)(\d{1,2}):(\d{2})$/.exec(zone) ?? [];
  if (sign !== undefined) return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  if (zone === "" || zone === "UTC" || zone === "Z") return 0;
  throw new CelError(`k8sim does not emulate the time zone ${zone}`);
}

function ofTime(part: (date: Date) => number, ofDuration?: (ms: number) => number): CelFunction {
  return ([time, zone]) => {
    if (time instanceof CelDuration) return ofDuration && BigInt(Math.trunc(ofDuration(Number(time.nanos / MS))));
    if (!(time instanceof CelTimestamp)) return undefined;
    const local = Number(time.nanos / MS) + (typeof zone === "string" ? offsetMs(zone) : 0);
    return BigInt(part(new Date(local)));
  };
}

/** Parts of times. cel-go/common/types/timestamp.go, duration.go */
export const timeFunctions: Readonly<Record<string, CelFunction>> = {
  getFullYear: ofTime((date) => date.getUTCFullYear()),
  getMonth: ofTime((date) => date.getUTCMonth()),
  getDate: ofTime((date) => date.getUTCDate()),
  getDayOfMonth: ofTime((date) => date.getUTCDate() - 1),
  getDayOfWeek: ofTime((date) => date.getUTCDay()),
  getDayOfYear: ofTime((date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS)),
  getHours: ofTime(
    (date) => date.getUTCHours(),
    (ms) => ms / 3_600_000,
  ),
  getMinutes: ofTime(
    (date) => date.getUTCMinutes(),
    (ms) => ms / 60_000,
  ),
  getSeconds: ofTime(
    (date) => date.getUTCSeconds(),
    (ms) => ms / 1000,
  ),
  getMilliseconds: ofTime(
    (date) => date.getUTCMilliseconds(),
    (ms) => ms,
  ),
};
