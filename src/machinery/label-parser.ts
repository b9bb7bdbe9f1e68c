import { compareBytewise } from "../base/bytewise.ts";
import type { Release } from "../release/release.ts";
import type { LabelOperator, LabelRequirement } from "./labels.ts";
import { labelKeyError, LabelSelectorError, requirementError, sortByKey } from "./labels.ts";

// apimachinery/pkg/labels/selector.go, Parse

type TokenKind = "end" | "identifier" | "error" | ")" | "," | "!" | "==" | "=" | ">" | "in" | "<" | "!=" | "notin" | "(";

interface Token {
  kind: TokenKind;
  literal: string;
}

const SYMBOLS = new Set<string>([")", ",", "!", "==", "=", ">", "<", "!=", "("]);
const BINARY = new Set<string>(["in", "=", "==", ">", "<", "notin", "!="]);
const SYMBOL = /[=!(),<>]/;
const BLANK = /[ \t\r\n]/;

/**
 * Reads the text of `-l`: `a=b,c!=d,e in (x,y),!f,g notin (z)`. The terms come sorted by key.
 * Throws {@link LabelSelectorError} with the release's text.
 */
export function parseLabelSelector(text: string, release: Release): LabelRequirement[] {
  const tokens = scan(text);
  let position = 0;
  /** `in` and `notin` are operators only where one is expected. */
  const asValue = (token: Token | undefined): Token => {
    const { kind, literal } = token ?? { kind: "end", literal: "" };
    return { kind: kind === "in" || kind === "notin" ? "identifier" : kind, literal };
  };
  const peek = (): Token => asValue(tokens[position]);
  const next = (): Token => asValue(tokens[position++]);
  const nextOperator = (): Token => tokens[position++] ?? { kind: "end", literal: "" };

  function requirement(): LabelRequirement {
    let token = next();
    const negated = token.kind === "!";
    if (negated) token = next();
    if (token.kind !== "identifier") throw new LabelSelectorError(`found '${token.literal}', expected: identifier`);
    const keyError = labelKeyError(token.literal, release, "<nil>");
    if (keyError !== undefined) throw new LabelSelectorError(keyError);
    const key = token.literal;
    const after = peek().kind;
    if (negated || after === "end" || after === ",") return checked({ key, operator: negated ? "!" : "exists", values: [] });
    const operator = nextOperator();
    if (!BINARY.has(operator.kind))
      throw new LabelSelectorError(`found '${operator.literal}', expected: ${release.value("labelOperatorsText")}`);
    const values = operator.kind === "in" || operator.kind === "notin" ? valueSet() : exactValue();
    return checked({ key, operator: operator.kind as LabelOperator, values: [...new Set(values)].sort(compareBytewise) });
  }

  function checked(term: LabelRequirement): LabelRequirement {
    const wrong = requirementError(term, release);
    if (wrong !== undefined) throw new LabelSelectorError(wrong);
    return term;
  }

  function exactValue(): string[] {
    const { kind } = peek();
    if (kind === "end" || kind === ",") return [""];
    const token = next();
    if (token.kind !== "identifier") throw new LabelSelectorError(`found '${token.literal}', expected: identifier`);
    return [token.literal];
  }

  function valueSet(): string[] {
    const open = next();
    if (open.kind !== "(") throw new LabelSelectorError(`found '${open.literal}' expected: '('`);
    const first = peek();
    if (first.kind === ")") {
      next();
      return [""];
    }
    if (first.kind !== "identifier" && first.kind !== ",") {
      throw new LabelSelectorError(`found '${first.literal}', expected: ',', ')' or identifier`);
    }
    const values = identifiers();
    if (next().kind !== ")") throw new LabelSelectorError(`found '${first.literal}', expected: ')'`);
    return values;
  }

  /** A list in which empty places stand for the empty value. Leaves the closing parenthesis. */
  function identifiers(): string[] {
    const values: string[] = [];
    for (;;) {
      const token = next();
      if (token.kind === "identifier") {
        values.push(token.literal);
        const after = peek();
        if (after.kind === ")") return values;
        if (after.kind !== ",") throw new LabelSelectorError(`found '${after.literal}', expected: ',' or ')'`);
      } else if (token.kind === ",") {
        if (values.length === 0) values.push("");
        const after = peek().kind;
        if (after === ")" || after === ",") values.push("");
        if (after === ")") return values;
        if (after === ",") next();
      } else throw new LabelSelectorError(`found '${token.literal}', expected: ',', or identifier`);
    }
  }

  const requirements: LabelRequirement[] = [];
  for (;;) {
    const start = peek();
    if (start.kind === "end") return sortByKey(requirements);
    if (start.kind !== "identifier" && start.kind !== "!") {
      throw new LabelSelectorError(`found '${start.literal}', expected: !, identifier, or 'end of string'`);
    }
    requirements.push(inContext(requirement));
    const separator = next();
    if (separator.kind === "end") return sortByKey(requirements);
    if (separator.kind !== ",") throw new LabelSelectorError(`found '${separator.literal}', expected: ',' or 'end of string'`);
    const after = peek();
    if (after.kind !== "identifier" && after.kind !== "!")
      throw new LabelSelectorError(`found '${after.literal}', expected: identifier after ','`);
  }
}

function inContext(parse: () => LabelRequirement): LabelRequirement {
  try {
    return parse();
  } catch (error) {
    if (error instanceof LabelSelectorError) throw new LabelSelectorError(`unable to parse requirement: ${error.message}`);
    throw error;
  }
}

function scan(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    const character = text.charAt(position);
    if (BLANK.test(character)) position++;
    else {
      const token = SYMBOL.test(character) ? scanSymbol(text, position) : scanWord(text, position);
      tokens.push(token);
      position += Math.max(token.literal.length, 1);
    }
  }
  return tokens;
}

/** The longest operator; one that grows into nothing known, as `=!`, ends where it was last known. */
function scanSymbol(text: string, start: number): Token {
  let end = start + 1;
  while (end < text.length && SYMBOL.test(text.charAt(end)) && SYMBOLS.has(text.slice(start, end + 1))) end++;
  const literal = text.slice(start, end);
  return { kind: literal as TokenKind, literal };
}

function scanWord(text: string, start: number): Token {
  let end = start;
  while (end < text.length && !SYMBOL.test(text.charAt(end)) && !BLANK.test(text.charAt(end))) end++;
  const literal = text.slice(start, end);
  return { kind: literal === "in" || literal === "notin" ? literal : "identifier", literal };
}
