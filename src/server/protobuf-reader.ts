/** One field of a message on the wire: a whole number, or bytes. */
export interface WireField {
  readonly number: number;
  readonly value: bigint | Uint8Array;
}

/** Bytes that are no protocol buffer message. */
export class ProtobufError extends Error {
  override name = "ProtobufError";
}

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** Reads a message's fields in the order of the wire. Throws ProtobufError. */
export function* readFields(bytes: Uint8Array): Generator<WireField> {
  let at = 0;

  function varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new ProtobufError("unexpected EOF");
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new ProtobufError("integer overflow");
  }

  function take(length: number): Uint8Array {
    if (at + length > bytes.length) throw new ProtobufError("unexpected EOF");
    at += length;
    return bytes.subarray(at - length, at);
  }

  while (at < bytes.length) {
    const key = Number(varint());
    const number = Math.floor(key / 8);
    switch (key % 8) {
      case VARINT:
        yield { number, value: varint() };
        break;
      case LENGTH_DELIMITED:
        yield { number, value: take(Number(varint())) };
        break;
      case FIXED_64:
        yield { number, value: take(8) };
        break;
      case FIXED_32:
        yield { number, value: take(4) };
        break;
      default:
        throw new ProtobufError(`illegal wireType ${key % 8}`);
    }
  }
}

/** A whole number as Go's int64 has it. */
export function signed(value: bigint): number {
  return Number(BigInt.asIntN(64, value));
}
