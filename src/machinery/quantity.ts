// apimachinery/pkg/api/resource/{quantity,amount,suffix,math}.go: the same in 1.18..1.32

/** The suffix family in which a quantity was written, and is written again. */
export type QuantityFormat = "DecimalSI" | "BinarySI" | "DecimalExponent";

/**
 * A parsed quantity: `unscaled * 10^scale`, immutable. Whether Go holds it as an int64 or as an arbitrary-precision decimal
 * shows in the pod-template-hash, so `big` tells it; `text` is the string that Go caches ("" when it has to be made anew).
 */
export interface Quantity {
  readonly unscaled: bigint;
  readonly scale: number;
  readonly big: boolean;
  readonly format: QuantityFormat;
  readonly text: string;
}

const FORMAT_WRONG = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const NUMERIC_WRONG = "unable to parse numeric part of quantity";
const SUFFIX_WRONG = "unable to parse quantity's suffix";

/** What Kubernetes says about a text that is no quantity. */
export class QuantityError extends Error {
  override name = "QuantityError";
}

const MAX_INT64 = (1n << 63n) - 1n;
const MIN_INT64 = -(1n << 63n);
const MAX_DIGITS = 18;
const NANO = -9;
const MILLI = -3;

const DECIMAL_SUFFIXES = new Map([
  ["n", -9],
  ["u", -6],
  ["m", -3],
  ["", 0],
  ["k", 3],
  ["M", 6],
  ["G", 9],
  ["T", 12],
  ["P", 15],
  ["E", 18],
]);
const BINARY_SUFFIXES = new Map([
  ["Ki", 10],
  ["Mi", 20],
  ["Gi", 30],
  ["Ti", 40],
  ["Pi", 50],
  ["Ei", 60],
]);

