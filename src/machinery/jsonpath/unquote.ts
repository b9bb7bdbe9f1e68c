import { JsonPathError } from "./nodes.ts";

const SIMPLE: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};
const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Takes Go's escapes out of a string in single or double quotes, quotes included. Throws JsonPathError. */
// k8s.io/client-go/util/jsonpath/parser.go UnquoteExtend, 1.20
export function unquoteGoString(quoted: string): string {
  const quote = quoted.charAt(0);
  const body = quoted.slice(1, -1);
  if (!body.includes("\\") && !body.includes(quote)) return body;
  const parts: string[] = [];
  for (let index = 0; index < body.length;) {
    const character = body.charAt(index);
    if (character === quote) throw new JsonPathError("invalid syntax");
    if (character !== "\\") {
      parts.push(character);
      index++;
      continue;
    }
    const escape = readEscape(body, index + 1, quote);
    parts.push(escape.text);
    index = escape.end;
  }
  return parts.join("");
}

function readEscape(body: string, start: number, quote: string): { text: string; end: number } {
  const letter = body.charAt(start);
  const simple = SIMPLE[letter];
  if (simple !== undefined) return { text: simple, end: start + 1 };
  if (letter === quote) return { text: quote, end: start + 1 };
  const hexLength = HEX_LENGTH[letter];
  if (hexLength !== undefined) {
    const digits = body.slice(start + 1, start + 1 + hexLength);
    const code = Number.parseInt(digits, 16);
    if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length < hexLength || code > 0x10ffff) {
      throw new JsonPathError("invalid syntax");
    }
    return { text: String.fromCodePoint(code), end: start + 1 + hexLength };
  }
  const octal = /^[0-7]{3}/.exec(body.slice(start, start + 3))?.[0];
  if (octal === undefined || Number.parseInt(octal, 8) > 255) throw new JsonPathError("invalid syntax");
  return { text: String.fromCharCode(Number.parseInt(octal, 8)), end: start + 3 };
}
