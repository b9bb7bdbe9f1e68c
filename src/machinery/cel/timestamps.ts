const MS = 1_000_000n;
const PATTERN = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})$/;

/** Nanoseconds since the Unix epoch of an RFC 3339 time; undefined for a text that is none. */
export function parseTimestamp(text: string): bigint | undefined {
  const [, date, time, fraction = "", zone = ""] = PATTERN.exec(text) ?? [];
  if (date === undefined) return undefined;
  const ms = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  return Number.isNaN(ms) ? undefined : BigInt(ms) * MS + BigInt(fraction.padEnd(9, "0"));
}

/** `2026-01-01T00:00:00.5Z`. time.RFC3339Nano */
export function formatTimestamp(nanos: bigint): string {
  const part = ((nanos % (1000n * MS)) + 1000n * MS) % (1000n * MS);
  const seconds = new Date(Number((nanos - part) / MS)).toISOString().slice(0, 19);
  const fraction = String(part).padStart(9, "0").replace(/0+$/, "");
  return `${seconds}${fraction === "" ? "" : `.${fraction}`}Z`;
}
