import type { JsonValue } from "../../base/json.ts";

/** A character that JSON does not allow where it stands: lines from 0 and characters from 1, both from the beginning of its value. */
export class JsonSyntaxError extends Error {
  override name = "JsonSyntaxError";
  readonly line: number;
  readonly offset: number;
  constructor(message: string, line: number, offset: number) {
    super(message);
    this.line = line;
    this.offset = offset;
  }
}

/** Parses JSON values that stand one after another. Throws Error with encoding/json's text: `unexpected EOF`. */
export function* decodeJsonStream(text: string): Generator<JsonValue> {
  for (let position = skipBlanks(text, 0); position < text.length;) {
    const end = endOfValue(text, position);
    if (end < 0) throw new Error("unexpected EOF");
    yield parseValue(text.slice(position, end));
    position = skipBlanks(text, end);
  }
}

function skipBlanks(text: string, start: number): number {
  let position = start;
  while (position < text.length && /\s/.test(text.charAt(position))) position++;
  return position;
}

/** Offset behind the object or list that starts at `start`; -1 when the text ends before. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let position = start; position < text.length; position++) {
    const character = text.charAt(position);
    if (character === '"') {
      position = endOfString(text, position);
      if (position < 0) return -1;
    } else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") {
      depth--;
      if (depth === 0) return position + 1;
    }
    if (depth === 0) return text.length;
  }
  return -1;
}

function endOfString(text: string, start: number): number {
  for (let position = start + 1; position < text.length; position++) {
    const character = text.charAt(position);
    if (character === "\\") position++;
    else if (character === '"') return position;
  }
  return -1;
}

function parseValue(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw diagnose(text);
  }
}

type Place = "value" | "first key" | "key" | "colon" | "after member" | "after element" | "first element";

const WORDS: Readonly<Record<Place, string>> = {
  value: "looking for beginning of value",
  "first key": "looking for beginning of object key string",
  key: "looking for beginning of object key string",
  colon: "after object key",
  "after member": "after object key:value pair",
  "after element": "after array element",
  "first element": "looking for beginning of value",
};

/** Where Go's scanner would stop in a text that is no JSON. */
// encoding/json scanner.go
function diagnose(text: string): Error {
  const stack: ("{" | "[")[] = [];
  let place: Place = "value";
  for (let position = 0; position < text.length; position++) {
    const character = text.charAt(position);
    if (/\s/.test(character)) continue;
    const token = /^("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)/.exec(text.slice(position))?.[0];
    const step: Place | undefined = token === undefined ? stepPunctuation(character, place, stack) : stepToken(token, place, stack);
    if (step === undefined) {
      const line = text.slice(0, position).split("\n").length - 1;
      return new JsonSyntaxError(`invalid character ${quoteCharacter(character)} ${WORDS[place]}`, line, position + 1);
    }
    place = step;
    if (token !== undefined) position += token.length - 1;
  }
  return new Error("unexpected EOF");
}

function afterValue(stack: readonly string[]): Place {
  return stack.at(-1) === "{" ? "after member" : "after element";
}

function stepToken(token: string, place: Place, stack: readonly string[]): Place | undefined {
  if (place === "first key" || place === "key") return token.startsWith('"') ? "colon" : undefined;
  return place === "value" || place === "first element" ? afterValue(stack) : undefined;
}

function stepPunctuation(character: string, place: Place, stack: ("{" | "[")[]): Place | undefined {
  const wantsValue = place === "value" || place === "first element";
  if ((character === "{" || character === "[") && wantsValue) {
    stack.push(character);
    return character === "{" ? "first key" : "first element";
  }
  if (character === ":" && place === "colon") return "value";
  if (character === "," && place === "after member") return "key";
  if (character === "," && place === "after element") return "value";
  const closes =
    character === "}" ? place === "after member" || place === "first key" : place === "after element" || place === "first element";
  if ((character !== "}" && character !== "]") || !closes) return undefined;
  stack.pop();
  return afterValue(stack);
}

function quoteCharacter(character: string): string {
  if (character === "'") return `'\\''`;
  return character === '"' ? `'"'` : `'${character}'`;
}
