import { goFloat, goQuote, goValueSyntax, goValueV, integerDigits, isGoInteger } from "./go-format.ts";

interface Verb {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

const DIRECTIVE = /%([-+# 0]*)([0-9]*)(?:\.([0-9]*))?([\s\S])/gu;

/** Go's fmt.Sprintf for JSON values: numbers are int64 where integral, else float64. No `*` widths, no argument indexes. */
export function goSprintf(format: string, args: readonly unknown[]): string {
  let next = 0;
  const text = format.replace(DIRECTIVE, (whole, flags: string, width: string, precision: string | undefined, letter: string) => {
    if (letter === "%") return "%";
    if (next >= args.length) return `%!${letter}(MISSING)`;
    const verb: Verb = {
      flags,
      width: Number(width || 0),
      precision: precision === undefined ? undefined : Number(precision || 0),
      letter,
    };
    return whole === "" ? "" : pad(formatArgument(args[next++], verb), verb);
  });
  const dangling = /(?:^|[^%])(?:%%)*%$/.test(format) ? `${text.slice(0, -1)}%!(NOVERB)` : text;
  if (next >= args.length) return dangling;
  const extra = args.slice(next).map((arg) => (isNil(arg) ? "<nil>" : `${goTypeOf(arg)}=${goValueV(arg)}`));
  return `${dangling}%!(EXTRA ${extra.join(", ")})`;
}

/** Go's fmt.Sprint: blanks between operands when neither side is a string. */
export function goSprint(args: readonly unknown[]): string {
  let text = "";
  args.forEach((arg, index) => {
    if (index > 0 && typeof arg !== "string" && typeof args[index - 1] !== "string") text += " ";
    text += goValueV(arg);
  });
  return text;
}

/** Go's fmt.Sprintln: blanks between all operands and a newline. */
export function goSprintln(args: readonly unknown[]): string {
  return `${args.map(goValueV).join(" ")}\n`;
}

/** The Go type that a decoded JSON value has, as `%T` prints it. */
export function goTypeOf(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return isGoInteger(value) ? "int64" : "float64";
  return Array.isArray(value) ? "[]interface {}" : "map[string]interface {}";
}

function isNil(value: unknown): boolean {
  return value === null || value === undefined;
}

function pad(text: string, verb: Verb): string {
  const missing = verb.width - [...text].length;
  if (missing <= 0) return text;
  if (verb.flags.includes("-")) return text + " ".repeat(missing);
  if (!verb.flags.includes("0") || /^[a-zA-Z"[<]/.test(text)) return " ".repeat(missing) + text;
  const sign = /^[-+]/.exec(text)?.[0] ?? "";
  return sign + "0".repeat(missing) + text.slice(sign.length);
}

function formatArgument(value: unknown, verb: Verb): string {
  const { letter } = verb;
  if (letter === "v") return verb.flags.includes("#") ? goValueSyntax(value) : signed(goValueV(value), value, verb);
  if (letter === "T") return goTypeOf(value);
  if (Array.isArray(value)) return `[${value.map((item) => formatArgument(item, verb)).join(" ")}]`;
  if (typeof value === "string") return formatText(value, verb) ?? bad(value, verb);
  if (typeof value === "number") return formatNumber(value, verb) ?? bad(value, verb);
  if (typeof value === "boolean" && letter === "t") return String(value);
  return bad(value, verb);
}

function bad(value: unknown, verb: Verb): string {
  return isNil(value) ? `%!${verb.letter}(<nil>)` : `%!${verb.letter}(${goTypeOf(value)}=${goValueV(value)})`;
}

function formatText(value: string, verb: Verb): string | undefined {
  const cut = verb.precision === undefined ? value : [...value].slice(0, verb.precision).join("");
  if (verb.letter === "s") return cut;
  if (verb.letter === "q") return goQuote(cut);
  if (verb.letter !== "x" && verb.letter !== "X") return undefined;
  const digits = [...new TextEncoder().encode(cut)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return verb.letter === "x" ? digits : digits.toUpperCase();
}

function signed(text: string, value: unknown, verb: Verb): string {
  if (typeof value !== "number" || value < 0) return text;
  return verb.flags.includes("+") ? `+${text}` : verb.flags.includes(" ") ? ` ${text}` : text;
}

function formatNumber(value: number, verb: Verb): string | undefined {
  const text = isGoInteger(value) ? formatInteger(value, verb.letter) : formatFloat(value, verb);
  return text === undefined ? undefined : signed(text, value, verb);
}

function formatInteger(value: number, letter: string): string | undefined {
  switch (letter) {
    case "d":
      return integerDigits(value);
    case "x":
      return value.toString(16);
    case "X":
      return value.toString(16).toUpperCase();
    case "o":
      return value.toString(8);
    case "b":
      return value.toString(2);
    case "c":
      return String.fromCodePoint(value);
    case "q":
      return `'${String.fromCodePoint(value)}'`;
    case "U":
      return `U+${value.toString(16).toUpperCase().padStart(4, "0")}`;
    default:
      return undefined;
  }
}

function formatFloat(value: number, verb: Verb): string | undefined {
  if (verb.letter === "g")
    return verb.precision === undefined ? goFloat(value) : goFloat(Number(value.toPrecision(Math.max(1, verb.precision))));
  if (verb.letter === "f" || verb.letter === "F") return value.toFixed(verb.precision ?? 6);
  if (verb.letter !== "e") return undefined;
  return value.toExponential(verb.precision ?? 6).replace(/e([-+])(\d)$/, "e$10$2");
}
