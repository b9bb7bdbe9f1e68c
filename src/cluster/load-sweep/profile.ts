import { UserError } from "../../base/user-error.ts";

/** Traffic over time: requests a second at a moment, in ms from the beginning of a whole that lasts `wholeMs`. */
export type Profile = (atMs: number, wholeMs: number) => number;

const FORMS = "constant:50/s, ramp:10/s..200/s, steps:10/s,50/s,100/s or a CSV file with seconds and requests a second";

/**
 * Reads a traffic profile: `constant:50/s` (or `50/s`), `ramp:10/s..200/s`, `steps:10/s,50/s,100/s` (equal parts). Rates are read by
 * `rate`. Throws UserError.
 */
export function parseProfile(text: string, rate: (text: string) => number): Profile {
  const [, kind = "constant", rest = ""] = /^(?:(constant|ramp|steps):)?(.+)$/s.exec(text.trim()) ?? [];
  if (kind === "ramp") {
    const [from = "", to = "", ...others] = rest.split("..");
    if (to === "" || others.length > 0) throw new UserError(`"${text}" is no traffic profile: use ${FORMS}`);
    const [first, last] = [rate(from), rate(to)];
    return (atMs, wholeMs) => first + ((last - first) * Math.min(atMs, wholeMs)) / wholeMs;
  }
  const rates = (kind === "steps" ? rest.split(",") : [rest]).map(rate);
  return (atMs, wholeMs) => rates[Math.min(rates.length - 1, Math.floor((atMs / wholeMs) * rates.length))] ?? 0;
}

/** Reads a profile from a CSV: lines of seconds and requests a second, in order; a first line of words is skipped. Throws UserError. */
export function parseProfileCsv(csv: string, file: string): Profile {
  const lines = csv
    .split("\n")
    .map((line, index) => ({ cells: line.trim().split(/[,;\t]/), number: index + 1 }))
    .filter(({ cells }) => cells.join("") !== "");
  const points = lines.slice(/^\D*$/.test(lines[0]?.cells[0] ?? "") ? 1 : 0).map(({ cells: [second = "", rate = ""], number }) => {
    const point = { atMs: Number(second) * 1000, rate: Number(rate) };
    if (second.trim() === "" || rate.trim() === "" || !(point.atMs >= 0) || !(point.rate >= 0))
      throw new UserError(`${file}:${number}: give seconds and requests a second, as 30,50`);
    return point;
  });
  if (points.length === 0) throw new UserError(`${file} has no lines of seconds and requests a second`);
  return (atMs) => points.findLast((point) => point.atMs <= atMs)?.rate ?? 0;
}
