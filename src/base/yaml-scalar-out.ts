import { resolveYamlScalar } from "./yaml-resolve.ts";

/** Column after which go-yaml breaks a line at the next blank. */
const BEST_WIDTH = 80;
const ANY_BREAK = /[\n\r\u0085\u2028\u2029]/;
const BASE_60_FLOAT = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const ESCAPES: Readonly<Record<number, string>> = {
  0: "\\0",
  7: "\\a",
  8: "\\b",
  9: "\\t",
  10: "\\n",
  11: "\\v",
  12: "\\f",
  13: "\\r",
  27: "\\e",
  34: '\\"',
  92: "\\\\",
  0x85: "\\N",
  0xa0: "\\_",
  0x2028: "\\L",
  0x2029: "\\P",
};

interface Analysis {
  readonly multiline: boolean;
  readonly plainAllowed: boolean;
  readonly singleQuotedAllowed: boolean;
  readonly blockAllowed: boolean;
}

/** Where a scalar is written. */
export interface ScalarPlace {
  /** Column (in runes, from 0) at which the scalar's text begins. */
  readonly column: number;
  /** Blanks before each further line of the scalar. */
  readonly indent: number;
  /** True for a mapping key on one line with its value: it is never broken. */
  readonly isKey: boolean;
}

/** A string as go-yaml v2 emits it in block context: plain, quoted, or a literal block without its last newline. */
// gopkg.in/yaml.v2 encode.go stringv, emitterc.go
export function yamlString(text: string, place: ScalarPlace): string {
  if (text === "") return '""';
  const analysis = analyze(text);
  if (text.includes("\n")) {
    const literal = analysis.blockAllowed && !place.isKey;
    return literal ? literalBlock(text, place.indent) : doubleQuoted(text, place);
  }
  if (resolveYamlScalar(text).tag !== "str" || isBase60Float(text)) return doubleQuoted(text, place);
  if (place.isKey && analysis.multiline) return doubleQuoted(text, place);
  if (analysis.plainAllowed) return foldPlain(text, place);
  return analysis.singleQuotedAllowed ? singleQuoted(text, place) : doubleQuoted(text, place);
}

/** True when go-yaml writes the string as `key: value`, false when it needs the `? key` form. */
export function isSimpleKey(text: string): boolean {
  return !ANY_BREAK.test(text) && (text.length <= 42 || utf8Length(text) <= 128);
}

function utf8Length(text: string): number {
  let length = 0;
  for (const rune of text) {
    const code = rune.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

function isBase60Float(text: string): boolean {
  return text.includes(":") && BASE_60_FLOAT.test(text);
}

function analyze(text: string): Analysis {
  let indicators = text.startsWith("---") || text.startsWith("...");
  let lineBreaks = false;
  let special = false;
  let breakSpace = false;
  let spaceBreak = false;
  let previousSpace = false;
  let previousBreak = false;
  let afterBlank = true;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isIndicator(text, index, code, afterBlank)) indicators = true;
    if (!isPrintable(code)) special = true;
    const space = code === 32;
    const lineBreak = isBreak(code);
    if (space && previousBreak) breakSpace = true;
    if (lineBreak) {
      lineBreaks = true;
      if (previousSpace) spaceBreak = true;
    }
    previousSpace = space;
    previousBreak = lineBreak;
    afterBlank = space || code === 9 || lineBreak || code === 0;
  }
  const first = text.charCodeAt(0);
  const padded = first === 32 || isBreak(first) || previousSpace || previousBreak;
  const unquotable = breakSpace || spaceBreak || special;
  return {
    multiline: lineBreaks,
    plainAllowed: !(padded || unquotable || lineBreaks || indicators),
    singleQuotedAllowed: !unquotable,
    blockAllowed: !(previousSpace || spaceBreak || special),
  };
}

function isIndicator(text: string, index: number, code: number, afterBlank: boolean): boolean {
  // Letters, digits and the blank, which nearly every character is.
  if (code === 32 || (code > 96 && code < 123) || (code > 47 && code < 58) || (code > 64 && code < 91)) return false;
  if (code === 35) return index === 0 || afterBlank;
  if (index === 0 && ",[]{}&*!|>'\"%@`".includes(text.charAt(0))) return true;
  if (code === 58 || (index === 0 && (code === 63 || code === 45))) {
    const next = text.charCodeAt(index + 1);
    return index + 1 >= text.length || next === 32 || next === 9;
  }
  return false;
}

