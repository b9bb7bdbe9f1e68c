/** Writes protocol buffer messages: just what an OpenAPI document needs. */
export interface Message {
  /** A nested message, a string, or bytes, as a length-delimited field. Undefined writes nothing. */
  field(number: number, value: string | Message | undefined): Message;
  /** A boolean field; false writes nothing. */
  flag(number: number, value: boolean): Message;
  bytes(): Uint8Array;
}

const LENGTH_DELIMITED = 2;
const encoder = new TextEncoder();

/** An empty message. */
export function message(): Message {
  const chunks: Uint8Array[] = [];
  const self: Message = {
    field(number, value) {
      if (value === undefined) return self;
      const content = typeof value === "string" ? encoder.encode(value) : value.bytes();
      chunks.push(varint(number * 8 + LENGTH_DELIMITED), varint(content.length), content);
      return self;
    },
    flag(number, value) {
      if (value) chunks.push(varint(number * 8), varint(1));
      return self;
    },
    bytes() {
      const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
      let at = 0;
      for (const chunk of chunks) {
        whole.set(chunk, at);
        at += chunk.length;
      }
      return whole;
    },
  };
  return self;
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
