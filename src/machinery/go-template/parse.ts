import { unquoteGoString } from "../jsonpath/unquote.ts";
import { badCharacter, lexTemplate, parseError, type Piece, type Token } from "./lex.ts";
import { isTemplateFunction } from "./functions.ts";
import type { BranchWord, Command, GoTemplate, Operand, Pipe, TemplateNode } from "./nodes.ts";

interface Parser {
  readonly source: string;
  readonly pieces: readonly Piece[];
  readonly defined: Map<string, readonly TemplateNode[]>;
  readonly scopes: string[][];
  next: number;
}

interface Tokens {
  readonly parser: Parser;
  readonly list: readonly Token[];
  readonly offset: number;
  next: number;
}

interface Block {
  readonly nodes: TemplateNode[];
  /** The action that ended the block (`end` or `else`); undefined at the end of the text. */
  readonly closer: Tokens | undefined;
}

/** Parses a Go text/template as kubectl's `-o go-template` takes it. Throws GoTemplateError. */
// Go text/template/parse/parse.go, 1.15
export function parseGoTemplate(source: string): GoTemplate {
  const parser: Parser = { source, pieces: lexTemplate(source), defined: new Map(), scopes: [["$"]], next: 0 };
  const { nodes, closer } = parseBlock(parser);
  if (closer !== undefined) throw fail(closer, `unexpected {{${closer.list.find((token) => token.kind === "word")?.text}}}`);
  return { source, root: nodes, defined: parser.defined };
}

function fail(tokens: Tokens, message: string): Error {
  return parseError(tokens.parser.source, tokens.offset, message);
}

function parseBlock(parser: Parser): Block {
  const nodes: TemplateNode[] = [];
  while (parser.next < parser.pieces.length) {
    const piece = parser.pieces[parser.next++] as Piece;
    if (piece.kind === "text") {
      nodes.push(piece);
      continue;
    }
    const tokens: Tokens = { parser, list: piece.tokens, offset: piece.offset, next: 0 };
    skipSpace(tokens);
    const word = peek(tokens)?.kind === "word" ? peek(tokens)?.text : undefined;
    if (word === "end" || word === "else") {
      tokens.next++;
      return { nodes, closer: tokens };
    }
    parseAction(tokens, word, nodes);
  }
  return { nodes, closer: undefined };
}

function parseAction(tokens: Tokens, word: string | undefined, nodes: TemplateNode[]): void {
  if (word === "if" || word === "with" || word === "range") {
    tokens.next++;
    nodes.push(parseBranch(tokens, word));
  } else if (word === "define" || word === "block") {
    tokens.next++;
    parseDefinition(tokens, word, nodes);
  } else if (word === "template") {
    tokens.next++;
    nodes.push(parseCall(tokens));
  } else if (word === "break" || word === "continue") {
    nodes.push({ kind: "jump", word });
  } else nodes.push({ kind: "action", pipe: parsePipe(tokens, "command", false) });
}

function parseBranch(tokens: Tokens, word: BranchWord): TemplateNode {
  const { parser } = tokens;
  parser.scopes.push([]);
  const pipe = parsePipe(tokens, word, word === "range");
  const body = parseBlock(parser);
  const otherwise = body.closer === undefined ? undefined : parseElse(body.closer, word);
  parser.scopes.pop();
  if (otherwise === undefined) throw parseError(parser.source, parser.source.length, "unexpected EOF");
  return { kind: "branch", word, pipe, body: body.nodes, otherwise };
}

/** What follows a block's first half; undefined when the text ends before its `end`. */
function parseElse(closer: Tokens, word: BranchWord): TemplateNode[] | undefined {
  if (closer.list[closer.next - 1]?.text === "end") return [];
  skipSpace(closer);
  const nested = peek(closer)?.text;
  if (nested === word && word !== "range") {
    closer.next++;
    return [parseBranch(closer, word)];
  }
  if (nested !== undefined) throw fail(closer, `unexpected ${shownToken(peek(closer))} in else`);
  const block = parseBlock(closer.parser);
  if (block.closer === undefined) return undefined;
  if (block.closer.list[block.closer.next - 1]?.text === "else") throw fail(block.closer, "expected end; found {{else}}");
  return block.nodes;
}

