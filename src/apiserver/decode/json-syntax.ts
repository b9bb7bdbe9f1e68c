/** What encoding/json says about a text that is no JSON: `invalid character 'b' looking for beginning of object key string`. */
// encoding/json/scanner.go
export function goJsonSyntaxError(text: string): string {
  const scanner: Scanner = { text, at: 0 };
  try {
    value(scanner, "looking for beginning of value");
    blanks(scanner);
    if (scanner.at < text.length) throw wrong(scanner, "after top-level value");
  } catch (error) {
    if (error instanceof SyntaxProblem) return error.message;
    throw error;
  }
  return "";
}

class SyntaxProblem extends Error {
  override name = "SyntaxProblem";
}

interface Scanner {
  readonly text: string;
  at: number;
}

function wrong(scanner: Scanner, context: string): SyntaxProblem {
  const character = scanner.text[scanner.at];
  if (character === undefined) return new SyntaxProblem("unexpected end of JSON input");
  const quoted = character === "'" ? `'\\''` : character === '"' ? `'"'` : `'${JSON.stringify(character).slice(1, -1)}'`;
  return new SyntaxProblem(`invalid character ${quoted} ${context}`);
}

function blanks(scanner: Scanner): void {
  while (/[ \t\r\n]/.test(scanner.text[scanner.at] ?? "")) scanner.at++;
}

function value(scanner: Scanner, context: string): void {
  blanks(scanner);
  const character = scanner.text[scanner.at] ?? "";
  if (character === "{") return members(scanner, "}", "after object key:value pair", () => member(scanner));
  if (character === "[") return members(scanner, "]", "after array element", () => value(scanner, "looking for beginning of value"));
  if (character === '"') return string(scanner);
  for (const literal of ["true", "false", "null"]) if (character === literal[0] && character !== "") return word(scanner, literal);
  const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/.exec(scanner.text.slice(scanner.at));
  if (!number) throw wrong(scanner, context);
  scanner.at += number[0].length;
}

function word(scanner: Scanner, literal: string): void {
  for (let index = 0; index < literal.length; index++, scanner.at++) {
    if (scanner.text[scanner.at] !== literal[index]) throw wrong(scanner, `in literal ${literal} (expecting '${literal[index] ?? ""}')`);
  }
}

function members(scanner: Scanner, close: string, after: string, read: () => void): void {
  scanner.at++;
  blanks(scanner);
  if (scanner.text[scanner.at] === close) return void scanner.at++;
  for (;;) {
    read();
    blanks(scanner);
    const character = scanner.text[scanner.at];
    if (character !== close && character !== ",") throw wrong(scanner, after);
    scanner.at++;
    if (character === close) return;
  }
}

function member(scanner: Scanner): void {
  blanks(scanner);
  if (scanner.text[scanner.at] !== '"') throw wrong(scanner, "looking for beginning of object key string");
  string(scanner);
  blanks(scanner);
  if (scanner.text[scanner.at] !== ":") throw wrong(scanner, "after object key");
  scanner.at++;
  value(scanner, "looking for beginning of value");
}

function string(scanner: Scanner): void {
  for (scanner.at++; scanner.text[scanner.at] !== '"'; scanner.at++) {
    const character = scanner.text[scanner.at];
    if (character === undefined) throw wrong(scanner, "");
    if (character < " ") throw wrong(scanner, "in string literal");
    if (character === "\\") {
      scanner.at++;
      if (!/["\\/bfnrtu]/.test(scanner.text[scanner.at] ?? "")) throw wrong(scanner, "in string escape code");
    }
  }
  scanner.at++;
}
