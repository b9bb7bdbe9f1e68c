import { type Node, type Parameter, type ParameterOperation, ShellSyntaxError, type Word, type WordPart } from "./ast.ts";

/** A script and how far it has been read. */
export interface Reader {
  readonly text: string;
  at: number;
}

/** Reads a list of commands up to a closing character that it leaves there; the grammar gives it to the words. */
export type ReadScript = (reader: Reader, end: ")" | "`") => Node;

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const SPECIAL = "@*#?-$!0123456789";
/** What ends an unquoted word. */
const META = " \t\n;&|<>()";

/** Reads one word at the reader's place: undefined where none begins. */
export function readWord(reader: Reader, readScript: ReadScript, stops: string = META): Word | undefined {
  const parts = createParts();
  const start = reader.at;
  while (reader.at < reader.text.length) {
    const char = reader.text[reader.at] ?? "";
    if (char === "<" && reader.text[reader.at + 1] === "(" && stops === META) {
      reader.at += 2;
      parts.add({ kind: "process", script: readScript(reader, ")") });
      reader.at++;
      continue;
    }
    if (stops.includes(char)) break;
    readPiece(reader, readScript, parts, char);
  }
  return reader.at === start ? undefined : parts.done();
}

interface Parts {
  text(text: string, quoted: boolean): void;
  add(part: WordPart): void;
  done(): Word;
}

/** Collects pieces; neighbouring texts of one sort become one. */
function createParts(): Parts {
  const parts: WordPart[] = [];
  return {
    text(text, quoted) {
      const last = parts.at(-1);
      if (last?.kind === "text" && last.quoted === quoted) parts[parts.length - 1] = { ...last, text: last.text + text };
      else parts.push({ kind: "text", text, quoted });
    },
    add: (part) => void parts.push(part),
    done: () => parts,
  };
}

function readPiece(reader: Reader, readScript: ReadScript, parts: Parts, char: string): void {
  if (char === "\\") return readEscape(reader, parts);
  if (char === "'") return parts.text(readSingleQuoted(reader), true);
  if (char === '"') return readDoubleQuoted(reader, readScript, parts);
  if (char === "$" && reader.text.startsWith("$'", reader.at)) return parts.text(readAnsiQuoted(reader), true);
  if (char === "$" || char === "`") {
    const part = readDollar(reader, readScript, false);
    return part ? parts.add(part) : parts.text("$", false);
  }
  parts.text(char, false);
  reader.at++;
}

function readEscape(reader: Reader, parts: Parts): void {
  const next = reader.text[reader.at + 1];
  reader.at += 2;
  if (next === undefined) throw new ShellSyntaxError("unexpected end of file", true);
  if (next !== "\n") parts.text(next, true);
}

function readSingleQuoted(reader: Reader): string {
  const end = reader.text.indexOf("'", reader.at + 1);
  if (end < 0) throw new ShellSyntaxError("unexpected EOF while looking for matching `''", true);
  const text = reader.text.slice(reader.at + 1, end);
  reader.at = end + 1;
  return text;
}

const ANSI: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\u0007", b: "\b", e: "\u001b", f: "\f", v: "\v" };

function readAnsiQuoted(reader: Reader): string {
  reader.at += 2;
  let text = "";
  for (;;) {
    const char = reader.text[reader.at];
    if (char === undefined) throw new ShellSyntaxError("unexpected EOF while looking for matching `''", true);
    reader.at++;
    if (char === "'") return text;
    if (char !== "\\") {
      text += char;
      continue;
    }
    const escape = /^(?:x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|[0-7]{1,3}|[^])/u.exec(reader.text.slice(reader.at))?.[0] ?? "";
    reader.at += escape.length;
    if (/^[xu]./.test(escape)) text += String.fromCodePoint(Number.parseInt(escape.slice(1), 16));
    else if (/^[0-7]/.test(escape)) text += String.fromCodePoint(Number.parseInt(escape, 8));
    else text += ANSI[escape] ?? escape;
  }
}

