/** Kinds of tokens that decide whether a text is well-formed. */
export type YamlTokenKind =
  | "mappingStart"
  | "sequenceStart"
  | "blockEnd"
  | "key"
  | "value"
  | "entry"
  | "["
  | "]"
  | "{"
  | "}"
  | ","
  | "property"
  | "alias"
  | "scalar"
  | "document"
  | "directive"
  | "end";

/** A token and the line (from 0) that it starts on. */
export interface YamlToken {
  readonly kind: YamlTokenKind;
  readonly line: number;
}

/** All tokens up to the end or to the scanner's failure. */
export interface YamlScan {
  readonly tokens: readonly YamlToken[];
  /** Why and on which line (from 0) scanning stopped; undefined when it came to the end. */
  readonly failure: { readonly text: string; readonly line: number } | undefined;
}

interface SimpleKey {
  readonly tokenIndex: number;
  readonly line: number;
  readonly column: number;
  readonly required: boolean;
}

interface Scanner {
  readonly source: string;
  readonly tokens: YamlToken[];
  readonly indents: number[];
  readonly simpleKeys: Array<SimpleKey | undefined>;
  position: number;
  line: number;
  lineStart: number;
  indent: number;
  keyAllowed: boolean;
  /** Number of tokens before the fetch in progress. */
  fetchStart: number;
}

class ScanFailure extends Error {}

/** Cuts a text into tokens as go-yaml's scanner does, without their values. */
// gopkg.in/yaml.v2 scannerc.go
export function scanYaml(source: string): YamlScan {
  const scanner: Scanner = {
    source,
    tokens: [],
    indents: [],
    simpleKeys: [undefined],
    position: 0,
    line: 0,
    lineStart: 0,
    indent: -1,
    keyAllowed: true,
    fetchStart: 0,
  };
  try {
    while (fetchToken(scanner));
    return { tokens: scanner.tokens, failure: undefined };
  } catch (error) {
    if (!(error instanceof ScanFailure)) throw error;
    return { tokens: deliveredTokens(scanner), failure: { text: error.message, line: scanner.line } };
  }
}

/** go-yaml holds tokens back from where a key could still begin, so that the grammar never saw them. */
function deliveredTokens(scanner: Scanner): readonly YamlToken[] {
  const held = scanner.simpleKeys.filter((key) => key !== undefined && (key.required || key.line === scanner.line));
  const first = Math.min(scanner.fetchStart, ...held.map((key) => key?.tokenIndex ?? 0));
  return scanner.tokens.slice(0, first);
}

function at(scanner: Scanner, ahead = 0): string {
  return scanner.source.charAt(scanner.position + ahead);
}

function isBlankOrEnd(character: string): boolean {
  return character === "" || character === " " || character === "\t" || character === "\n" || character === "\r";
}

function advance(scanner: Scanner): void {
  if (at(scanner) === "\n") {
    scanner.line++;
    scanner.lineStart = scanner.position + 1;
  }
  scanner.position++;
}

function column(scanner: Scanner): number {
  return scanner.position - scanner.lineStart;
}

function inFlow(scanner: Scanner): boolean {
  return scanner.simpleKeys.length > 1;
}

function push(scanner: Scanner, kind: YamlTokenKind): void {
  scanner.tokens.push({ kind, line: scanner.line });
}

function skipToToken(scanner: Scanner): void {
  for (;;) {
    while (at(scanner) === " " || (at(scanner) === "\t" && (inFlow(scanner) || !scanner.keyAllowed))) advance(scanner);
    if (at(scanner) === "#") while (at(scanner) !== "" && at(scanner) !== "\n") advance(scanner);
    if (at(scanner) !== "\n" && at(scanner) !== "\r") return;
    advance(scanner);
    if (!inFlow(scanner)) scanner.keyAllowed = true;
  }
}

function unroll(scanner: Scanner, to: number): void {
  if (inFlow(scanner)) return;
  while (scanner.indent > to) {
    push(scanner, "blockEnd");
    scanner.indent = scanner.indents.pop() ?? -1;
  }
}

function roll(scanner: Scanner, to: number, kind: YamlTokenKind, index: number, line: number): void {
  if (inFlow(scanner) || scanner.indent >= to) return;
  scanner.indents.push(scanner.indent);
  scanner.indent = to;
  scanner.tokens.splice(index, 0, { kind, line });
}

/** The key that could begin before a `:` here; a key ends with its line. */
function validKey(scanner: Scanner): SimpleKey | undefined {
  const key = scanner.simpleKeys.at(-1);
  if (key === undefined || key.line === scanner.line) return key;
  if (key.required) throw new ScanFailure("could not find expected ':'");
  return undefined;
}

function removeKey(scanner: Scanner): void {
  if (scanner.simpleKeys.at(-1)?.required === true) throw new ScanFailure("could not find expected ':'");
  scanner.simpleKeys[scanner.simpleKeys.length - 1] = undefined;
}

