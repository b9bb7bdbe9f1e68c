import type { Issue, Literal } from "./ast.ts";

/** A word of an expression. */
export interface Token {
  /** An operator itself, or what sort of word it is; `end` closes every list. */
  readonly kind: string;
  readonly text: string;
  readonly at: number;
  readonly literal?: Literal;
}

const OPERATORS = ["==", "!=", "<=", ">=", "&&", "||", ..."<>+-*/%!?:.,()[]{}"];
const NUMBER = /(\d+\.\d+([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?|\d+[eE][+-]?\d+)|(0x[0-9a-fA-F]+|\d+)([uU]?)/y;
const STRING_START = /([bB]?[rR]?|[rR][bB])("""|'''|"|')/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const BLANK = /(\s|\/\/[^\n]*)+/y;
const ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** Cuts an expression into words; what is none goes into `issues`, in ANTLR's words. cel-go/parser/gen/CEL.g4 */
export function tokenize(source: string, issues: Issue[]): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  while (at < source.length) {
    const blank = match(BLANK);
    if (blank) {
      at += blank[0].length;
      continue;
    }
    const start = match(STRING_START);
    const token = (start && stringToken(source, at, start)) ?? numberToken(match(NUMBER), at) ?? wordToken(match(WORD), at);
    const operator = token ?? operatorToken(source, at);
    if (operator) {
      tokens.push(operator);
      at += operator.text.length;
      continue;
    }
    // The lexer has read a character more when it hoped for an operator of two.
    const length = "=&|".includes(source[at] ?? "") && at + 1 < source.length ? 2 : 1;
    issues.push({ at, message: `Syntax error: token recognition error at: '${source.slice(at, at + length)}'` });
    at += length;
  }
  return [...tokens, { kind: "end", text: "<EOF>", at: source.length }];
}

function operatorToken(source: string, at: number): Token | undefined {
  const text = OPERATORS.find((operator) => source.startsWith(operator, at));
  return text === undefined ? undefined : { kind: text, text, at };
}

function wordToken(match: RegExpExecArray | null, at: number): Token | undefined {
  if (!match) return undefined;
  const [text] = match;
  if (text === "true" || text === "false") return { kind: "literal", text, at, literal: { type: "bool", value: text === "true" } };
  if (text === "null") return { kind: "literal", text, at, literal: { type: "null", value: null } };
  return { kind: text === "in" ? "in" : "ident", text, at };
}

function numberToken(match: RegExpExecArray | null, at: number): Token | undefined {
  if (!match) return undefined;
  const [text, double, , , integer = "", unsigned] = match;
  if (double !== undefined) return { kind: "literal", text, at, literal: { type: "double", value: Number(text) } };
  return { kind: "literal", text, at, literal: { type: unsigned ? "uint" : "int", value: BigInt(integer) } };
}

function stringToken(source: string, at: number, [opening, prefix = "", quote = ""]: RegExpExecArray): Token | undefined {
  const isRaw = /r/i.test(prefix);
  let end = at + opening.length;
  while (!source.startsWith(quote, end)) {
    if (end >= source.length || (quote.length === 1 && source[end] === "\n")) return undefined;
    end += source[end] === "\\" && !isRaw ? 2 : 1;
  }
  const inner = source.slice(at + opening.length, end);
  const value = isRaw ? inner : unescaped(inner);
  if (value === undefined) return undefined;
  const text = source.slice(at, end + quote.length);
  if (!/b/i.test(prefix)) return { kind: "literal", text, at, literal: { type: "string", value } };
  return { kind: "literal", text, at, literal: { type: "bytes", value: new TextEncoder().encode(value) } };
}

/** The text that escapes stand for; undefined for one that is none. cel-go/parser/unescape.go */
function unescaped(inner: string): string | undefined {
  let bad = false;
  const text = inner.replace(
    /\\(?:([abfnrtv])|([\\'"`?])|[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|([^]|$))/g,
    (_all, letter?: string, same?: string, hex?: string, short?: string, long?: string, octal?: string) => {
      if (letter !== undefined) return ESCAPES[letter] ?? "";
      if (same !== undefined) return same;
      const code = hex ?? short ?? long;
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      bad = true;
      return "";
    },
  );
  return bad ? undefined : text;
}