function readDoubleQuoted(reader: Reader, readScript: ReadScript, parts: Parts): void {
  reader.at++;
  // Empty quotes are an empty word; around "$@" they add nothing.
  if (reader.text[reader.at] === '"') parts.text("", true);
  readQuotedUntil(reader, readScript, parts, '"');
  reader.at++;
}

/** Text in which `$`, backquotes and some backslashes keep their meaning: double quotes and here-documents. */
function readQuotedUntil(reader: Reader, readScript: ReadScript, parts: Parts, end: '"' | ""): void {
  for (;;) {
    const char = reader.text[reader.at];
    if (char === undefined) {
      if (end === "") return;
      throw new ShellSyntaxError("unexpected EOF while looking for matching `\"'", true);
    }
    if (char === end) return;
    if (char === "\\") {
      const next = reader.text[reader.at + 1] ?? "";
      if (next !== "\n") parts.text(`$\`\\${end}`.includes(next) && next !== "" ? next : `\\${next}`, true);
      reader.at += 2;
    } else if (char === "$" || char === "`") {
      const part = readDollar(reader, readScript, true);
      if (part) parts.add(part);
      else parts.text("$", true);
    } else {
      parts.text(char, true);
      reader.at++;
    }
  }
}

/** The body of a here-document whose delimiter was not quoted. */
export function readHereBody(text: string, readScript: ReadScript): Word {
  const parts = createParts();
  readQuotedUntil({ text, at: 0 }, readScript, parts, "");
  return parts.done();
}

/** What a `$` or a backquote begins; undefined for a lone `$`. */
function readDollar(reader: Reader, readScript: ReadScript, quoted: boolean): WordPart | undefined {
  const { text } = reader;
  if (text[reader.at] === "`") return readBackquoted(reader, readScript, quoted);
  const next = text[reader.at + 1] ?? "";
  if (next === "(") {
    if (text[reader.at + 2] === "(") {
      const arithmetic = readArithmetic(reader, readScript, quoted);
      if (arithmetic) return arithmetic;
    }
    reader.at += 2;
    const script = readScript(reader, ")");
    reader.at++;
    return { kind: "command", script, quoted };
  }
  if (next === "{") {
    reader.at += 2;
    return { kind: "parameter", parameter: readBraced(reader, readScript), quoted };
  }
  NAME.lastIndex = reader.at + 1;
  const name = NAME.exec(text)?.[0] ?? (next !== "" && SPECIAL.includes(next) ? next : undefined);
  reader.at += 1 + (name?.length ?? 0);
  return name === undefined ? undefined : { kind: "parameter", parameter: { name }, quoted };
}

/** `$(( … ))`; undefined when the parentheses turn out to be a subshell's. */
function readArithmetic(reader: Reader, readScript: ReadScript, quoted: boolean): WordPart | undefined {
  const start = reader.at;
  reader.at += 3;
  const expression = readArithmeticText(reader, readScript);
  if (expression !== undefined) return { kind: "arithmetic", expression, quoted };
  reader.at = start;
  return undefined;
}

/** The inside of `((`…`))`, read past its end; undefined when it does not end in `))`. */
export function readArithmeticText(reader: Reader, readScript: ReadScript): Word | undefined {
  const parts = createParts();
  let depth = 0;
  for (;;) {
    const char = reader.text[reader.at];
    if (char === undefined) throw new ShellSyntaxError("unexpected EOF while looking for matching `)'", true);
    if (char === ")" && depth === 0) {
      if (reader.text[reader.at + 1] !== ")") return undefined;
      reader.at += 2;
      return parts.done();
    }
    if (char === "(") depth++;
    if (char === ")") depth--;
    if (char === '"') reader.at++;
    else if (char === "$" || char === "`") {
      const part = readDollar(reader, readScript, true);
      if (part) parts.add(part);
    } else {
      parts.text(char, true);
      reader.at++;
    }
  }
}

