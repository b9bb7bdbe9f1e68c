import { scanYaml, type YamlToken, type YamlTokenKind } from "./yaml-scan.ts";

interface Grammar {
  readonly tokens: readonly YamlToken[];
  next: number;
}

/** The grammar does not allow a token; `line` counts from 0. */
class GrammarFailure extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

const NODE_STARTS: readonly YamlTokenKind[] = ["mappingStart", "sequenceStart", "[", "{", "property", "alias", "scalar"];

/**
 * go-yaml's complaint about a text that is no YAML, without its `yaml: ` prefix: `line 3: did not find expected key`.
 * Undefined when go-yaml would take the text.
 */
// gopkg.in/yaml.v2 parserc.go, decode.go parser.fail
export function diagnoseYaml(source: string): string | undefined {
  if (hasControlCharacter(source)) return "control characters are not allowed";
  const scan = scanYaml(source);
  try {
    parseDocument({ tokens: scan.tokens, next: 0 });
  } catch (error) {
    if (!(error instanceof GrammarFailure)) throw error;
    return located(error.message, error.line, error.line);
  }
  return scan.failure === undefined ? undefined : located(scan.failure.text, scan.failure.line, scan.failure.line + 1);
}

/** go-yaml names no line on the first one; it counts from 0 in its grammar and from 1 in its scanner. */
function located(text: string, line: number, shown: number): string {
  return line === 0 ? text : `line ${shown}: ${text}`;
}

function hasControlCharacter(source: string): boolean {
  for (let index = 0; index < source.length; index++) {
    const code = source.charCodeAt(index);
    if ((code < 32 && code !== 9 && code !== 10 && code !== 13) || (code >= 0x7f && code < 0xa0 && code !== 0x85)) return true;
  }
  return false;
}

function kindOf(grammar: Grammar): YamlTokenKind | undefined {
  return grammar.tokens[grammar.next]?.kind;
}

/** Fails at the token in turn; where the scanner stopped before it, its own failure is the one to tell. */
function fail(grammar: Grammar, message: string): void {
  const token = grammar.tokens[grammar.next];
  if (token !== undefined) throw new GrammarFailure(message, token.line);
}

function parseDocument(grammar: Grammar): void {
  let hasDirective = false;
  for (; kindOf(grammar) === "directive"; grammar.next++) hasDirective = true;
  if (hasDirective && kindOf(grammar) !== "document") fail(grammar, "did not find expected <document start>");
  while (kindOf(grammar) === "document") grammar.next++;
  if (kindOf(grammar) === "end" || kindOf(grammar) === undefined) return;
  parseNode(grammar, true);
}

function parseNode(grammar: Grammar, isBlock: boolean, allowsIndentless = false): void {
  let hasProperty = false;
  for (; kindOf(grammar) === "property"; grammar.next++) hasProperty = true;
  const kind = kindOf(grammar);
  if (kind === "entry" && allowsIndentless) parseEntries(grammar);
  else if (kind === "alias" || kind === "scalar") grammar.next++;
  else if (kind === "[" || kind === "{") parseFlow(grammar, kind);
  else if (kind === "mappingStart" && isBlock) parseMapping(grammar);
  else if (kind === "sequenceStart" && isBlock) {
    grammar.next++;
    parseEntries(grammar);
    expectBlockEnd(grammar, "did not find expected '-' indicator");
  } else if (!hasProperty) fail(grammar, "did not find expected node content");
}

function parseEntries(grammar: Grammar): void {
  while (kindOf(grammar) === "entry") {
    grammar.next++;
    const kind = kindOf(grammar);
    if (kind !== "entry" && kind !== "blockEnd" && kind !== "key" && kind !== "value") parseNode(grammar, true);
  }
}

function parseMapping(grammar: Grammar): void {
  grammar.next++;
  while (kindOf(grammar) === "key" || kindOf(grammar) === "value") {
    if (kindOf(grammar) === "key") {
      grammar.next++;
      parseUnlessEmpty(grammar);
    }
    if (kindOf(grammar) === "value") {
      grammar.next++;
      parseUnlessEmpty(grammar);
    }
  }
  expectBlockEnd(grammar, "did not find expected key");
}

function parseUnlessEmpty(grammar: Grammar): void {
  const kind = kindOf(grammar);
  if (kind !== "key" && kind !== "value" && kind !== "blockEnd") parseNode(grammar, true, true);
}

function expectBlockEnd(grammar: Grammar, message: string): void {
  if (kindOf(grammar) !== "blockEnd") fail(grammar, message);
  grammar.next++;
}

function parseFlow(grammar: Grammar, opener: "[" | "{"): void {
  const closer = opener === "[" ? "]" : "}";
  grammar.next++;
  for (let isFirst = true; kindOf(grammar) !== closer && kindOf(grammar) !== undefined; isFirst = false) {
    if (!isFirst) {
      if (kindOf(grammar) !== ",") return fail(grammar, `did not find expected ',' or '${closer}'`);
      grammar.next++;
      if (kindOf(grammar) === closer) break;
    }
    parsePair(grammar);
  }
  grammar.next++;
}

function parsePair(grammar: Grammar): void {
  const isPair = kindOf(grammar) === "key" || kindOf(grammar) === "value";
  if (!isPair) return parseNode(grammar, false);
  if (kindOf(grammar) === "key") {
    grammar.next++;
    if (startsNode(grammar)) parseNode(grammar, false);
  }
  if (kindOf(grammar) !== "value") return;
  grammar.next++;
  const kind = kindOf(grammar);
  if (kind !== "," && kind !== "]" && kind !== "}") parseNode(grammar, false);
}

function startsNode(grammar: Grammar): boolean {
  const kind = kindOf(grammar);
  return kind !== undefined && NODE_STARTS.includes(kind);
}
