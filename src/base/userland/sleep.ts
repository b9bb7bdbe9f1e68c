const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The milliseconds of `sleep 1m 30` (`infinity` is longer than anything); undefined for what is no time. */
export function sleepMs(args: readonly string[]): number | undefined {
  let total = 0;
  for (const arg of args) {
    if (/^inf(inity)?$/.test(arg)) return Number.MAX_SAFE_INTEGER;
    const match = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(arg);
    if (match === null) return undefined;
    total += Number(match[1]) * (UNITS[match[2] || "s"] ?? 0);
  }
  return args.length === 0 ? undefined : total;
}