/** Old style command substitution: inside it a backslash protects a backquote, a dollar and itself. */
function readBackquoted(reader: Reader, readScript: ReadScript, quoted: boolean): WordPart {
  let script = "";
  reader.at++;
  for (;;) {
    const char = reader.text[reader.at];
    if (char === undefined) throw new ShellSyntaxError("unexpected EOF while looking for matching ``'", true);
    reader.at++;
    if (char === "`") break;
    const next = reader.text[reader.at] ?? "";
    if (char === "\\" && ("`\\$".includes(next) || (quoted && next === '"'))) {
      script += next;
      reader.at++;
    } else script += char;
  }
  return { kind: "command", script: readScript({ text: script, at: 0 }, "`"), quoted };
}

/** What stands in `${…}`, read past its brace. */
function readBraced(reader: Reader, readScript: ReadScript): Parameter {
  const { text } = reader;
  const isLength = text[reader.at] === "#" && /[A-Za-z_0-9@*]/.test(text[reader.at + 1] ?? "");
  if (isLength) reader.at++;
  NAME.lastIndex = reader.at;
  const number = /^\d+/.exec(text.slice(reader.at))?.[0];
  const name = NAME.exec(text)?.[0] ?? number ?? text[reader.at] ?? "";
  if (name === "") throw new ShellSyntaxError("unexpected EOF while looking for matching `}'", true);
  if (!/^\w/.test(name) && !SPECIAL.includes(name)) throw badSubstitution(reader);
  reader.at += name.length;
  if (isLength) {
    if (text[reader.at] !== "}") throw badSubstitution(reader);
    reader.at++;
    return { name, operation: { kind: "length" } };
  }
  if (text[reader.at] === "}") {
    reader.at++;
    return { name };
  }
  const operation = readOperation(reader, readScript);
  if (text[reader.at] !== "}") throw new ShellSyntaxError("unexpected EOF while looking for matching `}'", true);
  reader.at++;
  return { name, operation };
}

const CHOICES: Readonly<Record<string, "alternative" | "assign" | "default" | "error">> = {
  "-": "default",
  "=": "assign",
  "?": "error",
  "+": "alternative",
};

function readOperation(reader: Reader, readScript: ReadScript): ParameterOperation {
  const operator = /^(?::?[-=?+]|##?|%%?|\/\/?|\^\^?|,,?|:)/.exec(reader.text.slice(reader.at))?.[0];
  if (operator === undefined) throw badSubstitution(reader);
  reader.at += operator.length;
  const word = (stops: string): Word => readWord(reader, readScript, stops) ?? [];
  const choice = CHOICES[operator.at(-1) ?? ""];
  if (choice !== undefined) return { kind: choice, colon: operator.startsWith(":"), word: word("}") };
  switch (operator[0]) {
    case "#":
      return { kind: "prefix", longest: operator.length === 2, pattern: word("}") };
    case "%":
      return { kind: "suffix", longest: operator.length === 2, pattern: word("}") };
    case "^":
    case ",":
      return { kind: "case", upper: operator.startsWith("^"), all: operator.length === 2 };
    case "/": {
      const pattern = word("/}");
      const hasText = reader.text[reader.at] === "/";
      if (hasText) reader.at++;
      return { kind: "replace", all: operator.length === 2, pattern, replacement: hasText ? word("}") : [] };
    }
    default: {
      const offset = word(":}");
      if (reader.text[reader.at] !== ":") return { kind: "slice", offset };
      reader.at++;
      return { kind: "slice", offset, length: word("}") };
    }
  }
}

function badSubstitution({ text, at }: Reader): ShellSyntaxError {
  const from = text.lastIndexOf("${", at);
  const end = text.indexOf("}", at);
  return new ShellSyntaxError(`${text.slice(from, end < 0 ? text.length : end + 1)}: bad substitution`);
}
