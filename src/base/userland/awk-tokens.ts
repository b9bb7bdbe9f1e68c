/** A program that awk cannot read, or that k8sim's awk does not know. */
export class AwkError extends Error {
  override name = "AwkError";
}

export interface Token {
  readonly kind: "end" | "name" | "newline" | "number" | "operator" | "regex" | "string";
  readonly text: string;
  /** No blank before it: a call's parenthesis. */
  readonly tight: boolean;
}

const OPERATORS = [
  "**",
  "++",
  "--",
  "+=",
  "-=",
  "*=",
  "/=",
  "%=",
  "^=",
  "==",
  "!=",
  "<=",
  ">=",
  "&&",
  "||",
  "!~",
  ..."+-*/%^<>!~?:=,;(){}[]$|",
];

/** The words of an awk program. Throws {@link AwkError}. */
export function tokenizeAwk(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const push = (kind: Token["kind"], text: string, length: number, start: number): void => {
    tokens.push({ kind, text, tight: start === 0 || !/\s/.test(source[start - 1] ?? " ") });
    at = start + length;
  };
  while (at < source.length) {
    const rest = source.slice(at);
    const blank = /^(?:[ \t\r]+|\\\n|#[^\n]*)/.exec(rest)?.[0];
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const last = tokens.at(-1);
    const isValueBefore =
      last !== undefined &&
      (last.kind === "number" ||
        last.kind === "string" ||
        last.kind === "name" ||
        last.text === ")" ||
        last.text === "]" ||
        last.text === "$");
    const number = /^(?:0x[0-9a-fA-F]+|\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)/.exec(rest)?.[0];
    const name = /^[A-Za-z_]\w*/.exec(rest)?.[0];
    const string = /^"((?:[^"\\]|\\[^])*)"/.exec(rest);
    const regex = isValueBefore ? null : /^\/((?:[^/\\\n[]|\\.|\[\^?\]?[^\]]*\])*)\//.exec(rest);
    if (rest.startsWith("\n")) push("newline", "\n", 1, at);
    else if (number !== undefined) push("number", number, number.length, at);
    else if (name !== undefined) push("name", name, name.length, at);
    else if (string !== null) push("string", unescapeAwk(string[1] ?? ""), string[0].length, at);
    else if (regex !== null) push("regex", regex[1] ?? "", regex[0].length, at);
    else {
      const operator = OPERATORS.find((one) => rest.startsWith(one));
      if (operator === undefined) throw new AwkError(`syntax error at or near ${rest[0] ?? ""}`);
      push("operator", operator, operator.length, at);
    }
  }
  return [...tokens, { kind: "end", text: "", tight: false }];
}

/** Backslash sequences of awk's strings. */
export function unescapeAwk(text: string): string {
  return text.replace(
    /\\([^])/g,
    (whole, char: string) => ({ n: "\n", t: "\t", r: "\r", "\\": "\\", '"': '"', "/": "/", a: "\u0007" })[char] ?? whole,
  );
}
