import { AwkError } from "./awk-tokens.ts";
import { posixRegex } from "./regex.ts";

/** A value: text from the input that looks like a number compares as one. */
export interface Value {
  readonly text: string;
  readonly number: number;
  readonly isNumeric: boolean;
}

/** A variable that nobody has set. */
export const EMPTY: Value = { text: "", number: 0, isNumeric: true };

/** A text. */
export function text(value: string): Value {
  return { text: value, number: Number.parseFloat(value) || 0, isNumeric: false };
}

/** A number, as awk prints it. */
export function number(value: number): Value {
  return { text: Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6))), number: value, isNumeric: true };
}

/** What comes from outside is a number when it looks like one. */
export function input(value: string): Value {
  return { ...text(value), isNumeric: /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/.test(value) };
}

/** 1 or 0. */
export function truth(holds: boolean): Value {
  return number(Number(holds));
}

/** Whether a value counts as true. */
export function isTrue(value: Value): boolean {
  return value.isNumeric ? value.number !== 0 : value.text !== "";
}

/** `-x`, `+x`, `!x`; parentheses change nothing. */
export function unary(operator: string, value: Value): Value {
  if (operator === "") return value;
  if (operator === "!") return truth(!isTrue(value));
  return number(operator === "-" ? -value.number : value.number);
}

/** Compares as numbers when both are some, else as texts. */
export function compares(operator: string, left: Value, right: Value): boolean {
  const order =
    left.isNumeric && right.isNumeric ? left.number - right.number : left.text < right.text ? -1 : Number(left.text > right.text);
  switch (operator) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case "==":
      return order === 0;
    case "!=":
      return order !== 0;
    case ">":
      return order > 0;
    default:
      return order >= 0;
  }
}

/** One step of arithmetic. Throws {@link AwkError} for a division by zero. */
export function calculate(operator: string, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
    case "%":
      if (right === 0) throw new AwkError(`division by zero${operator === "%" ? " in %" : ""}`);
      return operator === "/" ? left / right : left % right;
    default:
      return left ** right;
  }
}

/** The fields of a line: by blanks, by one character, or by a regular expression. */
export function splitFields(line: string, separator: string): string[] {
  if (line === "") return [];
  if (separator === " ")
    return line
      .trim()
      .split(/\s+/)
      .filter((part) => part !== "");
  return separator.length === 1 && separator !== "|"
    ? line.split(separator)
    : line.split(new RegExp(separator === "|" ? "\\|" : posixRegex(separator, true)));
}