function parseDefinition(tokens: Tokens, word: "define" | "block", nodes: TemplateNode[]): void {
  const name = templateName(tokens, word === "define" ? "define clause" : "block clause");
  const place = { offset: tokens.offset, shown: name };
  const pipe = word === "block" ? parsePipe(tokens, "block clause", false) : undefined;
  const { parser } = tokens;
  const body = parseBlock(parser);
  if (body.closer === undefined) throw parseError(parser.source, parser.source.length, "unexpected EOF");
  parser.defined.set(name, body.nodes);
  if (word === "block") nodes.push({ kind: "template", name, pipe, place });
}

function parseCall(tokens: Tokens): TemplateNode {
  const name = templateName(tokens, "template clause");
  const offset = tokens.list[tokens.next - 1]?.offset ?? tokens.offset;
  const place = { offset, shown: `{{template "${name}"}}` };
  skipSpace(tokens);
  const pipe = peek(tokens) === undefined ? undefined : parsePipe(tokens, "template clause", false);
  return { kind: "template", name, pipe, place };
}

function templateName(tokens: Tokens, context: string): string {
  skipSpace(tokens);
  const token = tokens.list[tokens.next++];
  if (token?.kind !== "string") throw fail(tokens, `unexpected ${shownToken(token)} in ${context}`);
  return unquoted(tokens, token);
}

/** What comes next. Throws where the text of the action cannot be read on. */
function peek(tokens: Tokens): Token | undefined {
  const token = tokens.list[tokens.next];
  if (token?.kind === "error") throw parseError(tokens.parser.source, token.offset, token.text);
  return token;
}

function skipSpace(tokens: Tokens): void {
  while (peek(tokens)?.kind === "space") tokens.next++;
}

function shownToken(token: Token | undefined): string {
  if (token === undefined) return '"}}"';
  return token.kind === "word" ? `<${token.text}>` : `"${token.text}"`;
}

function parsePipe(tokens: Tokens, context: string, isRange: boolean): Pipe {
  skipSpace(tokens);
  const start = tokens.next;
  const { variables, assigns } = parseDeclaration(tokens, isRange);
  const commands: Command[] = [];
  for (;;) {
    skipSpace(tokens);
    const token = peek(tokens);
    if (token === undefined || token.text === ")") break;
    commands.push(parseCommand(tokens));
    if (peek(tokens)?.text !== "|") break;
    tokens.next++;
  }
  if (commands.length === 0) throw fail(tokens, `missing value for ${context}`);
  if (!assigns) tokens.parser.scopes.at(-1)?.push(...variables);
  return { variables, assigns, commands, ...placeOf(tokens, start) };
}

function parseDeclaration(tokens: Tokens, isRange: boolean): { variables: string[]; assigns: boolean } {
  const start = tokens.next;
  const variables: string[] = [];
  while (peek(tokens)?.kind === "variable") {
    variables.push(peek(tokens)?.text ?? "");
    tokens.next++;
    skipSpace(tokens);
    const operator = peek(tokens)?.text;
    if (operator === ":=" || operator === "=") {
      tokens.next++;
      return { variables, assigns: operator === "=" };
    }
    if (operator !== "," || !isRange) break;
    tokens.next++;
    skipSpace(tokens);
  }
  tokens.next = start;
  return { variables: [], assigns: false };
}