const TEXT = /^([+-]?)0*([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[+-]?[0-9]*)$/;

/** What a manifest may hold where a quantity belongs: `"100m"` or the bare number `1`. */
export type QuantityText = string | number;

const parsed = new Map<string, Quantity>();
const MEMO_LIMIT = 4096;

/** Parses as ParseQuantity does, after trimming blanks as JSON decoding does. Throws {@link QuantityError} with Kubernetes' text. */
export function parseQuantity(text: QuantityText): Quantity {
  const key = String(text).trim();
  const known = parsed.get(key);
  if (known) return known;
  const quantity = parseFresh(key);
  if (parsed.size >= MEMO_LIMIT) parsed.clear();
  parsed.set(key, quantity);
  return quantity;
}

function parseFresh(text: string): Quantity {
  if (text === "") throw new QuantityError(FORMAT_WRONG);
  if (text === "0") return { unscaled: 0n, scale: 0, big: false, format: "DecimalSI", text };
  const match = TEXT.exec(text);
  if (!match) throw new QuantityError(FORMAT_WRONG);
  const number = match[2] || "0";
  const decimals = match[3] ?? "";
  const { exponent, format } = interpretSuffix(match[4] ?? "");
  const parts = { negative: match[1] === "-", number, decimals, exponent, format, text };
  return parseAsInt64(parts) ?? parseAsDecimal(parts);
}

interface Parts {
  negative: boolean;
  number: string;
  decimals: string;
  exponent: number;
  format: QuantityFormat;
  text: string;
}

function interpretSuffix(suffix: string): { exponent: number; format: QuantityFormat } {
  const decimal = DECIMAL_SUFFIXES.get(suffix);
  if (decimal !== undefined) return { exponent: decimal, format: "DecimalSI" };
  const binary = BINARY_SUFFIXES.get(suffix);
  if (binary !== undefined) return { exponent: binary, format: "BinarySI" };
  if (/^[eE][+-]?[0-9]+$/.test(suffix)) return { exponent: Number(suffix.slice(1)) | 0, format: "DecimalExponent" };
  throw new QuantityError(SUFFIX_WRONG);
}

function parseAsInt64({ negative, number, decimals, exponent, format, text }: Parts): Quantity | undefined {
  const binary = format === "BinarySI";
  const precision = binary
    ? decimals === ""
      ? 15 - number.length - (exponent * 3) / 10 - 1
      : -1
    : MAX_DIGITS - number.length - decimals.length;
  const scale = (binary ? 0 : exponent) - decimals.length;
  if (precision < 0 || scale < NANO) return undefined;
  const digits = number + decimals;
  const value = BigInt(digits);
  const product = binary ? value << BigInt(exponent) : value;
  if (product > MAX_INT64) return undefined;
  const keepsText = binary ? (value & 7n) !== 0n : scale % 3 === 0 && !digits.endsWith("000") && !digits.startsWith("0");
  return { unscaled: negative ? -product : product, scale, big: false, format, text: keepsText ? text : "" };
}

function parseAsDecimal({ negative, number, decimals, exponent, format }: Parts): Quantity {
  const digits = BigInt(number + decimals);
  const binary = format === "BinarySI";
  let unscaled = binary ? digits << BigInt(exponent) : digits;
  let scale = (binary ? 0 : exponent) - decimals.length;
  if (!Number.isSafeInteger(scale)) throw new QuantityError(NUMERIC_WRONG);
  if (unscaled !== 0n) {
    unscaled = rescale(unscaled, scale, NANO);
    scale = NANO;
  }
  let shownAs = format;
  if (binary) {
    const one = 10n ** BigInt(-scale);
    if (unscaled > MAX_INT64 * one) {
      unscaled = MAX_INT64;
      scale = 0;
    } else if (unscaled < one && unscaled > 0n) shownAs = "DecimalSI";
  }
  return { unscaled: negative ? -unscaled : unscaled, scale, big: true, format: shownAs, text: "" };
}

/** `unscaled * 10^from` as a multiple of 10^to, rounded away from zero. */
function rescale(unscaled: bigint, from: number, to: number): bigint {
  if (from >= to) return unscaled * 10n ** BigInt(from - to);
  const divisor = 10n ** BigInt(to - from);
  const quotient = unscaled / divisor;
  if (unscaled % divisor === 0n) return quotient;
  return unscaled > 0n ? quotient + 1n : quotient - 1n;
}

function removeFactors(value: bigint, factor: bigint): { value: bigint; times: number } {
  let times = 0;
  while (value !== 0n && value % factor === 0n) {
    value /= factor;
    times++;
  }
  return { value, times };
}

/** The text of a quantity: what it was read from when that is canonical, else the canonical form. `String()` of Go. */
export function formatQuantity(quantity: Quantity): string {
  if (quantity.text !== "") return quantity.text;
  const { unscaled, scale, format } = quantity;
  if (unscaled === 0n) return "0";
  if (format === "BinarySI") {
    const whole = rescale(unscaled, scale, 0);
    const exact = compare(unscaled, scale, whole, 0) === 0;
    if (exact && (whole <= -1024n || whole >= 1024n)) return formatBinary(whole);
  }
  return formatDecimal(unscaled, scale, format === "DecimalExponent" ? format : "DecimalSI");
}

function formatBinary(whole: bigint): string {
  const { value, times } = removeFactors(whole, 1024n);
  return `${value}${suffixOf(times * 10, BINARY_SUFFIXES)}`;
}

function suffixOf(exponent: number, suffixes: ReadonlyMap<string, number>): string {
  for (const [suffix, its] of suffixes) if (its === exponent) return suffix;
  return "";
}

function formatDecimal(unscaled: bigint, scale: number, format: QuantityFormat): string {
  const { value, times } = removeFactors(unscaled, 10n);
  const exponent = scale + times;
  const down = ((exponent % 3) + 3) % 3;
  const shown = exponent - down;
  const mantissa = value * 10n ** BigInt(down);
  if (format === "DecimalExponent") return shown === 0 ? `${mantissa}` : `${mantissa}e${shown}`;
  return `${mantissa}${suffixOf(shown, DECIMAL_SUFFIXES)}`;
}

/** The text that the API server stores and returns for what a user wrote: `1024Mi` becomes `1Gi`. Throws {@link QuantityError}. */
export function canonicalQuantity(text: QuantityText): string {
  return formatQuantity(parseQuantity(text));
}

/** The same value at 10^scale or coarser, rounded away from zero. Forgets the text only if rounding was needed to be tried, as Go. */
export function roundUpQuantity(quantity: Quantity, scale: number): Quantity {
  if (!quantity.big && quantity.scale >= scale) return quantity;
  return { ...quantity, unscaled: rescale(quantity.unscaled, quantity.scale, scale), scale, text: "" };
}

/** What limits and requests become before they are stored: rounded up to thousandths (`0.0001` is `1m`). core/v1/defaults.go */
export function canonicalResourceQuantity(text: QuantityText): string {
  return formatQuantity(roundUpQuantity(parseQuantity(text), MILLI));
}

/** ceil(quantity / 10^scale), away from zero; 0 when an int64 cannot hold it, as ScaledValue. */
export function scaledValue(quantity: Quantity, scale: number): bigint {
  const value = rescale(quantity.unscaled, quantity.scale, scale);
  if (value <= MAX_INT64 && value >= MIN_INT64) return value;
  return quantity.big ? BigInt.asIntN(64, value) : 0n;
}

/** Thousandths, rounded up: `250m` is 250, `1` is 1000. */
export function milliValue(quantity: Quantity): number {
  return Number(scaledValue(quantity, MILLI));
}

/** Whole units (bytes, pods), rounded up. Exact below 2^53; {@link scaledValue} with scale 0 is exact always. */
export function wholeValue(quantity: Quantity): number {
  return Number(scaledValue(quantity, 0));
}

/** The value as a floating-point number. */
export function approximateValue(quantity: Quantity): number {
  return Number(`${quantity.unscaled}e${quantity.scale}`);
}

/** -1, 0 or 1, by value alone: `1Gi` equals `1024Mi`. */
export function compareQuantities(left: Quantity, right: Quantity): -1 | 0 | 1 {
  return compare(left.unscaled, left.scale, right.unscaled, right.scale);
}

function compare(left: bigint, leftScale: number, right: bigint, rightScale: number): -1 | 0 | 1 {
  const scale = Math.min(leftScale, rightScale);
  const a = rescale(left, leftScale, scale);
  const b = rescale(right, rightScale, scale);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** left + right. A zero left side takes the format of the right one, as Add of Go does. */
export function addQuantities(left: Quantity, right: Quantity): Quantity {
  const format = left.unscaled === 0n ? right.format : left.format;
  if (!left.big && !right.big) {
    const sum = addInt64(left, right, format);
    if (sum) return sum;
  }
  const scale = Math.min(left.scale, right.scale);
  const unscaled = rescale(left.unscaled, left.scale, scale) + rescale(right.unscaled, right.scale, scale);
  return { unscaled, scale, big: true, format, text: "" };
}

function addInt64(left: Quantity, right: Quantity, format: QuantityFormat): Quantity | undefined {
  if (right.unscaled === 0n) return { ...left, format, text: "" };
  if (left.unscaled === 0n) return { ...right, format, text: "" };
  const scale = Math.min(left.scale, right.scale);
  const unscaled = rescale(left.unscaled, left.scale, scale) + rescale(right.unscaled, right.scale, scale);
  if (unscaled > MAX_INT64 || unscaled < MIN_INT64) return undefined;
  return { unscaled, scale, big: false, format, text: "" };
}

/** left - right, with the format rule of {@link addQuantities}. */
export function subtractQuantities(left: Quantity, right: Quantity): Quantity {
  return addQuantities(left, negateQuantity(right));
}

/** The quantity with the other sign. */
export function negateQuantity(quantity: Quantity): Quantity {
  return { ...quantity, unscaled: -quantity.unscaled, text: "" };
}

/** True for 0, whatever its scale. */
export function isZeroQuantity(quantity: Quantity): boolean {
  return quantity.unscaled === 0n;
}

/** A quantity of whole units, as NewQuantity makes it: `newQuantity(1024, "BinarySI")` prints `1Ki`. */
export function newQuantity(value: number | bigint, format: QuantityFormat): Quantity {
  return { unscaled: BigInt(value), scale: 0, big: false, format, text: "" };
}

/** A quantity of thousandths, as NewMilliQuantity makes it: `newMilliQuantity(250, "DecimalSI")` prints `250m`. */
export function newMilliQuantity(value: number | bigint, format: QuantityFormat): Quantity {
  return { unscaled: BigInt(value), scale: MILLI, big: false, format, text: "" };
}
