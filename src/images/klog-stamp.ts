import { formatRfc3339 } from "../base/rfc3339.ts";

/** The time as klog writes it: `1120 10:00:00.123456`. Below the clock's milliseconds stands what the caller gives. */
export function klogStamp(now: number, belowMicros = 0): string {
  const stamp = formatRfc3339(now);
  const micros = `${String(Math.floor(now) % 1000).padStart(3, "0")}${String(belowMicros).padStart(3, "0")}`;
  return `${stamp.slice(5, 7)}${stamp.slice(8, 10)} ${stamp.slice(11, 19)}.${micros}`;
}