function parseCommand(tokens: Tokens): Command {
  const start = tokens.next;
  const operands: Operand[] = [];
  for (;;) {
    skipSpace(tokens);
    const token = peek(tokens);
    if (token === undefined || token.text === "|" || token.text === ")") break;
    operands.push(parseOperand(tokens));
    const after = peek(tokens);
    if (after?.kind === "number") throw fail(tokens, badCharacter(after.text));
    if (after !== undefined && after.kind !== "space" && after.text !== "|" && after.text !== ")") {
      throw fail(tokens, `unexpected ${shownToken(after)} in operand`);
    }
  }
  return { operands, ...placeOf(tokens, start) };
}

/** The stretch of tokens from `start` on, as error messages show it. */
function placeOf(tokens: Tokens, start: number): { offset: number; shown: string } {
  const used = tokens.list.slice(start, tokens.next);
  const shown = used.map((token) => (token.kind === "space" ? " " : token.text)).join("");
  return { offset: used[0]?.offset ?? tokens.offset, shown: shown.trim() };
}

function parseOperand(tokens: Tokens): Operand {
  const start = tokens.next;
  const base = parseTerm(tokens);
  const names: string[] = [];
  const chainOffset = peek(tokens)?.offset ?? base.offset;
  while (peek(tokens)?.kind === "field") {
    names.push((peek(tokens)?.text ?? "").slice(1));
    tokens.next++;
  }
  if (names.length === 0) return base;
  const { shown } = placeOf(tokens, start);
  const place = { offset: chainOffset, shown };
  if (base.kind === "field") return { kind: "field", names: [...base.names, ...names], ...place };
  if (base.kind === "variable") return { kind: "variable", name: base.name, names, ...place };
  if (base.kind === "literal" || base.kind === "nil" || base.kind === "dot") {
    throw fail(tokens, `unexpected . after term "${base.shown}"`);
  }
  return { kind: "chain", base, names, ...place };
}

function parseTerm(tokens: Tokens): Operand {
  const token = tokens.list[tokens.next++] as Token;
  const place = { offset: token.offset, shown: token.text };
  switch (token.kind) {
    case "dot":
      return { kind: "dot", ...place };
    case "field":
      return { kind: "field", names: [token.text.slice(1)], ...place };
    case "variable":
      if (!tokens.parser.scopes.some((scope) => scope.includes(token.text))) {
        throw fail(tokens, `undefined variable "${token.text}"`);
      }
      return { kind: "variable", name: token.text, names: [], ...place };
    case "string":
      return { kind: "literal", value: unquoted(tokens, token), ...place };
    case "char":
      return { kind: "literal", value: unquoted(tokens, token).codePointAt(0) ?? 0, ...place };
    case "number":
      return { kind: "literal", value: Number(token.text.replaceAll("_", "").replace(/^\+/, "")), ...place };
    case "word":
      return parseWord(tokens, token);
    default:
      if (token.text === "(") return parseParentheses(tokens, token);
      throw fail(tokens, `unexpected ${shownToken(token)} in operand`);
  }
}

function parseWord(tokens: Tokens, token: Token): Operand {
  const place = { offset: token.offset, shown: token.text };
  if (token.text === "true" || token.text === "false") return { kind: "literal", value: token.text === "true", ...place };
  if (token.text === "nil") return { kind: "nil", ...place };
  if (!isTemplateFunction(token.text)) throw fail(tokens, `function "${token.text}" not defined`);
  return { kind: "function", name: token.text, ...place };
}

function parseParentheses(tokens: Tokens, open: Token): Operand {
  const start = tokens.next - 1;
  const pipe = parsePipe(tokens, "parenthesized pipeline", false);
  if (peek(tokens)?.text !== ")") throw fail(tokens, "unclosed left paren");
  tokens.next++;
  return { kind: "pipe", pipe, offset: open.offset, shown: placeOf(tokens, start).shown };
}

function unquoted(tokens: Tokens, token: Token): string {
  if (token.text.startsWith("`")) return token.text.slice(1, -1);
  try {
    return unquoteGoString(token.text);
  } catch {
    throw fail(tokens, "invalid syntax");
  }
}
