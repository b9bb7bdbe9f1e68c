import { GoDurationError, parseGoDuration } from "../../base/go-duration.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json.ts";
import { UserError } from "../../base/user-error.ts";
import { approximateValue, milliValue, parseQuantity, QuantityError, type Quantity } from "../../machinery/quantity.ts";
import { templateProblem } from "./template.ts";

/** Reads the members of one mapping; the first mistake is a UserError that says where it is and what would be right. */
export interface Fields {
  has(name: string): boolean;
  text(name: string, otherwise: string): string;
  template(name: string, otherwise: string): string;
  whole(name: string, from: number, to: number, otherwise: number): number;
  /** Numbers, or one alone. */
  wholes(name: string, from: number, to: number): number[];
  /** Texts, or one alone. */
  texts(name: string): string[];
  /** Milliseconds. */
  duration(name: string, otherwise: number): number;
  /** Bytes of `120MB`, `1.2GiB`, `20Mi` or a number. */
  bytes(name: string, otherwise: number): number;
  /** Thousandths of a CPU. */
  cpu(name: string, otherwise: number): number;
  choice<T extends string>(name: string, choices: readonly T[], otherwise: T): T;
  /** A mapping of texts (templates). */
  map(name: string): Record<string, string>;
  /** The member as a mapping of its own; undefined when absent. */
  inner(name: string, known: readonly string[]): Fields | undefined;
  list(name: string, known: readonly string[]): Fields[];
}

/** Fields of a mapping that may have these and no others. */
export function fieldsOf(value: JsonValue, where: string, known: readonly string[]): Fields {
  if (!isJsonObject(value)) throw new UserError(`${where}: expected a mapping with ${known.join(", ")}, got ${shown(value)}`);
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UserError(`${where}: no field "${unknown}" is known; there are ${known.join(", ")}`);
  return new MappingFields(value, where);
}

function shown(value: JsonValue): string {
  return value === null ? "nothing" : JSON.stringify(value);
}

/** `120MB` counts in thousands, `120MiB` and `120Mi` in 1024s. */
const SIZE = /^(\d+(?:\.\d+)?)\s*(?:([kKMGT])(i?)B?|B)?$/;
const POWERS: Readonly<Record<string, number>> = { k: 1, M: 2, G: 3, T: 4 };

class MappingFields implements Fields {
  readonly #value: JsonObject;
  readonly #where: string;

  constructor(value: JsonObject, where: string) {
    this.#value = value;
    this.#where = where;
  }

  #at(name: string): JsonValue | undefined {
    const value = Object.hasOwn(this.#value, name) ? this.#value[name] : undefined;
    return value === null ? undefined : value;
  }

  #wrong(name: string, value: JsonValue | undefined, wanted: string): UserError {
    return new UserError(`${this.#where}: ${name}: expected ${wanted}, got ${shown(value ?? null)}`);
  }

  has(name: string): boolean {
    return this.#at(name) !== undefined;
  }

  text(name: string, otherwise: string): string {
    const value = this.#at(name);
    if (value === undefined) return otherwise;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
    throw this.#wrong(name, value, "a text");
  }

  template(name: string, otherwise: string): string {
    const text = this.text(name, otherwise);
    const problem = templateProblem(text);
    if (problem !== undefined) throw new UserError(`${this.#where}: ${name}: ${problem}`);
    return text;
  }

  whole(name: string, from: number, to: number, otherwise: number): number {
    const value = this.#at(name);
    return value === undefined ? otherwise : this.#wholeNumber(name, value, from, to);
  }

  #wholeNumber(name: string, value: JsonValue, from: number, to: number): number {
    const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && Number.isInteger(number) && number >= from && number <= to) return number;
    throw this.#wrong(name, value, `a whole number from ${from} to ${to}`);
  }

  wholes(name: string, from: number, to: number): number[] {
    return this.#several(name).map((value) => this.#wholeNumber(name, value, from, to));
  }

  #several(name: string): readonly JsonValue[] {
    const value = this.#at(name);
    return value === undefined ? [] : Array.isArray(value) ? value : [value];
  }

  texts(name: string): string[] {
    return this.#several(name).map((value) => {
      if (typeof value !== "string" && typeof value !== "number") throw this.#wrong(name, value, "a text or a list of texts");
      return String(value);
    });
  }

  duration(name: string, otherwise: number): number {
    const value = this.#at(name);
    if (value === undefined) return otherwise;
    try {
      const ms = typeof value === "string" ? parseGoDuration(value) : -1;
      if (ms >= 0) return ms;
    } catch (error) {
      if (!(error instanceof GoDurationError)) throw error;
    }
    throw this.#wrong(name, value, "a duration such as 500ms, 5s or 1m30s");
  }

  bytes(name: string, otherwise: number): number {
    const value = this.#at(name);
    if (value === undefined) return otherwise;
    const [, digits, unit, binary] = SIZE.exec(String(value)) ?? [];
    if (digits === undefined) throw this.#wrong(name, value, "a size such as 120MB, 20Mi or a number of bytes");
    const power = unit === undefined ? 0 : (POWERS[unit === "K" ? "k" : unit] ?? 0);
    return Math.round(Number(digits) * (binary ? 1024 : 1000) ** power);
  }

  cpu(name: string, otherwise: number): number {
    const value = this.#at(name);
    if (value === undefined) return otherwise;
    const quantity = typeof value === "string" || typeof value === "number" ? quantityOf(String(value)) : undefined;
    if (quantity === undefined || approximateValue(quantity) < 0) throw this.#wrong(name, value, "an amount of CPU such as 20m or 0.5");
    return milliValue(quantity);
  }

  choice<T extends string>(name: string, choices: readonly T[], otherwise: T): T {
    const value = this.#at(name);
    if (value === undefined) return otherwise;
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw this.#wrong(name, value, choices.join(" or "));
    return found;
  }

  map(name: string): Record<string, string> {
    const value = this.#at(name) ?? {};
    if (!isJsonObject(value)) throw this.#wrong(name, value, "a mapping of texts");
    const fields = new MappingFields(value, `${this.#where}: ${name}`);
    return Object.fromEntries(Object.keys(value).map((key) => [key, fields.template(key, "")]));
  }

  inner(name: string, known: readonly string[]): Fields | undefined {
    const value = this.#at(name);
    return value === undefined ? undefined : fieldsOf(value, `${this.#where}: ${name}`, known);
  }

  list(name: string, known: readonly string[]): Fields[] {
    const value = this.#at(name) ?? [];
    if (!Array.isArray(value)) throw this.#wrong(name, value, "a list");
    return value.map((one, index) => fieldsOf(one, `${this.#where}: ${name}[${index}]`, known));
  }
}

function quantityOf(text: string): Quantity | undefined {
  try {
    return parseQuantity(text);
  } catch (error) {
    if (error instanceof QuantityError) return undefined;
    throw error;
  }
}
