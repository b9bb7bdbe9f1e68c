import { JsonPathError, type ArrayBound, type JsonPathList, type JsonPathNode } from "./nodes.ts";
import { unquoteGoString } from "./unquote.ts";

const DICTIONARY_KEY = /^'([^']*)'$/;
const SLICE = /^(-?[0-9]*)(:-?[0-9]*)?(:-?[0-9]*)?$/;
const COMPARISON = /^([^!<>=]+)([!<>=]+)(.+?)$/;
const LETTER_OR_DIGIT = /^[\p{L}\p{Nd}_]$/u;

interface Cursor {
  readonly input: string;
  position: number;
}

/** Parses a template such as `{range .items[*]}{.metadata.name}{"\n"}{end}`. Throws JsonPathError. */
// k8s.io/client-go/util/jsonpath/parser.go, 1.20
export function parseJsonPath(template: string): JsonPathList {
  const cursor: Cursor = { input: template, position: 0 };
  const nodes: JsonPathNode[] = [];
  while (cursor.position < template.length) {
    const brace = template.indexOf("{", cursor.position);
    const textEnd = brace < 0 ? template.length : brace;
    if (textEnd > cursor.position) nodes.push({ kind: "text", text: template.slice(cursor.position, textEnd) });
    if (brace < 0) break;
    cursor.position = brace + 1;
    nodes.push({ kind: "list", nodes: parseAction(cursor) });
  }
  return { kind: "list", nodes };
}

/** Parses what stands between braces on its own: the nodes of its first action. */
function parseInner(text: string): JsonPathList {
  const first = parseJsonPath(`{${text}}`).nodes[0];
  return first?.kind === "list" ? first : { kind: "list", nodes: [] };
}

function parseAction(cursor: Cursor): JsonPathNode[] {
  const nodes: JsonPathNode[] = [];
  for (;;) {
    const { input, position } = cursor;
    const character = peek(cursor);
    if (character === "}") {
      cursor.position++;
      return nodes;
    }
    if (input.startsWith("[?(", position)) parseFilter(cursor, nodes);
    else if (input.startsWith("..", position)) parseRecursive(cursor, nodes);
    else if (character === "" || character === "\r" || character === "\n") throw new JsonPathError("unclosed action");
    else if (character === " " || character === "@" || character === "$") cursor.position++;
    else if (character === "[") parseArray(cursor, nodes);
    else if (character === '"' || character === "'") parseQuoted(cursor, nodes, character);
    else if (character === ".") {
      cursor.position++;
      nodes.push(readField(cursor));
    } else if (/^[-+\p{Nd}]$/u.test(character)) parseNumber(cursor, nodes);
    else if (LETTER_OR_DIGIT.test(character)) parseIdentifier(cursor, nodes);
    else throw new JsonPathError(`unrecognized character in action: ${describeRune(character)}`);
  }
}

function peek(cursor: Cursor): string {
  const code = cursor.input.codePointAt(cursor.position);
  return code === undefined ? "" : String.fromCodePoint(code);
}

/** Go's `%#U`: `U+002A '*'`. */
function describeRune(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return code < 32 || (code >= 0x7f && code < 0xa0) ? name : `${name} '${character}'`;
}

function isTerminator(character: string): boolean {
  return character === "" || " \t\r\n.,[]$@{}".includes(character);
}

function parseIdentifier(cursor: Cursor, nodes: JsonPathNode[]): void {
  const start = cursor.position;
  while (!isTerminator(cursor.input.charAt(cursor.position))) cursor.position++;
  const name = cursor.input.slice(start, cursor.position);
  if (name === "true" || name === "false") nodes.push({ kind: "literal", value: name === "true", isFloat: false });
  else nodes.push({ kind: "identifier", name });
}

function parseRecursive(cursor: Cursor, nodes: JsonPathNode[]): void {
  if (nodes.at(-1)?.kind === "recursive") throw new JsonPathError("invalid multiple recursive descent");
  cursor.position += 2;
  nodes.push({ kind: "recursive" });
  if (LETTER_OR_DIGIT.test(peek(cursor))) nodes.push(readField(cursor));
}

function readField(cursor: Cursor): JsonPathNode {
  const start = cursor.position;
  for (;;) {
    const character = cursor.input.charAt(cursor.position);
    if (character === "\\") cursor.position = Math.min(cursor.position + 2, cursor.input.length);
    else if (isTerminator(character)) break;
    else cursor.position++;
  }
  const name = cursor.input.slice(start, cursor.position);
  return name === "*" ? { kind: "wildcard" } : { kind: "field", name: name.replaceAll("\\", "") };
}

