import { goQuote } from "./go-format.ts";

const NANOSECONDS_PER_UNIT: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const MAX_NANOSECONDS = (1n << 63n) - 1n;

/** The text is no Go duration; the message is that of Go's time.ParseDuration. */
export class GoDurationError extends Error {
  override readonly name = "GoDurationError";
}

/**
 * Nanoseconds of a Go duration text such as `1h2m3.5s`, `-1.5h` or `0`.
 * Throws GoDurationError with Go's text (`time: invalid duration "5"`, `time: missing unit in duration "5"`).
 */
// Go time.ParseDuration, 1.15
export function parseGoDurationNanoseconds(text: string): bigint {
  const signed = text.startsWith("-") || text.startsWith("+");
  const body = signed ? text.slice(1) : text;
  if (body === "0") return 0n;
  if (body === "") throw invalid(text);
  let total = 0n;
  for (let position = 0; position < body.length;) {
    const part = readPart(body, position, text);
    total += part.nanoseconds;
    if (total > MAX_NANOSECONDS) throw invalid(text);
    position = part.end;
  }
  return text.startsWith("-") ? -total : total;
}

/** Milliseconds (with a fraction below) of a Go duration text; throws GoDurationError. */
export function parseGoDuration(text: string): number {
  return Number(parseGoDurationNanoseconds(text)) / 1e6;
}

function readPart(body: string, start: number, text: string): { nanoseconds: bigint; end: number } {
  const wholeEnd = skipDigits(body, start);
  let end = wholeEnd;
  if (body[end] === ".") end = skipDigits(body, end + 1);
  const fraction = body.slice(wholeEnd + 1, end);
  if (wholeEnd === start && fraction === "") throw invalid(text);
  const unitStart = end;
  while (end < body.length && body[end] !== "." && !isDigit(body.charCodeAt(end))) end++;
  if (end === unitStart) throw new GoDurationError(`time: missing unit in duration ${goQuote(text)}`);
  const unitName = body.slice(unitStart, end);
  const unit = NANOSECONDS_PER_UNIT[unitName];
  if (unit === undefined) {
    throw new GoDurationError(`time: unknown unit ${goQuote(unitName)} in duration ${goQuote(text)}`);
  }
  const whole = BigInt(body.slice(start, wholeEnd) || "0") * unit;
  const part = fraction === "" ? 0n : (BigInt(fraction) * unit) / 10n ** BigInt(fraction.length);
  return { nanoseconds: whole + part, end };
}

function skipDigits(text: string, start: number): number {
  let position = start;
  while (position < text.length && isDigit(text.charCodeAt(position))) position++;
  return position;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function invalid(text: string): GoDurationError {
  return new GoDurationError(`time: invalid duration ${goQuote(text)}`);
}

/** Milliseconds (fractions count down to the nanosecond) as Go's Duration.String: `1m2.3s`, `300ms`, `0s`. */
export function formatGoDuration(durationMs: number): string {
  const wholeMs = Math.trunc(durationMs);
  const restNs = Math.round((durationMs - wholeMs) * 1e6);
  return formatGoDurationNanoseconds(BigInt(wholeMs) * 1_000_000n + BigInt(restNs));
}

/** Nanoseconds as Go's Duration.String: `1.573258126s`, `1h0m0s`, `12µs`. */
// Go time.Duration.String, 1.15
export function formatGoDurationNanoseconds(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return "0s";
  const sign = nanoseconds < 0n ? "-" : "";
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(size, 3)}µs`;
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 6)}ms`;
  const minutes = size / 60_000_000_000n;
  const seconds = `${decimal(size % 60_000_000_000n, 9)}s`;
  if (minutes === 0n) return sign + seconds;
  if (minutes < 60n) return `${sign}${minutes}m${seconds}`;
  return `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

function decimal(value: bigint, places: number): string {
  const digits = value.toString().padStart(places + 1, "0");
  const whole = digits.slice(0, -places);
  let end = digits.length;
  while (end > whole.length && digits[end - 1] === "0") end--;
  return end === whole.length ? whole : `${whole}.${digits.slice(whole.length, end)}`;
}
