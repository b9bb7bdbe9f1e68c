import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { bytesOfText, textOfBytes } from "../../../src/base/byte-text.ts";

describe("bytes as text", () => {
  test("any bytes come back as they were", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => expect(bytesOfText(textOfBytes(bytes))).toEqual(bytes)));
  });

  test("UTF-8 is what it says, its mark included", () => {
    const text = "\ufeffgrüße ✓ 🚢";
    expect(textOfBytes(new TextEncoder().encode(text))).toBe(text);
    expect(bytesOfText(text)).toEqual(new TextEncoder().encode(text));
  });

  test("other bytes stand as single surrogates and survive JSON", () => {
    const text = textOfBytes(Uint8Array.of(0x61, 0xff, 0xed, 0xa0, 0x80, 0x62));
    expect(text.startsWith("a\udcff")).toBe(true);
    expect([...bytesOfText(JSON.parse(JSON.stringify(text)) as string)]).toEqual([0x61, 0xff, 0xed, 0xa0, 0x80, 0x62]);
  });
});
