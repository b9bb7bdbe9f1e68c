const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const TEXT = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:([Zz])|([+-])(\d\d):(\d\d))$/;

// Thousands of objects carry the time of one instant.
let lastFormatted = { seconds: Number.NaN, text: "" };
let lastParsed: { text: string; at: number | undefined } = { text: "", at: undefined };

/** Epoch milliseconds as metav1.Time prints them: `2026-11-21T12:00:00Z`, the part of a second cut off. */
export function formatRfc3339(epochMs: number): string {
  const seconds = Math.floor(epochMs / 1000);
  if (lastFormatted.seconds !== seconds) {
    lastFormatted = { seconds, text: `${new Date(seconds * 1000).toISOString().slice(0, -5)}Z` };
  }
  return lastFormatted.text;
}

/** Epoch milliseconds as metav1.MicroTime prints them: `2026-11-21T12:00:00.250000Z`. */
export function formatRfc3339Micro(epochMs: number): string {
  const seconds = Math.floor(epochMs / 1000);
  const micros = Math.floor((epochMs - seconds * 1000) * 1000);
  return `${formatRfc3339(epochMs).slice(0, -1)}.${String(micros).padStart(6, "0")}Z`;
}

/** Epoch milliseconds of an RFC 3339 text with any offset, to the microsecond; undefined when it is none. */
export function parseRfc3339(text: string): number | undefined {
  if (lastParsed.text !== text) lastParsed = { text, at: parse(text) };
  return lastParsed.at;
}

function parse(text: string): number | undefined {
  const match = TEXT.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = "", , sign, offsetHours = "0", offsetMinutes = "0"] = match;
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  // Date.UTC rolls 31 February over; such a text is no date.
  const date = new Date(wall);
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const micros = Number(fraction.padEnd(6, "0").slice(0, 6));
  const offsetMs = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  return wall + micros / 1000 - (sign === "-" ? -offsetMs : offsetMs);
}

/** Epoch milliseconds in Go's RFC1123Z layout, UTC, as describe prints times: `Mon, 02 Jan 2006 15:04:05 +0000`. */
export function formatRfc1123Z(epochMs: number): string {
  const date = new Date(epochMs);
  const day = WEEKDAYS[date.getUTCDay()];
  const month = MONTHS[date.getUTCMonth()];
  return `${day}, ${two(date.getUTCDate())} ${month} ${year(date)} ${clock(date)} +0000`;
}

/** Epoch milliseconds in Go's Time.String layout, UTC: `2006-01-02 15:04:05 +0000 UTC`, a fraction without its zeros. */
export function formatGoTime(epochMs: number): string {
  const date = new Date(Math.floor(epochMs / 1000) * 1000);
  const micros = Math.floor((epochMs - date.getTime()) * 1000);
  const fraction = micros === 0 ? "" : `.${trimZeros(String(micros).padStart(6, "0"))}`;
  const day = `${year(date)}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  return `${day} ${clock(date)}${fraction} +0000 UTC`;
}

function trimZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === "0") end--;
  return digits.slice(0, end);
}

function clock(date: Date): string {
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
}

function year(date: Date): string {
  return String(date.getUTCFullYear()).padStart(4, "0");
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
