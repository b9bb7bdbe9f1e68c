import { goQuote } from "../../base/go-format.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";

/** A line of logrus' text format, without line end. */
export function logLine(now: number, level: "error" | "info" | "warning", message: string): string {
  return `time="${formatRfc3339(now)}" level=${level} msg=${goQuote(message)}`;
}