/** go-yaml's idea of printable knows no character beyond the basic plane and no tab. */
function isPrintable(code: number): boolean {
  if (code < 0x7f) return code >= 32 || code === 10;
  return code >= 0xa0 && (code < 0xd800 || (code >= 0xe000 && code <= 0xfffd && code !== 0xfeff));
}

function isBreak(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
}

/** Breaks a plain scalar at single blanks beyond the best width. */
function foldPlain(text: string, place: ScalarPlace): string {
  if (place.isKey || place.column + text.length <= BEST_WIDTH || !text.includes(" ")) return text;
  const parts: string[] = [];
  let column = place.column;
  let start = 0;
  let afterSpace = false;
  for (let index = 0; index < text.length; index++) {
    const space = text.charCodeAt(index) === 32;
    if (space && !afterSpace && column > BEST_WIDTH && text.charCodeAt(index + 1) !== 32) {
      parts.push(text.slice(start, index), lineBreak(place));
      start = index + 1;
      column = place.indent;
    } else column++;
    afterSpace = space;
  }
  parts.push(text.slice(start));
  return parts.join("");
}

function lineBreak(place: ScalarPlace): string {
  return `\n${" ".repeat(place.indent)}`;
}

function singleQuoted(text: string, place: ScalarPlace): string {
  const parts: string[] = ["'"];
  let column = place.column + 1;
  let afterSpace = false;
  let afterBreak = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    const space = character === " ";
    if (space && !place.isKey && !afterSpace && column > BEST_WIDTH && isInner(text, index) && text[index + 1] !== " ") {
      parts.push(lineBreak(place));
      column = place.indent;
    } else {
      const isBreakCharacter = isBreak(text.charCodeAt(index));
      if (afterBreak && !space && !isBreakCharacter) {
        parts.push(" ".repeat(place.indent));
        column = place.indent;
      }
      parts.push(character === "'" ? "''" : character);
      column = isBreakCharacter ? 0 : column + (character === "'" ? 2 : 1);
      if (!space) afterBreak = isBreakCharacter;
    }
    afterSpace = space;
  }
  parts.push("'");
  return parts.join("");
}

function isInner(text: string, index: number): boolean {
  return index > 0 && index < text.length - 1;
}

function doubleQuoted(text: string, place: ScalarPlace): string {
  const parts: string[] = ['"'];
  const startsWithMark = text.charCodeAt(0) === 0xfeff;
  let column = place.column + 1;
  let afterSpace = false;
  let offset = 0;
  for (const rune of text) {
    const code = rune.codePointAt(0) ?? 0;
    if (code === 32 && !startsWithMark) {
      if (!place.isKey && !afterSpace && column > BEST_WIDTH && isInner(text, offset)) {
        parts.push(lineBreak(place), text[offset + 1] === " " ? "\\" : "");
        column = place.indent + (text[offset + 1] === " " ? 1 : 0);
      } else {
        parts.push(" ");
        column++;
      }
      afterSpace = true;
    } else {
      const written = startsWithMark || needsEscape(code) ? escapeRune(code) : rune;
      parts.push(written);
      column += written === rune ? 1 : written.length;
      afterSpace = false;
    }
    offset += rune.length;
  }
  parts.push('"');
  return parts.join("");
}

function needsEscape(code: number): boolean {
  return code === 34 || code === 92 || code > 0xffff || !isPrintable(code) || isBreak(code);
}

function escapeRune(code: number): string {
  const short = ESCAPES[code];
  if (short !== undefined) return short;
  // A lone surrogate is no UTF-8; Go would hold the replacement character.
  const valid = code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
  const digits = valid.toString(16).toUpperCase();
  if (valid <= 0xff) return `\\x${digits.padStart(2, "0")}`;
  return valid <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

function literalBlock(text: string, indent: number): string {
  const first = text.charCodeAt(0);
  const hint = first === 32 || isBreak(first) ? "2" : "";
  const pad = " ".repeat(indent);
  const chomp = !text.endsWith("\n") ? "-" : text === "\n" || text.endsWith("\n\n") ? "+" : "";
  const lines = text.endsWith("\n") ? text.slice(0, -1).split("\n") : text.split("\n");
  return `|${hint}${chomp}\n${lines.map((line) => (line === "" ? "" : pad + line)).join("\n")}`;
}
