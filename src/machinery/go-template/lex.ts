import { GoTemplateError } from "./nodes.ts";

/** Kinds of tokens within `{{ }}`. */
export type TokenKind = "space" | "string" | "number" | "char" | "field" | "variable" | "word" | "dot" | "punctuation" | "error";

/** A token of an action; the text of one that is an error tells what is wrong, and is for the parser to come upon. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly offset: number;
}

/** A stretch of plain text or the tokens of one action. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "action"; readonly tokens: readonly Token[]; readonly offset: number };

const TOKEN =
  /(?<space>[ \t\r\n]+)|(?<string>"(?:[^"\\\n]|\\.)*"|`[^`]*`)|(?<char>'(?:[^'\\\n]|\\.)+')|(?<number>[-+]?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:[0-9][0-9_]*\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?))|(?<field>\.[\p{L}_][\p{L}\p{Nd}_]*)|(?<variable>\$[\p{L}\p{Nd}_]*)|(?<word>[\p{L}_][\p{L}\p{Nd}_]*)|(?<dot>\.)|(?<punctuation>:=|[=|(),])/uy;
const KINDS: readonly TokenKind[] = ["space", "string", "char", "number", "field", "variable", "word", "dot", "punctuation"];

/** Line (from 1) of an offset. */
export function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf("\n"); at >= 0 && at < offset; at = source.indexOf("\n", at + 1)) line++;
  return line;
}

/** An error at a line of the template as Go's parser words it. */
export function parseError(source: string, offset: number, message: string): GoTemplateError {
  return new GoTemplateError(`template: output:${lineAt(source, offset)}: ${message}`);
}

/** Cuts a template into text and actions; trim markers and comments are done with. Throws GoTemplateError. */
// Go text/template/parse/lex.go, 1.15
export function lexTemplate(source: string): Piece[] {
  const pieces: Piece[] = [];
  let position = 0;
  let trimNext = false;
  for (;;) {
    const open = source.indexOf("{{", position);
    let text = source.slice(position, open < 0 ? source.length : open);
    if (trimNext) text = text.replace(/^[ \t\r\n]+/, "");
    const trimsLeft = open >= 0 && /^- |^-[\t\r\n]/.test(source.slice(open + 2, open + 4));
    if (trimsLeft) text = trimEnd(text);
    if (text !== "") pieces.push({ kind: "text", text });
    if (open < 0) return pieces;
    const inside = open + (trimsLeft ? 4 : 2);
    const end = source.startsWith("/*", inside) ? endOfComment(source, inside) : lexAction(source, inside, pieces);
    trimNext = end.trims;
    position = end.position;
  }
}

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && " \t\r\n".includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

function endOfComment(source: string, start: number): { position: number; trims: boolean } {
  const end = source.indexOf("*/", start);
  if (end < 0) throw parseError(source, start, "unclosed comment");
  if (source.startsWith("}}", end + 2)) return { position: end + 4, trims: false };
  if (/^[ \t\r\n]-\}\}/.test(source.slice(end + 2, end + 6))) return { position: end + 6, trims: true };
  throw parseError(source, start, "comment ends before closing delimiter");
}

function lexAction(source: string, start: number, pieces: Piece[]): { position: number; trims: boolean } {
  const tokens: Token[] = [];
  let position = start;
  for (;;) {
    if (source.startsWith("}}", position)) {
      pieces.push({ kind: "action", tokens, offset: start });
      return { position: position + 2, trims: false };
    }
    if (/^[ \t\r\n]-\}\}/.test(source.slice(position, position + 4))) {
      pieces.push({ kind: "action", tokens, offset: start });
      return { position: position + 4, trims: true };
    }
    const token = nextToken(source, position);
    tokens.push(token);
    if (token.kind === "error") {
      pieces.push({ kind: "action", tokens, offset: start });
      return { position: source.length, trims: false };
    }
    position += token.text.length;
  }
}

function nextToken(source: string, position: number): Token {
  TOKEN.lastIndex = position;
  const match = TOKEN.exec(source);
  const kind = KINDS.find((name) => match?.groups?.[name] !== undefined);
  if (match !== null && kind !== undefined) {
    // A blank before the closing trim marker belongs to the marker.
    const text = kind === "space" && source.startsWith("-}}", position + match[0].length) ? match[0].slice(0, -1) : match[0];
    if (text !== "") return { kind, text, offset: position };
  }
  return { kind: "error", text: describeBadStart(source, position), offset: position };
}

function describeBadStart(source: string, position: number): string {
  const character = source.charAt(position);
  if (character === "") return "unclosed action";
  if (character === '"') return "unterminated quoted string";
  if (character === "`") return "unterminated raw quoted string";
  if (character === "'") return "unterminated character constant";
  const previous = source.charAt(position - 1);
  if (/[\p{L}\p{Nd}_]/u.test(previous)) return badCharacter(source.slice(position));
  return `unrecognized character in action: ${runeName(source.slice(position))}`;
}

/** Go's complaint about a character that cannot follow a word: `bad character U+002D '-'`. */
export function badCharacter(text: string): string {
  return `bad character ${runeName(text)}`;
}

function runeName(text: string): string {
  const code = text.codePointAt(0) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return code < 32 || code === 127 ? name : `${name} '${String.fromCodePoint(code)}'`;
}
