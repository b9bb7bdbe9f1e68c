import { call, expression, variableOf } from "./parse-expression.ts";
import { need, type Reader, take, unsupported } from "./reader.ts";
import { type Expression, type Statement, UnsupportedScript } from "./syntax.ts";

/** Reads a script. Throws UnsupportedScript for what is not emulated. */
export function parsePowerShell(text: string): Statement[] {
  return statements({ text, at: 0 }, "");
}

/** Statements up to a closing brace (or the end), parted by semicolons and line ends. */
function statements(reader: Reader, until: "}" | ""): Statement[] {
  const found: Statement[] = [];
  for (;;) {
    take(reader, /(?:[\s;]|#[^\n]*)*/y);
    if (reader.at >= reader.text.length) {
      if (until !== "") throw new UnsupportedScript("a block without its closing brace");
      return found;
    }
    if (until !== "" && take(reader, /\}/y)) return found;
    found.push(statement(reader));
    need(reader, /[ \t]*(?=[;\n\r}#]|$)/y);
  }
}

function block(reader: Reader): Statement[] {
  need(reader, /\s*\{/y);
  return statements(reader, "}");
}

function statement(reader: Reader): Statement {
  if (take(reader, /while\s*\(\s*(?:\$true|1)\s*\)/iy)) return { kind: "forever", body: block(reader) };
  if (take(reader, /while\s*\(\s*/iy)) return { kind: "while", test: closed(reader), body: block(reader) };
  if (take(reader, /for\s*\(\s*/iy)) return counted(reader);
  if (take(reader, /if\s*\(\s*/iy)) return branch(reader);
  const each = take(reader, /foreach\s*\(\s*\$(\w+)\s+in\s+/iy);
  if (each) throw new UnsupportedScript("PowerShell's foreach statement");
  // ForEach-Object without input runs its block once
  if (take(reader, /(?:%|ForEach-Object)(?=\s*\{)/iy)) return { kind: "block", body: block(reader) };
  const simple = plain(reader);
  if (!take(reader, /\s*\|\s*(?:%|ForEach-Object|foreach)(?=\s*\{)/iy)) return simple;
  if (simple.kind !== "expression") throw unsupported(reader);
  return { kind: "each", input: simple.value, body: block(reader) };
}

/** An assignment, or what is worked out and printed. */
function plain(reader: Reader): Statement {
  const assigned = take(reader, /\$(\w+)[ \t]*([-+*/]?)=(?!=)[ \t]*/y);
  if (!assigned) return { kind: "expression", value: take(reader, /(?=[A-Za-z&])/y) ? call(reader) : expression(reader) };
  const name = assigned[1]?.toLowerCase() ?? "";
  if (variableOf(name).kind === "literal") throw new UnsupportedScript(`PowerShell: an assignment to $${name}`);
  return { kind: "assign", name, operator: assigned[2] as "" | "*" | "+" | "-" | "/", value: expression(reader) };
}

function closed(reader: Reader): Expression {
  const found = expression(reader);
  need(reader, /\s*\)/y);
  return found;
}

function counted(reader: Reader): Statement {
  const first = plain(reader);
  need(reader, /\s*;\s*/y);
  const test = expression(reader);
  need(reader, /\s*;\s*/y);
  const step = plain(reader);
  need(reader, /\s*\)/y);
  return { kind: "for", first, test, step, body: block(reader) };
}

function branch(reader: Reader): Statement {
  const test = closed(reader);
  const met = block(reader);
  if (take(reader, /\s*elseif\s*\(\s*/iy)) return { kind: "if", test, met, otherwise: [branch(reader)] };
  return { kind: "if", test, met, otherwise: take(reader, /\s*else(?=\s*\{)/iy) ? block(reader) : [] };
}