function saveKey(scanner: Scanner): void {
  if (!scanner.keyAllowed) return;
  const required = !inFlow(scanner) && scanner.indent === column(scanner);
  removeKey(scanner);
  scanner.simpleKeys[scanner.simpleKeys.length - 1] = {
    tokenIndex: scanner.tokens.length,
    line: scanner.line,
    column: column(scanner),
    required,
  };
}

function fetchToken(scanner: Scanner): boolean {
  scanner.fetchStart = scanner.tokens.length;
  skipToToken(scanner);
  unroll(scanner, column(scanner));
  const character = at(scanner);
  const blankNext = isBlankOrEnd(at(scanner, 1));
  const flow = inFlow(scanner);
  if (character === "") return fetchEnd(scanner);
  if (column(scanner) === 0 && /^(?:%|(?:---|\.\.\.)(?:\s|$))/.test(scanner.source.slice(scanner.position, scanner.position + 4))) {
    fetchDocumentMark(scanner, character);
  } else if (character === "[" || character === "{") fetchFlowStart(scanner, character);
  else if (character === "]" || character === "}") fetchFlowEnd(scanner, character);
  else if (character === ",") fetchIndicator(scanner, ",", true);
  else if (character === "-" && blankNext) fetchEntry(scanner);
  else if (character === "?" && (flow || blankNext)) fetchKey(scanner);
  else if (character === ":" && (flow || blankNext)) fetchValue(scanner);
  else if (character === "*" || character === "&") fetchAnchor(scanner, character);
  else if (character === "!") fetchTag(scanner);
  else if ((character === "|" || character === ">") && !flow) fetchBlockScalar(scanner);
  else if (character === "'" || character === '"') fetchQuoted(scanner, character);
  else if ("#|>%@`\t".includes(character)) throw new ScanFailure("found character that cannot start any token");
  else fetchPlain(scanner);
  return true;
}

function fetchEnd(scanner: Scanner): false {
  if (column(scanner) !== 0) {
    // go-yaml ends an unfinished line before it looks at the end of the stream.
    scanner.line++;
    scanner.lineStart = scanner.position;
  }
  unroll(scanner, -1);
  removeKey(scanner);
  push(scanner, "end");
  return false;
}

function fetchDocumentMark(scanner: Scanner, character: string): void {
  unroll(scanner, -1);
  removeKey(scanner);
  scanner.keyAllowed = false;
  push(scanner, character === "%" ? "directive" : "document");
  if (character === "%") while (at(scanner) !== "" && at(scanner) !== "\n") advance(scanner);
  else scanner.position += 3;
}

function fetchIndicator(scanner: Scanner, kind: YamlTokenKind, allowsKey: boolean): void {
  removeKey(scanner);
  scanner.keyAllowed = allowsKey;
  push(scanner, kind);
  advance(scanner);
}

function fetchFlowStart(scanner: Scanner, kind: "[" | "{"): void {
  saveKey(scanner);
  scanner.simpleKeys.push(undefined);
  scanner.keyAllowed = true;
  push(scanner, kind);
  advance(scanner);
}

function fetchFlowEnd(scanner: Scanner, kind: "]" | "}"): void {
  removeKey(scanner);
  if (inFlow(scanner)) scanner.simpleKeys.pop();
  scanner.keyAllowed = false;
  push(scanner, kind);
  advance(scanner);
}

function fetchEntry(scanner: Scanner): void {
  if (!inFlow(scanner)) {
    if (!scanner.keyAllowed) throw new ScanFailure("block sequence entries are not allowed in this context");
    roll(scanner, column(scanner), "sequenceStart", scanner.tokens.length, scanner.line);
  }
  fetchIndicator(scanner, "entry", true);
}

function fetchKey(scanner: Scanner): void {
  if (!inFlow(scanner)) {
    if (!scanner.keyAllowed) throw new ScanFailure("mapping keys are not allowed in this context");
    roll(scanner, column(scanner), "mappingStart", scanner.tokens.length, scanner.line);
  }
  fetchIndicator(scanner, "key", !inFlow(scanner));
}

function fetchValue(scanner: Scanner): void {
  const key = validKey(scanner);
  if (key !== undefined) {
    scanner.tokens.splice(key.tokenIndex, 0, { kind: "key", line: key.line });
    roll(scanner, key.column, "mappingStart", key.tokenIndex, key.line);
    scanner.simpleKeys[scanner.simpleKeys.length - 1] = undefined;
    scanner.keyAllowed = false;
  } else {
    if (!inFlow(scanner)) {
      if (!scanner.keyAllowed) throw new ScanFailure("mapping values are not allowed in this context");
      roll(scanner, column(scanner), "mappingStart", scanner.tokens.length, scanner.line);
    }
    scanner.keyAllowed = !inFlow(scanner);
  }
  push(scanner, "value");
  advance(scanner);
}

