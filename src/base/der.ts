/** ASN.1 in its distinguished encoding: just what certificates need. ITU-T X.690 */
export type Der = Uint8Array;

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const NULL = 0x05;
const UTF8_STRING = 0x0c;
const PRINTABLE_STRING = 0x13;
const UTC_TIME = 0x17;
const BOOLEAN = 0x01;

/** Any value by its tag. */
export function tagged(tag: number, ...parts: readonly Der[]): Der {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Uint8Array.from([tag, ...lengthBytes(length), ...parts.flatMap((part) => [...part])]);
}

/** SEQUENCE */
export function sequence(...parts: readonly Der[]): Der {
  return tagged(SEQUENCE, ...parts);
}

/** SET */
export function set(...parts: readonly Der[]): Der {
  return tagged(SET, ...parts);
}

/** An INTEGER that is not negative. */
export function integer(value: number | bigint): Der {
  const bytes = bytesOf(BigInt(value));
  return tagged(INTEGER, (bytes[0] ?? 0) >= 0x80 ? Uint8Array.from([0, ...bytes]) : bytes);
}

/** A number's bytes, most significant first, at least one. */
export function bytesOf(value: bigint, length = 1): Uint8Array {
  const digits = value.toString(16);
  const even = digits.padStart(Math.max(digits.length + (digits.length % 2), length * 2), "0");
  return Uint8Array.from(even.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** The number that bytes are, most significant first. */
export function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("") || "0"}`);
}

/** NULL */
export function nothing(): Der {
  return tagged(NULL);
}

/** BOOLEAN TRUE */
export function isTrue(): Der {
  return tagged(BOOLEAN, Uint8Array.of(0xff));
}

/** BIT STRING; `unused` bits at its end do not count. */
export function bitString(bytes: Der, unused = 0): Der {
  return tagged(BIT_STRING, Uint8Array.of(unused), bytes);
}

/** OCTET STRING */
export function octetString(bytes: Der): Der {
  return tagged(OCTET_STRING, bytes);
}

/** PrintableString, for texts of letters, digits, blanks and `'()+,-./:=?`. */
export function printable(text: string): Der {
  return tagged(PRINTABLE_STRING, new TextEncoder().encode(text));
}

/** UTF8String */
export function utf8(text: string): Der {
  return tagged(UTF8_STRING, new TextEncoder().encode(text));
}

/** UTCTime, as `200101000000Z` */
export function utcTime(text: string): Der {
  return tagged(UTC_TIME, new TextEncoder().encode(text));
}

/** OBJECT IDENTIFIER, as `2.5.4.3` */
export function oid(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return tagged(OBJECT_IDENTIFIER, Uint8Array.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}
