import type { Json } from "../json.ts";

/** A filter of jq's as a tree. */
export type Filter =
  | { readonly kind: "identity" | "every" }
  | { readonly kind: "literal"; readonly value: Json }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "text"; readonly parts: readonly (string | Filter)[] }
  | { readonly kind: "field"; readonly of: Filter; readonly key: Filter; readonly isOptional: boolean }
  | { readonly kind: "slice"; readonly of: Filter; readonly from?: Filter; readonly to?: Filter }
  | { readonly kind: "iterate"; readonly of: Filter; readonly isOptional: boolean }
  | { readonly kind: "pipe" | "comma" | "alternative" | "and" | "or"; readonly left: Filter; readonly right: Filter }
  | { readonly kind: "operator"; readonly operator: string; readonly left: Filter; readonly right: Filter }
  | { readonly kind: "array"; readonly inside?: Filter }
  | { readonly kind: "object"; readonly entries: readonly { readonly key: Filter; readonly value: Filter }[] }
  | { readonly kind: "if"; readonly condition: Filter; readonly yes: Filter; readonly no: Filter }
  | { readonly kind: "bind"; readonly source: Filter; readonly name: string; readonly body: Filter }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Filter[] };

/** A filter that cannot be read, or uses what is not emulated. */
export class JqError extends Error {
  override name = "JqError";
}

const TOKEN =
  /\s*(?:#[^\n]*\n?\s*)*("(?:[^"\\]|\\.)*"|\$?[A-Za-z_]\w*|@\w+|\d+(?:\.\d+)?|\.\.|\?\/\/|\/\/|==|!=|<=|>=|\|=|[-+*/%<>|,.:;?()[\]{}=])/y;

/** Reads a filter. Throws JqError. */
export function parseJq(text: string): Filter {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw new JqError(`syntax error, unexpected INVALID_CHARACTER near "${text.slice(from).trim().slice(0, 10)}"`);
    tokens.push(token);
  }
  const parser = createParser(tokens);
  return tokens.length === 0 ? { kind: "identity" } : parser.whole();
}

const LEVELS: readonly (readonly string[])[] = [["or"], ["and"], ["==", "!=", "<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"]];

