import type { UserlandProgram } from "./program.ts";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** date, with +FORMAT, -u and -R; the machine's clock is UTC. */
export const date: UserlandProgram = ({ args, now, streams, name }) => {
  const format = args.find((arg) => arg.startsWith("+"))?.slice(1);
  const odd = args.find((arg) => !arg.startsWith("+") && !["-u", "--utc", "-R"].includes(arg));
  if (odd !== undefined) {
    streams.err(`${name}: invalid date '${odd}'\n`);
    return 1;
  }
  streams.out(`${formatDate(format ?? (args.includes("-R") ? "%a, %d %b %Y %H:%M:%S +0000" : "%a %b %e %H:%M:%S UTC %Y"), now)}\n`);
  return 0;
};

/** A moment (ms since the Unix epoch) by strftime's letters, in UTC. */
export function formatDate(format: string, at: number): string {
  const time = new Date(at);
  const pad = (value: number, width = 2): string => String(value).padStart(width, "0");
  const [day, month] = [DAYS[time.getUTCDay()] ?? "", MONTHS[time.getUTCMonth()] ?? ""];
  const hour12 = time.getUTCHours() % 12 || 12;
  const letters: Readonly<Record<string, () => string>> = {
    Y: () => String(time.getUTCFullYear()),
    y: () => pad(time.getUTCFullYear() % 100),
    m: () => pad(time.getUTCMonth() + 1),
    d: () => pad(time.getUTCDate()),
    e: () => String(time.getUTCDate()).padStart(2),
    H: () => pad(time.getUTCHours()),
    I: () => pad(hour12),
    M: () => pad(time.getUTCMinutes()),
    S: () => pad(time.getUTCSeconds()),
    N: () => pad((at % 1000) * 1_000_000, 9),
    s: () => String(Math.floor(at / 1000)),
    a: () => day.slice(0, 3),
    A: () => day,
    b: () => month.slice(0, 3),
    B: () => month,
    p: () => (time.getUTCHours() < 12 ? "AM" : "PM"),
    Z: () => "UTC",
    z: () => "+0000",
    F: () => formatDate("%Y-%m-%d", at),
    T: () => formatDate("%H:%M:%S", at),
    D: () => formatDate("%m/%d/%y", at),
    R: () => formatDate("%H:%M", at),
    n: () => "\n",
    t: () => "\t",
    "%": () => "%",
  };
  return format.replace(/%3?([a-zA-Z%])/g, (whole, letter: string) =>
    whole === "%3N" ? pad(at % 1000, 3) : (letters[letter]?.() ?? whole),
  );
}
