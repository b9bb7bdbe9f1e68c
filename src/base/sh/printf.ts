/** What `printf` prints and complains of. */
export interface PrintfResult {
  readonly text: string;
  readonly problems: readonly string[];
  /** `\c` or an error in the format ends it all. */
  readonly stopped: boolean;
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  e: "\u001b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
  "'": "'",
};

/** Backslash sequences as `echo -e` and printf's `%b` know them. `ended`: a `\c` was met. */
export function unescape(text: string, leadingZero: boolean): { text: string; ended: boolean } {
  let ended = false;
  const pattern = leadingZero
    ? /\\(0[0-7]{0,3}|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|[^])/g
    : /\\([0-7]{1,3}|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|[^])/g;
  const end = /(?<!\\)(?:\\\\)*\\c/.exec(text);
  if (end !== null) ended = true;
  const source = end === null ? text : text.slice(0, end.index + end[0].length - 2);
  const result = source.replace(pattern, (whole, escape: string) => {
    if (/^[xu]./.test(escape)) return String.fromCodePoint(Number.parseInt(escape.slice(1), 16));
    if (/^[0-7]/.test(escape)) return String.fromCodePoint(Number.parseInt(escape, 8) & 255);
    return ESCAPES[escape] ?? whole;
  });
  return { text: result, ended };
}

/** `printf FORMAT ARG…`: the format is used again until the arguments are gone. */
export function formatPrintf(format: string, args: readonly string[]): PrintfResult {
  const problems: string[] = [];
  let text = "";
  let next = 0;
  do {
    const before = next;
    let stopped = false;
    const piece = unescape(format, false);
    text += piece.text.replace(
      /%(%|([-+ 0#]*)(\*|\d*)(?:\.(\*|\d*))?([a-zA-Z])?)/g,
      (_whole, percent: string, flags = "", width = "", precision: string | undefined = undefined, verb = "") => {
        if (stopped) return "";
        if (percent === "%") return "%";
        const size = width === "*" ? (args[next++] ?? "0") : width;
        const digits = precision === "*" ? (args[next++] ?? "0") : precision;
        if (!/^[bcdiouxXeEfgGsq]$/.test(verb)) {
          problems.push(`\`${verb}': invalid format character`);
          stopped = true;
          return "";
        }
        const arg = args[next++];
        const result = one(verb, flags, digits, arg, problems);
        if (verb === "b" && arg !== undefined && unescape(arg, true).ended) stopped = true;
        return pad(result, Number(size || 0), flags, verb);
      },
    );
    if (stopped || piece.ended) return { text, problems, stopped: true };
    if (next === before) break;
  } while (next < args.length);
  return { text, problems, stopped: false };
}

function one(verb: string, flags: string, precision: string | undefined, arg: string | undefined, problems: string[]): string {
  const cut = (value: string): string => (precision === undefined ? value : value.slice(0, Number(precision || 0)));
  if (verb === "s") return cut(arg ?? "");
  if (verb === "b") return cut(unescape(arg ?? "", true).text);
  if (verb === "c") return (arg ?? "").slice(0, 1);
  if (verb === "q")
    return /^[\w@%+=:,./-]+$/.test(arg ?? "") ? (arg ?? "") : (arg ?? "") === "" ? "''" : (arg ?? "").replace(/[^\w@%+=:,./-]/g, "\\$&");
  const number = numberOf(arg, problems);
  const sign = number < 0 ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  if (/[eEfgG]/.test(verb)) return sign + floatText(verb, Math.abs(number), precision);
  const whole = BigInt(Math.trunc(number));
  const absolute = whole < 0n ? -whole : whole;
  const digits = { o: 8, x: 16, X: 16 }[verb];
  const plain = digits === undefined ? String(absolute) : BigInt.asUintN(64, whole).toString(digits);
  const body = plain.padStart(Math.min(WIDEST, Number(precision || 0)), "0");
  if (digits === undefined) return (verb === "u" ? "" : sign) + body;
  return verb === "X" ? body.toUpperCase() : body;
}

function floatText(verb: string, value: number, precision: string | undefined): string {
  const digits = precision === undefined ? 6 : Number(precision || 0);
  if (verb === "f") return value.toFixed(digits);
  if (verb === "g" || verb === "G") return String(Number(value.toPrecision(Math.max(1, digits))));
  return value.toExponential(digits).replace(/e([+-])(\d)$/, "e$10$2");
}

function numberOf(arg: string | undefined, problems: string[]): number {
  if (arg === undefined || arg === "") return 0;
  if (/^['"]/.test(arg)) return arg.codePointAt(1) ?? 0;
  const text = arg.trim();
  if (/^[-+]?0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  const value = Number(text);
  if (!Number.isNaN(value)) return value;
  problems.push(`${arg}: invalid number`);
  return Number.parseFloat(text) || 0;
}

/** Nobody's field is wider. */
const WIDEST = 1_000_000;

function pad(text: string, width: number, flags: string, verb: string): string {
  if (Math.abs(width) > WIDEST) throw new RangeError("a field is too wide");
  if (flags.includes("-") || width < 0) return text.padEnd(Math.abs(width));
  if (!flags.includes("0") || /[sbcq]/.test(verb)) return text.padStart(width);
  const sign = /^[-+ ]/.exec(text)?.[0] ?? "";
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}
