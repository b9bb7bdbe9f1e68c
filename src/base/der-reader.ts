import type { Der } from "./der.ts";

/** One value of a DER encoding. ITU-T X.690 */
export interface DerValue {
  /** The identifier octet: 0x30 for a SEQUENCE. */
  readonly tag: number;
  readonly content: Der;
  /** The whole of it, identifier and length included. */
  readonly bytes: Der;
}

/** Bytes that are no DER, in the words of Go's decoder. */
export class DerError extends Error {
  override name = "DerError";
}

/** The values that stand one after the other. Throws {@link DerError}. */
// Go's encoding/asn1/asn1.go parseTagAndLength
export function readDer(bytes: Der): DerValue[] {
  const values: DerValue[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const value = readOne(bytes.subarray(offset));
    values.push(value);
    offset += value.bytes.length;
  }
  return values;
}

/** The first value of all and nothing behind it. */
export function readWhole(bytes: Der): DerValue {
  const [value, ...rest] = readDer(bytes);
  if (!value) throw new DerError("asn1: syntax error: sequence truncated");
  if (rest.length > 0) throw new DerError("asn1: syntax error: trailing data");
  return value;
}

function readOne(bytes: Der): DerValue {
  const [tag = 0, first = 0] = bytes;
  if (bytes.length < 2) throw new DerError("asn1: syntax error: truncated tag or length");
  let [start, length] = [2, first];
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0) throw new DerError("asn1: syntax error: indefinite length found (not DER)");
    if (count > 4 || bytes.length < 2 + count) throw new DerError("asn1: syntax error: truncated tag or length");
    length = bytes.subarray(2, 2 + count).reduce((sum, byte) => sum * 256 + byte, 0);
    start += count;
  }
  if (start + length > bytes.length) throw new DerError("asn1: syntax error: data truncated");
  return { tag, content: bytes.subarray(start, start + length), bytes: bytes.subarray(0, start + length) };
}

/** `2.5.4.3` */
export function readOid(content: Der): string {
  const [first = 0] = content;
  const numbers = [Math.min(Math.floor(first / 40), 2)];
  numbers.push(first - (numbers[0] ?? 0) * 40);
  let value = 0;
  for (const byte of content.subarray(1)) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(value);
      value = 0;
    }
  }
  return numbers.join(".");
}
