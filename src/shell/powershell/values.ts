import { type PowerShellValue, UnsupportedScript, type WebAnswer } from "./syntax.ts";

/** Whether a value is what a web server has answered. */
function isAnswer(value: PowerShellValue): value is WebAnswer {
  return typeof value === "object" && value !== null && "statusCode" in value;
}

/** A value as a text shows it. Throws UnsupportedScript for a whole web response. */
export function asText(value: PowerShellValue): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object") return String(value);
  if (isAnswer(value)) throw new UnsupportedScript("PowerShell's list of a web response: .Content and .StatusCode are there");
  return value.map(asText).join(" ");
}

/** Whether a condition holds. about_Booleans */
export function isTrue(value: PowerShellValue): boolean {
  if (isAnswer(value)) return true;
  if (typeof value === "object" && value !== null) return value.length > 1 || isTrue(value[0] ?? null);
  return Boolean(value);
}

/** A value's member. Throws UnsupportedScript for those that are not emulated. */
export function memberOf(value: PowerShellValue, name: string): PowerShellValue {
  // Nothing has no members: PowerShell gives nothing, and says nothing.
  if (value === null) return null;
  if (isAnswer(value) && name === "content") return value.content;
  if (isAnswer(value) && name === "statuscode") return value.statusCode;
  if (typeof value === "string" && name === "length") return value.length;
  throw new UnsupportedScript(`PowerShell's member .${name}`);
}

/** Two values and an operator; the left one says as what both are taken. Throws UnsupportedScript where that is not emulated. */
export function combined(operator: string, left: PowerShellValue, right: PowerShellValue): PowerShellValue {
  if (operator === "and") return isTrue(left) && isTrue(right);
  if (operator === "or") return isTrue(left) || isTrue(right);
  if (operator === "..") return range(Number(left), Number(right));
  if (operator === "+" && typeof left === "string") return left + asText(right);
  if (typeof left === "string" && /^[a-z]/.test(operator)) return compared(operator, left.toLowerCase(), asText(right).toLowerCase());
  if ((left === null || right === null) && (operator === "eq" || operator === "ne")) return (left === right) === (operator === "eq");
  const [one, other] = [numberOf(left), numberOf(right)];
  if (operator === "+") return one + other;
  if (operator === "-") return one - other;
  if (operator === "*") return one * other;
  if (other === 0 && /[/%]/.test(operator)) throw new UnsupportedScript("PowerShell's error of a division by zero");
  if (operator === "/") return one / other;
  if (operator === "%") return one % other;
  return compared(operator, one, other);
}

function numberOf(value: PowerShellValue): number {
  const number = value === null ? 0 : typeof value === "object" ? NaN : Number(value);
  if (Number.isNaN(number)) throw new UnsupportedScript("PowerShell: arithmetic with what is no number");
  return number;
}

function compared<T extends number | string>(operator: string, left: T, right: T): boolean {
  if (operator === "eq") return left === right;
  if (operator === "ne") return left !== right;
  if (operator === "gt") return left > right;
  if (operator === "ge") return left >= right;
  return operator === "lt" ? left < right : left <= right;
}

/** Nobody counts so far by hand. */
const RANGE_MAX = 100_000;

function range(from: number, to: number): readonly number[] {
  const count = Math.abs(to - from) + 1;
  if (!(count <= RANGE_MAX)) throw new UnsupportedScript(`PowerShell: the range ${from}..${to}`);
  return Array.from({ length: count }, (_, index) => from + Math.sign(to - from) * index);
}

/** `{0}`, `{0,5}`, `{0:D3}`, `{0:N2}` with values in their places. about_Operators, format operator */
export function formatted(pattern: string, values: readonly PowerShellValue[]): string {
  return pattern.replace(
    /\{\{|\}\}|\{(\d+)(?:,(-?\d+))?(?::([^}]*))?\}/g,
    (all: string, index?: string, width?: string, format?: string) => {
      if (index === undefined) return all.slice(1);
      const value = values[Number(index)];
      if (value === undefined) throw new UnsupportedScript(`PowerShell's error of "${all}" without a value`);
      const text = format === undefined ? asText(value) : number(value, format);
      const wide = Number(width ?? 0);
      return wide < 0 ? text.padEnd(-wide) : text.padStart(wide);
    },
  );
}

function number(value: PowerShellValue, format: string): string {
  const [, letter = "", digits = ""] = /^([dDfFnN])(\d{0,2})$/.exec(format) ?? [];
  if (letter === "" || typeof value !== "number") throw new UnsupportedScript(`PowerShell's format "${format}"`);
  if (/d/i.test(letter)) return `${value < 0 ? "-" : ""}${String(Math.abs(value)).padStart(Number(digits || 0), "0")}`;
  const [whole = "", rest] = value.toFixed(Number(digits || 2)).split(".");
  const grouped = /n/i.test(letter) ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  return rest === undefined ? grouped : `${grouped}.${rest}`;
}
