/** Bytes that are no UTF-8 stand as the lone surrogates U+DC80..U+DCFF. */
const ESCAPE = 0xdc00;
const ESCAPED = /[\udc80-\udcff]/;
const CONTINUATION_MASK = 0xc0;
const CONTINUATION = 0x80;

const encoder = new TextEncoder();
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Any bytes as a text from which {@link bytesOfText} makes the same bytes again; UTF-8 becomes what it says. Python's surrogateescape. */
export function textOfBytes(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return escaped(bytes);
  }
}

/** The bytes of a text, also of one that {@link textOfBytes} made of bytes that are no UTF-8. */
export function bytesOfText(text: string): Uint8Array {
  if (!ESCAPED.test(text) || text.isWellFormed()) return encoder.encode(text);
  const parts = text
    .split(/([\udc80-\udcff]+)/u)
    .map((part) => (ESCAPED.test(part) && !part.isWellFormed() ? raw(part) : encoder.encode(part)));
  const bytes = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function raw(escapes: string): Uint8Array {
  return Uint8Array.from(escapes, (escape) => escape.charCodeAt(0) - ESCAPE);
}

function escaped(bytes: Uint8Array): string {
  const parts: string[] = [];
  let good = 0;
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    parts.push(strict.decode(bytes.subarray(good, at)), String.fromCharCode(ESCAPE + (bytes[at] ?? 0)));
    good = ++at;
  }
  return parts.join("") + strict.decode(bytes.subarray(good));
}

/** How many bytes the character at a place takes; 0 when none is there. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  for (let index = 1; index < length; index++) if (((bytes[at + index] ?? 0) & CONTINUATION_MASK) !== CONTINUATION) return 0;
  const second = bytes[at + 1] ?? 0;
  const isBad =
    first > 0xf4 ||
    (first === 0xe0 && second < 0xa0) ||
    (first === 0xed && second > 0x9f) ||
    (first === 0xf0 && second < 0x90) ||
    (first === 0xf4 && second > 0x8f);
  return isBad ? 0 : length;
}
