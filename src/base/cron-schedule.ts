import { goQuote } from "./go-format.ts";
import { GoDurationError, parseGoDuration } from "./go-duration.ts";

/** When something is due: the allowed values of each field, ascending, or a fixed interval. */
export type CronSchedule =
  | {
      readonly kind: "fields";
      readonly minutes: readonly number[];
      readonly hours: readonly number[];
      readonly days: readonly number[];
      readonly months: readonly number[];
      /** 0 is Sunday. */
      readonly weekdays: readonly number[];
      /** A day field that begins with `*` or `?` leaves the choice to the other one. */
      readonly anyDay: boolean;
      readonly anyWeekday: boolean;
    }
  | { readonly kind: "every"; readonly intervalMs: number };

/** The text is no schedule. The message is that of the parser's first major version; later ones begin it in lower case. */
export class CronError extends Error {
  override readonly name = "CronError";
  /** Set when the number of fields is wrong: how many there are. */
  readonly fieldCount: number | undefined;

  constructor(message: string, fieldCount?: number) {
    super(message);
    this.fieldCount = fieldCount;
  }
}

interface Bounds {
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const BOUNDS: readonly [Bounds, Bounds, Bounds, Bounds, Bounds] = [
  { from: 0, to: 59 },
  { from: 0, to: 23 },
  { from: 1, to: 31 },
  { from: 1, to: 12, names: MONTHS },
  { from: 0, to: 6, names: WEEKDAYS },
];
const DESCRIPTORS: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};
const EVERY = "@every ";

/** Reads a standard schedule of five fields, or a descriptor such as `@daily` and `@every 1h30m`. Throws CronError. */
// github.com/robfig/cron parser.go ParseStandard, 1.1
export function parseCron(text: string): CronSchedule {
  if (text === "") throw new CronError("Empty spec string");
  if (text.startsWith("@")) return parseDescriptor(text);
  const fields = text.split(/\s+/).filter((field) => field !== "");
  if (fields.length !== BOUNDS.length) {
    throw new CronError(`Expected exactly ${BOUNDS.length} fields, found ${fields.length}: ${text}`, fields.length);
  }
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = BOUNDS.map((bounds, index) =>
    parseField(fields[index] ?? "", bounds),
  );
  const isAny = (field = "") => field.split(",").some((range) => /^[*?]/.test(range));
  return { kind: "fields", minutes, hours, days, months, weekdays, anyDay: isAny(fields[2]), anyWeekday: isAny(fields[4]) };
}

function parseDescriptor(text: string): CronSchedule {
  const fields = DESCRIPTORS[text];
  if (fields !== undefined) return parseCron(fields);
  if (!text.startsWith(EVERY)) throw new CronError(`Unrecognized descriptor: ${text}`);
  try {
    const seconds = Math.floor(parseGoDuration(text.slice(EVERY.length)) / 1000);
    return { kind: "every", intervalMs: Math.max(1, seconds) * 1000 };
  } catch (error) {
    if (error instanceof GoDurationError) throw new CronError(`Failed to parse duration ${text}: ${error.message}`);
    throw error;
  }
}

function parseField(field: string, bounds: Bounds): number[] {
  const values = new Set(
    field
      .split(",")
      .filter((range) => range !== "")
      .flatMap((range) => parseRange(range, bounds)),
  );
  return [...values].toSorted((a, b) => a - b);
}

/** `*`, `5`, `1-5`, `*` or a range with `/step`; `N/step` runs to the end. */
function parseRange(range: string, bounds: Bounds): number[] {
  const [span = "", ...steps] = range.split("/");
  const [low = "", ...high] = span.split("-");
  const isAny = low === "*" || low === "?";
  const from = isAny ? bounds.from : parseNumber(low, bounds);
  if (!isAny && high.length > 1) throw new CronError(`Too many hyphens: ${range}`);
  let to = isAny ? bounds.to : high[0] === undefined ? from : parseNumber(high[0], bounds);
  if (steps.length > 1) throw new CronError(`Too many slashes: ${range}`);
  const step = steps[0] === undefined ? 1 : parseNumber(steps[0], { from: 0, to: 0 });
  if (steps.length > 0 && high.length === 0) to = bounds.to;
  if (from < bounds.from) throw new CronError(`Beginning of range (${from}) below minimum (${bounds.from}): ${range}`);
  if (to > bounds.to) throw new CronError(`End of range (${to}) above maximum (${bounds.to}): ${range}`);
  if (from > to) throw new CronError(`Beginning of range (${from}) beyond end of range (${to}): ${range}`);
  if (step === 0) throw new CronError(`Step of range should be a positive number: ${range}`);
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

function parseNumber(text: string, { names, from }: Bounds): number {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return named + from;
  if (!/^[+-]?\d+$/.test(text))
    throw new CronError(`Failed to parse int from ${text}: strconv.Atoi: parsing ${goQuote(text)}: invalid syntax`);
  const value = Number.parseInt(text, 10);
  if (value < 0) throw new CronError(`Negative number (${value}) not allowed: ${text}`);
  return value;
}
