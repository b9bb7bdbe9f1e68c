/** Where and why the YAML parser stopped. */
export interface YamlFailure {
  /** The parser's own words. */
  readonly reason: string;
  /** Line it stopped at, from 0. */
  readonly line: number;
  /** Offset it stopped at. */
  readonly position: number;
}

interface Wording {
  readonly text: string;
  /** go-yaml counts lines from 1 when its scanner fails, from 0 when its parser does. */
  readonly isScanner: boolean;
}

const SCANNER_WORDINGS: ReadonlyArray<readonly [RegExp, string]> = [
  [/^tab characters must not/, "found character that cannot start any token"],
  [/multiline key may not be|expected ':' after/, "could not find expected ':'"],
  [/unexpected end of the document within a (?:single|double) quoted/, "found unexpected document indicator"],
  [/unexpected end of the stream within a (?:single|double) quoted/, "found unexpected end of stream"],
  [/^unknown escape sequence/, "found unknown escape character"],
  [/^expected hexadecimal character/, "did not find expected hexdecimal number"],
  [/^name of an (?:alias|anchor) node/, "did not find expected alphabetic or numeric character"],
  [/^a line break is expected/, "did not find expected comment or line break"],
  [/^bad explicit indentation width/, "found an indentation indicator equal to 0"],
];
const PARSER_WORDINGS: ReadonlyArray<readonly [RegExp, string]> = [
  [/^bad indentation of a sequence entry/, "did not find expected '-' indicator"],
  [/^(?:bad indentation of a mapping entry|deficient indentation|end of the stream or)/, "did not find expected key"],
  [/^expected the node content/, "did not find expected node content"],
  [/^undeclared tag handle/, "found undefined tag handle"],
  [/^directives end mark/, "did not find expected <document start>"],
];

/** go-yaml's text for a failure of our YAML parser, without its `yaml: ` prefix: `line 3: did not find expected key`. */
// gopkg.in/yaml.v2 decode.go parser.fail
export function diagnoseYaml(source: string, failure: YamlFailure): string {
  if (/non-printable|null byte/.test(failure.reason)) return "control characters are not allowed";
  const wording = findWording(source, failure);
  const line = failure.line + (wording.isScanner ? 1 : 0);
  return failure.line === 0 ? wording.text : `line ${line}: ${wording.text}`;
}

function findWording(source: string, failure: YamlFailure): Wording {
  const stoppedAt = source.charAt(failure.position);
  const isUnclosed = innermostOpenBracket(source.slice(0, failure.position)) !== undefined;
  if (isUnclosed || /flow collection/.test(failure.reason)) return flowWording(source, failure);
  if (stoppedAt === "@" || stoppedAt === "`" || stoppedAt === "%" || stoppedAt === "\t") {
    return { text: "found character that cannot start any token", isScanner: true };
  }
  if (/^bad indentation of a mapping entry/.test(failure.reason) && stopsAtSecondColon(source, failure.position)) {
    return { text: "mapping values are not allowed in this context", isScanner: true };
  }
  for (const [pattern, text] of SCANNER_WORDINGS) if (pattern.test(failure.reason)) return { text, isScanner: true };
  for (const [pattern, text] of PARSER_WORDINGS) if (pattern.test(failure.reason)) return { text, isScanner: false };
  return { text: failure.reason, isScanner: true };
}

function stopsAtSecondColon(source: string, position: number): boolean {
  const lineStart = source.lastIndexOf("\n", position - 1) + 1;
  return source.charAt(position) === ":" || /:\s.*:(?:\s|$)/.test(source.slice(lineStart, position + 1));
}

function flowWording(source: string, failure: YamlFailure): Wording {
  if (/^expected the node content/.test(failure.reason)) {
    return { text: "did not find expected node content", isScanner: false };
  }
  const opener = innermostOpenBracket(source.slice(0, failure.position));
  return { text: `did not find expected ',' or '${opener === "[" ? "]" : "}"}'`, isScanner: false };
}

/** The bracket that is open at the text's end; brackets within quotes do not count. */
function innermostOpenBracket(text: string): string | undefined {
  const open: string[] = [];
  let quote = "";
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (quote !== "") {
      if (character === "\\" && quote === '"') index++;
      else if (character === quote) quote = "";
    } else if (open.length > 0 && (character === '"' || character === "'")) quote = character;
    else if (character === "[" || character === "{") open.push(character);
    else if (character === "]" || character === "}") open.pop();
  }
  return open.at(-1);
}