function fetchAnchor(scanner: Scanner, character: string): void {
  saveKey(scanner);
  scanner.keyAllowed = false;
  push(scanner, character === "*" ? "alias" : "property");
  advance(scanner);
  const start = scanner.position;
  while (/^[0-9A-Za-z_-]$/.test(at(scanner))) advance(scanner);
  if (scanner.position === start || !(isBlankOrEnd(at(scanner)) || "?:,]}%@`".includes(at(scanner)))) {
    throw new ScanFailure("did not find expected alphabetic or numeric character");
  }
}

function fetchTag(scanner: Scanner): void {
  saveKey(scanner);
  scanner.keyAllowed = false;
  push(scanner, "property");
  while (!isBlankOrEnd(at(scanner)) && !(inFlow(scanner) && ",]}".includes(at(scanner)))) advance(scanner);
}

function fetchBlockScalar(scanner: Scanner): void {
  removeKey(scanner);
  scanner.keyAllowed = true;
  push(scanner, "scalar");
  advance(scanner);
  let explicit = 0;
  while (/^[-+0-9]$/.test(at(scanner))) {
    if (/[1-9]/.test(at(scanner))) explicit = Number(at(scanner));
    if (at(scanner) === "0") throw new ScanFailure("found an indentation indicator equal to 0");
    advance(scanner);
  }
  while (at(scanner) === " " || at(scanner) === "\t") advance(scanner);
  if (at(scanner) === "#") while (at(scanner) !== "" && at(scanner) !== "\n") advance(scanner);
  if (!isBlankOrEnd(at(scanner))) throw new ScanFailure("did not find expected comment or line break");
  skipBlockLines(scanner, explicit === 0 ? undefined : Math.max(scanner.indent, 0) + explicit);
}

/** Skips a block scalar's lines; without an explicit indent the first line with text sets it. */
function skipBlockLines(scanner: Scanner, explicitIndent: number | undefined): void {
  const least = Math.max(scanner.indent + 1, 1);
  let indent = explicitIndent;
  while (at(scanner) !== "") {
    while (at(scanner) !== "" && at(scanner) !== "\n") advance(scanner);
    const gap = /^(?:\r?\n *)*(?=[^\n]|$)/.exec(scanner.source.slice(scanner.position))?.[0] ?? "";
    const found = gap.length - gap.lastIndexOf("\n") - 1;
    indent ??= Math.max(found, least);
    for (let left = found < indent ? gap.lastIndexOf("\n") + 1 : gap.length; left > 0; left--) advance(scanner);
    if (found < indent) return;
  }
}

function fetchQuoted(scanner: Scanner, quote: string): void {
  saveKey(scanner);
  scanner.keyAllowed = false;
  push(scanner, "scalar");
  advance(scanner);
  for (;;) {
    const character = at(scanner);
    if (character === "") throw new ScanFailure("found unexpected end of stream");
    if (column(scanner) === 0 && /^(?:---|\.\.\.)(?:\s|$)/.test(scanner.source.slice(scanner.position, scanner.position + 4))) {
      throw new ScanFailure("found unexpected document indicator");
    }
    if (character === "\\" && quote === '"') {
      if (!"0abt\tnvfre \"'/\\N_LPxuU\n\r".includes(at(scanner, 1))) throw new ScanFailure("found unknown escape character");
      advance(scanner);
    } else if (character === quote) {
      advance(scanner);
      if (quote === '"' || at(scanner) !== "'") return;
    }
    advance(scanner);
  }
}

function fetchPlain(scanner: Scanner): void {
  saveKey(scanner);
  scanner.keyAllowed = false;
  push(scanner, "scalar");
  const least = scanner.indent + 1;
  let brokeLine = false;
  for (;;) {
    if (column(scanner) === 0 && /^(?:---|\.\.\.)(?:\s|$)/.test(scanner.source.slice(scanner.position, scanner.position + 4))) break;
    if (at(scanner) === "#") break;
    const start = scanner.position;
    while (!isBlankOrEnd(at(scanner)) && !endsPlain(scanner)) advance(scanner);
    if (scanner.position > start) brokeLine = false;
    if (!isBlankOrEnd(at(scanner)) || at(scanner) === "") break;
    while (isBlankOrEnd(at(scanner)) && at(scanner) !== "") {
      if (at(scanner) === "\t" && brokeLine && column(scanner) < least) {
        throw new ScanFailure("found a tab character that violates indentation");
      }
      if (at(scanner) === "\n") brokeLine = true;
      advance(scanner);
    }
    if (!inFlow(scanner) && column(scanner) < least) break;
  }
  if (brokeLine) scanner.keyAllowed = true;
}

function endsPlain(scanner: Scanner): boolean {
  const character = at(scanner);
  const next = at(scanner, 1);
  if (character === ":" && (isBlankOrEnd(next) || (inFlow(scanner) && ",?[]{}".includes(next)))) return true;
  return inFlow(scanner) && ",?[]{}".includes(character) && (character !== "?" || isBlankOrEnd(next));
}
