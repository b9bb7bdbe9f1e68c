/** A script as a tree. Words keep their quotes; they are expanded when they run. */
export type Statement =
  | { readonly kind: "command"; readonly words: readonly string[]; readonly redirects: readonly Redirect[] }
  | { readonly kind: "pipe"; readonly parts: readonly Statement[] }
  | { readonly kind: "chain"; readonly parts: readonly { readonly when: "always" | "success" | "failure"; readonly what: Statement }[] }
  | { readonly kind: "while"; readonly until: boolean; readonly condition: Statement; readonly body: Statement }
  | { readonly kind: "for"; readonly name: string; readonly words: readonly string[]; readonly body: Statement }
  | { readonly kind: "if"; readonly condition: Statement; readonly success: Statement; readonly failure?: Statement };

export interface Redirect {
  readonly append: boolean;
  readonly error: boolean;
  readonly target: string;
}

/** The script cannot be read; the message is the shell's without its prefix. */
export class ScriptError extends Error {
  override name = "ScriptError";
}

/** Reads a POSIX shell script: lists, pipes, redirects, while, until, for, if. Functions and here-documents are not emulated. */
export function parseScript(text: string): Statement {
  const tokens = tokenize(text);
  let position = 0;
  const peek = (): string | undefined => tokens[position];
  const expect = (word: string): void => {
    while (peek() === ";") position++;
    if (tokens[position++] !== word) throw new ScriptError(`syntax error: expecting "${word}"`);
  };

  function list(ends: readonly string[]): Statement {
    const parts: { when: "always" | "success" | "failure"; what: Statement }[] = [];
    let when: "always" | "success" | "failure" = "always";
    for (;;) {
      while (peek() === ";" || peek() === "&") position++;
      const next = peek();
      if (next === undefined || ends.includes(next)) return { kind: "chain", parts };
      parts.push({ when, what: pipeline() });
      when = peek() === "&&" ? "success" : peek() === "||" ? "failure" : "always";
      if (when !== "always") position++;
    }
  }

  function pipeline(): Statement {
    const parts = [simple()];
    while (peek() === "|") {
      position++;
      parts.push(simple());
    }
    return parts.length === 1 ? (parts[0] as Statement) : { kind: "pipe", parts };
  }

  function loop(until: boolean): Statement {
    const condition = list(["do"]);
    expect("do");
    const body = list(["done"]);
    expect("done");
    return { kind: "while", until, condition, body };
  }

  function each(): Statement {
    const name = tokens[position++] ?? "";
    const words: string[] = [];
    if (peek() === "in") {
      position++;
      while (peek() !== undefined && peek() !== ";") words.push(tokens[position++] ?? "");
    }
    expect("do");
    const body = list(["done"]);
    expect("done");
    return { kind: "for", name, words, body };
  }

  function choice(): Statement {
    const condition = list(["then"]);
    expect("then");
    const success = list(["else", "elif", "fi"]);
    if (peek() === "elif") {
      position++;
      return { kind: "if", condition, success, failure: choice() };
    }
    if (peek() !== "else") {
      expect("fi");
      return { kind: "if", condition, success };
    }
    position++;
    const failure = list(["fi"]);
    expect("fi");
    return { kind: "if", condition, success, failure };
  }

  function simple(): Statement {
    const first = tokens[position];
    const compound = { while: () => loop(false), until: () => loop(true), for: each, if: choice }[first ?? ""];
    if (compound) {
      position++;
      return compound();
    }
    const words: string[] = [];
    const redirects: Redirect[] = [];
    for (let word = peek(); word !== undefined && !SEPARATORS.has(word); word = peek()) {
      position++;
      const redirect = /^([12&]?)(>>?)(.*)$/s.exec(word);
      if (redirect === null || word.startsWith("'") || word.startsWith('"')) {
        words.push(word);
        continue;
      }
      const target = redirect[3] || (tokens[position++] ?? "");
      if (!target.startsWith("&")) redirects.push({ append: redirect[2] === ">>", error: redirect[1] === "2", target });
    }
    if (words.length === 0 && redirects.length === 0) throw new ScriptError(`syntax error: unexpected "${peek() ?? "end of file"}"`);
    return { kind: "command", words, redirects };
  }

  const script = list([]);
  return script;
}

const SEPARATORS = new Set([";", "&&", "||", "|", "&"]);

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  const pattern =
    /(\\\n|[ \t]+)|(#[^\n]*)|(\n|;)|(&&|\|\||\||&(?!>))|((?:[^\s;&|'"\\$`#]|[^\s;&|'"\\$`](?<=\S)|\\.|'[^']*'|"(?:[^"\\]|\\.)*"|\$\((?:[^()]|\([^()]*\))*\)|`[^`]*`|\$|(?<=[>])&)+)/gsy;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [, , , end, operator, word] = match;
    if (end !== undefined) tokens.push(";");
    else if (operator !== undefined) tokens.push(operator);
    else if (word !== undefined) tokens.push(word);
    if (pattern.lastIndex >= text.length) return tokens;
  }
  if (text.length > 0) throw new ScriptError("syntax error: unterminated quoted string");
  return tokens;
}