function parseNumber(cursor: Cursor, nodes: JsonPathNode[]): void {
  const text = /^[-+]?[.\p{Nd}]*/u.exec(cursor.input.slice(cursor.position))?.[0] ?? "";
  cursor.position += text.length;
  if (/^[-+]?[0-9]+$/.test(text)) nodes.push({ kind: "literal", value: Number(text), isFloat: false });
  else if (/^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/.test(text)) {
    nodes.push({ kind: "literal", value: Number(text), isFloat: true });
  } else throw new JsonPathError(`cannot parse number ${text}`);
}

function parseArray(cursor: Cursor, nodes: JsonPathNode[]): void {
  const start = cursor.position + 1;
  const end = cursor.input.indexOf("]", start);
  const newline = cursor.input.indexOf("\n", start);
  if (end < 0 || (newline >= 0 && newline < end)) throw new JsonPathError("unterminated array");
  cursor.position = end + 1;
  const inside = cursor.input.slice(start, end);
  const text = inside === "*" ? ":" : inside;
  const members = text.split(",");
  if (members.length > 1) {
    nodes.push({ kind: "union", lists: members.map((member) => parseInner(`[${trimBlanks(member)}]`)) });
    return;
  }
  const key = DICTIONARY_KEY.exec(text);
  if (key !== null) nodes.push(...parseInner(`.${key[1]}`).nodes);
  else nodes.push(parseSlice(text));
}

function trimBlanks(text: string): string {
  return text.replace(/^ +/, "").replace(/ +$/, "");
}

function parseSlice(text: string): JsonPathNode {
  const match = SLICE.exec(text);
  if (match === null) throw new JsonPathError(`invalid array index ${text}`);
  const [, first = "", second, third] = match;
  const start = bound(first);
  // An index alone selects one element.
  const end = second === undefined ? { value: start.value + 1, known: true, derived: true } : bound(second.slice(1));
  return { kind: "array", bounds: [start, end, bound(third === undefined ? "" : third.slice(1))] };
}

function bound(text: string): ArrayBound {
  if (text === "") return { value: 0, known: false, derived: false };
  if (text === "-") throw new JsonPathError(`array index ${text} is not a number`);
  return { value: Number(text), known: true, derived: false };
}

function parseFilter(cursor: Cursor, nodes: JsonPathNode[]): void {
  const start = cursor.position + 3;
  const end = findFilterEnd(cursor.input, start);
  if (cursor.input.charAt(end + 1) !== "]") throw new JsonPathError("unclosed array expect ]");
  cursor.position = end + 2;
  const text = cursor.input.slice(start, end);
  const comparison = COMPARISON.exec(text);
  if (comparison === null) {
    nodes.push({ kind: "filter", left: parseInner(text), right: { kind: "list", nodes: [] }, operator: "exists" });
    return;
  }
  const [, left = "", operator = "", right = ""] = comparison;
  nodes.push({ kind: "filter", left: parseInner(left), right: parseInner(right), operator });
}

/** Offset of the `)` that ends a filter; a quoted text may hold another one. */
function findFilterEnd(input: string, start: number): number {
  let quote = "";
  let closed = false;
  for (let index = start; index < input.length && input.charAt(index) !== "\n"; index++) {
    const character = input.charAt(index);
    if (character === '"' || character === "'") {
      if (quote === "") quote = character;
      else if (character === quote && input.charAt(index - 1) !== "\\") closed = true;
    } else if (character === ")" && (quote !== "") === closed) return index;
  }
  throw new JsonPathError("unterminated filter");
}

function parseQuoted(cursor: Cursor, nodes: JsonPathNode[], quote: string): void {
  const start = cursor.position;
  let end = start + 1;
  for (; ; end++) {
    const character = cursor.input.charAt(end);
    if (character === "" || character === "\n") throw new JsonPathError("unterminated quoted string");
    if (character === quote && cursor.input.charAt(end - 1) !== "\\") break;
  }
  cursor.position = end + 1;
  const quoted = cursor.input.slice(start, cursor.position);
  try {
    nodes.push({ kind: "text", text: unquoteGoString(quoted) });
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    throw new JsonPathError(`unquote string ${quoted} error ${error.message}`);
  }
}