function createParser(tokens: readonly string[]) {
  let at = 0;
  const peek = (): string | undefined => tokens[at];
  const accept = (token: string): boolean => peek() === token && ++at > 0;
  function expect(token: string): void {
    if (!accept(token))
      throw new JqError(`syntax error, unexpected ${peek() === undefined ? "end of file" : `"${peek()}"`}, expecting "${token}"`);
  }

  function whole(): Filter {
    const filter = pipe();
    if (at < tokens.length) throw new JqError(`syntax error, unexpected "${peek()}"`);
    return filter;
  }

  function pipe(): Filter {
    const left = comma();
    if (accept("as")) {
      const name = tokens[at++] ?? "";
      expect("|");
      return { kind: "bind", source: left, name, body: pipe() };
    }
    return accept("|") ? { kind: "pipe", left, right: pipe() } : left;
  }

  function comma(): Filter {
    let left = alternative();
    while (accept(",")) left = { kind: "comma", left, right: alternative() };
    return left;
  }

  function alternative(): Filter {
    const left = binary(0);
    return accept("//") ? { kind: "alternative", left, right: alternative() } : left;
  }

  function binary(level: number): Filter {
    const operators = LEVELS[level];
    if (operators === undefined) return postfix();
    let left = binary(level + 1);
    for (let operator = peek(); operator !== undefined && operators.includes(operator); operator = peek()) {
      at++;
      const right = binary(level + 1);
      left = operator === "and" || operator === "or" ? { kind: operator, left, right } : { kind: "operator", operator, left, right };
    }
    return left;
  }

  function postfix(): Filter {
    let of = term();
    for (;;) {
      if (peek() === "." && /^(?:[A-Za-z_"]|\[)/.test(tokens[at + 1] ?? "")) {
        at++;
        if (peek() !== "[") of = { kind: "field", of, key: name(), isOptional: accept("?") };
      } else if (accept("[")) of = bracket(of);
      else if (!accept("?")) return of;
    }
  }

  function bracket(of: Filter): Filter {
    if (accept("]")) return { kind: "iterate", of, isOptional: accept("?") };
    const from = peek() === ":" ? undefined : pipe();
    if (accept(":")) {
      const to = peek() === "]" ? undefined : pipe();
      expect("]");
      return { kind: "slice", of, ...(from ? { from } : {}), ...(to ? { to } : {}) };
    }
    expect("]");
    return { kind: "field", of, key: from as Filter, isOptional: accept("?") };
  }

  function name(): Filter {
    const token = tokens[at++] ?? "";
    return token.startsWith('"') ? quoted(token) : { kind: "literal", value: token };
  }

  function term(): Filter {
    const token = tokens[at++];
    if (token === undefined) throw new JqError("syntax error, unexpected end of file");
    if (token === ".") {
      if (/^[A-Za-z_"]/.test(peek() ?? "")) return { kind: "field", of: { kind: "identity" }, key: name(), isOptional: accept("?") };
      return { kind: "identity" };
    }
    if (token === "..") return { kind: "every" };
    if (token === "(") return closed(pipe(), ")");
    if (token === "[") return accept("]") ? { kind: "array" } : { kind: "array", inside: closed(pipe(), "]") };
    if (token === "{") return object();
    if (token === "-") return { kind: "operator", operator: "-", left: { kind: "literal", value: 0 }, right: postfix() };
    if (token === "if") return choice();
    if (token.startsWith('"')) return quoted(token);
    if (/^\d/.test(token)) return { kind: "literal", value: Number(token) };
    if (token.startsWith("$")) return { kind: "variable", name: token };
    const constants: Readonly<Record<string, Json>> = { true: true, false: false, null: null };
    if (Object.hasOwn(constants, token)) return { kind: "literal", value: constants[token] ?? null };
    if (/^[@A-Za-z_]/.test(token)) return call(token);
    throw new JqError(`syntax error, unexpected "${token}"`);
  }

  function closed(filter: Filter, end: string): Filter {
    expect(end);
    return filter;
  }

  function call(called: string): Filter {
    const args: Filter[] = [];
    if (accept("(")) {
      do args.push(pipe());
      while (accept(";"));
      expect(")");
    }
    return { kind: "call", name: called, args };
  }

  function choice(): Filter {
    const condition = pipe();
    expect("then");
    const yes = pipe();
    if (accept("elif")) return { kind: "if", condition, yes, no: choice() };
    const no: Filter = accept("else") ? pipe() : { kind: "identity" };
    expect("end");
    return { kind: "if", condition, yes, no };
  }

  function object(): Filter {
    const entries: { key: Filter; value: Filter }[] = [];
    while (!accept("}")) {
      const isWord = /^[A-Za-z_"$]/.test(peek() ?? "");
      if (!isWord) expect("(");
      const key: Filter = isWord ? name() : closed(pipe(), ")");
      const variable = key.kind === "literal" && typeof key.value === "string" && key.value.startsWith("$") ? key.value : undefined;
      if (accept(":")) entries.push({ key, value: alternative() });
      else if (variable !== undefined)
        entries.push({ key: { kind: "literal", value: variable.slice(1) }, value: { kind: "variable", name: variable } });
      else entries.push({ key, value: { kind: "field", of: { kind: "identity" }, key, isOptional: false } });
      if (peek() !== "}") expect(",");
    }
    return { kind: "object", entries };
  }

  return { whole };
}

/** A text, with `\(…)` in it. */
function quoted(token: string): Filter {
  const inside = token.slice(1, -1);
  if (!inside.includes(String.raw`\(`)) return { kind: "literal", value: JSON.parse(token) as string };
  const parts: (string | Filter)[] = [];
  let rest = inside;
  for (let start = rest.indexOf(String.raw`\(`); start >= 0; start = rest.indexOf(String.raw`\(`)) {
    let depth = 1;
    let end = start + 2;
    for (; end < rest.length && depth > 0; end++) depth += rest[end] === "(" ? 1 : rest[end] === ")" ? -1 : 0;
    parts.push(JSON.parse(`"${rest.slice(0, start)}"`) as string, parseJq(rest.slice(start + 2, end - 1)));
    rest = rest.slice(end);
  }
  parts.push(JSON.parse(`"${rest}"`) as string);
  return { kind: "text", parts };
}
