import { humanDuration } from "../../base/human-duration.ts";
import { formatRfc1123Z } from "../../base/rfc3339.ts";

/** `Fri, 20 Nov 2026 10:20:06 +0000`; Go's zero time when there is none. */
export function describeTime(time: string | null | undefined): string {
  return time ? formatRfc1123Z(Date.parse(time)) : "Mon, 01 Jan 0001 00:00:00 +0000";
}

/** How long ago; `<unknown>` when there is no time. */
export function describeAge(time: string | null | undefined, now: number): string {
  return time ? humanDuration(now - Date.parse(time)) : "<unknown>";
}
