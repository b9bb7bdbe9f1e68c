import { UnsupportedScript, type Expression, type Statement } from "./syntax.ts";

interface Reader {
  readonly text: string;
  at: number;
}

/** Reads a script. Throws UnsupportedScript for what is not emulated. */
export function parsePowerShell(text: string): Statement[] {
  return statements({ text, at: 0 }, "");
}

/** Statements up to a closing brace (or the end), parted by semicolons and line ends. */
function statements(reader: Reader, until: "}" | ""): Statement[] {
  const found: Statement[] = [];
  for (;;) {
    skip(reader, /[\s;]*/y);
    if (reader.at >= reader.text.length) {
      if (until !== "") throw new UnsupportedScript("a block without its closing brace");
      return found;
    }
    if (until !== "" && take(reader, /\}/y)) return found;
    found.push(statement(reader));
  }
}

function statement(reader: Reader): Statement {
  if (take(reader, /while\s*\(\s*(?:\$true|1)\s*\)\s*\{/iy)) return { kind: "forever", body: statements(reader, "}") };
  // ForEach-Object without input runs its block once
  if (take(reader, /(?:%|ForEach-Object)\s*\{/iy)) return { kind: "block", body: statements(reader, "}") };
  const assigned = take(reader, /\$(\w+)[ \t]*=(?!=)[ \t]*/y);
  if (assigned) return { kind: "assign", name: assigned[1]?.toLowerCase() ?? "", value: expression(reader) };
  return { kind: "expression", value: expression(reader) };
}

function expression(reader: Reader): Expression {
  let value = operand(reader);
  for (;;) {
    const operator = take(reader, /[ \t]*-replace[ \t]*/iy);
    if (!operator) return value;
    const pattern = quoted(reader);
    const replacement = take(reader, /[ \t]*,[ \t]*/y) ? quoted(reader) : "";
    value = { kind: "replace", target: value, pattern, replacement };
  }
}

function operand(reader: Reader): Expression {
  if (take(reader, /\(\s*/y)) {
    const inner = expression(reader);
    if (!take(reader, /\s*\)/y)) throw unsupported(reader);
    return inner;
  }
  const increment = take(reader, /\$(\w+)\+\+/y);
  if (increment) return { kind: "increment", name: increment[1]?.toLowerCase() ?? "" };
  const variable = take(reader, /\$(\w+|_)/y);
  if (variable) return variableOf(variable[1] ?? "");
  if (/["']/.test(reader.text[reader.at] ?? "")) return textOperand(reader);
  const number = take(reader, /-?\d+(?:\.\d+)?/y);
  if (number) return { kind: "literal", value: Number(number[0]) };
  return command(reader);
}

function variableOf(name: string): Expression {
  const constants: Record<string, boolean | null> = { true: true, false: false, null: null };
  const lower = name.toLowerCase();
  return lower in constants ? { kind: "literal", value: constants[lower] ?? null } : { kind: "variable", name: lower };
}

/** `write-host -NoNewline "text"`: a cmdlet with switches and arguments up to the end of the statement. */
function command(reader: Reader): Expression {
  const name = take(reader, /[A-Za-z][\w-]*/y)?.[0];
  if (name === undefined) throw unsupported(reader);
  const switches: string[] = [];
  const args: Expression[] = [];
  for (;;) {
    skip(reader, /[ \t]*/y);
    const option = take(reader, /-([A-Za-z]\w*)/y);
    if (option) switches.push(option[1]?.toLowerCase() ?? "");
    else if (/[\n\r;)}|]|^$/.test(reader.text[reader.at] ?? "")) return { kind: "command", name: name.toLowerCase(), switches, args };
    else if (/["'$\d(]/.test(reader.text[reader.at] ?? "")) args.push(operand(reader));
    else args.push({ kind: "literal", value: take(reader, /[^\s;)}|]+/y)?.[0] ?? "" });
  }
}

function textOperand(reader: Reader): Expression {
  if (reader.text[reader.at] === "'") return { kind: "literal", value: quoted(reader) };
  const parts = quoted(reader)
    .split(/(\$\w+)/)
    .filter((part) => part !== "");
  return { kind: "text", parts: parts.map((part) => (/^\$\w+$/.test(part) ? { variable: part.slice(1).toLowerCase() } : part)) };
}

/** The contents of a quoted text, as written. */
function quoted(reader: Reader): string {
  const match = take(reader, /'([^']*)'|"((?:[^"`]|`.)*)"/y);
  if (!match) throw unsupported(reader);
  return match[1] ?? match[2] ?? "";
}

function take(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text);
  if (match) reader.at = pattern.lastIndex;
  return match;
}

function skip(reader: Reader, pattern: RegExp): void {
  take(reader, pattern);
}

function unsupported(reader: Reader): UnsupportedScript {
  const rest = reader.text.slice(reader.at).split("\n")[0]?.trim() ?? "";
  return new UnsupportedScript(`PowerShell: "${rest}"`);
}
