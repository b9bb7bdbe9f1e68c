import { humanDuration, shortHumanDuration } from "../../base/human-duration.ts";

/** Seconds that an age text can stand for: at least `from`, less than `to`. */
export interface AgeRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The range of ages that are printed as this text by duration.HumanDuration, or by ShortHumanDuration where only that does: `9s` is [9, 10), `49m` [2940, 3000), `6d10h` an hour wide.
 * Undefined for a text that it never prints (`75m30s`, `5m70s`, `<unknown>`). apimachinery/pkg/util/duration
 */
export function ageRange(text: string): AgeRange | undefined {
  const match = /^(?:(\d+)y)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
  if (!match || text === "") return undefined;
  const [, y = "0", d = "0", h = "0", m = "0", s = "0"] = match;
  const from = Number(y) * 31536000 + Number(d) * 86400 + Number(h) * 3600 + Number(m) * 60 + Number(s);
  if (humanDuration(from * 1000) === text) return { from, to: from + widthAt(from) };
  // what knows one unit alone is as wide as that
  return shortHumanDuration(from * 1000) === text ? { from, to: from + (UNITS[text.at(-1) ?? ""] ?? 1) } : undefined;
}

const UNITS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86400, y: 31536000 };

/** How exact an age of so many seconds is printed. */
function widthAt(seconds: number): number {
  if (seconds < 600) return 1;
  if (seconds < 8 * 3600) return 60;
  if (seconds < 8 * 86400) return 3600;
  return seconds < 8 * 31536000 ? 86400 : 31536000;
}
