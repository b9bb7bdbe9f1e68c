import { type Redirect, ShellSyntaxError, type Word } from "./ast.ts";
import { type Reader, type ReadScript, readHereBody, readWord } from "./words.ts";

/** A here-document whose body comes after the line. */
interface Pending {
  readonly end: string;
  readonly isRaw: boolean;
  readonly stripsTabs: boolean;
  readonly fill: (body: Word) => void;
}

/** A place in a script's text, with what every rule of the grammar needs: blanks, lines, reserved words, redirects. */
export function createCursor(reader: Reader, inner: ReadScript) {
  const { text } = reader;
  const pending: Pending[] = [];

  function skipBlanks(): void {
    for (;;) {
      const char = text[reader.at];
      if (char === " " || char === "\t") reader.at++;
      else if (char === "\\" && text[reader.at + 1] === "\n") reader.at += 2;
      else if (char === "#" && (reader.at === 0 || " \t\n;&|()".includes(text[reader.at - 1] ?? ""))) skipComment();
      else return;
    }
  }

  function skipComment(): void {
    const end = text.indexOf("\n", reader.at);
    reader.at = end < 0 ? text.length : end;
  }

  function skipLines(): void {
    for (skipBlanks(); text[reader.at] === "\n"; skipBlanks()) newline();
  }

  /** Passes the end of a line, and the bodies of the here-documents that it announced. */
  function newline(): void {
    reader.at++;
    for (const { end, isRaw, stripsTabs, fill } of pending.splice(0)) {
      const lines: string[] = [];
      for (;;) {
        if (reader.at >= text.length) throw new ShellSyntaxError(`here-document delimited by end-of-file (wanted \`${end}')`, true);
        const stop = text.indexOf("\n", reader.at);
        const line = text.slice(reader.at, stop < 0 ? text.length : stop);
        reader.at = stop < 0 ? text.length : stop + 1;
        const stripped = stripsTabs ? line.replace(/^\t+/, "") : line;
        if (stripped === end) break;
        lines.push(`${stripped}\n`);
      }
      const body = lines.join("");
      fill(isRaw ? [{ kind: "text", text: body, quoted: true }] : readHereBody(body, inner));
    }
  }

  /** The plain word at this place, without passing it. */
  function peekWord(): string {
    skipBlanks();
    return /^[^\s;&|<>()'"\\$`]+/.exec(text.slice(reader.at, reader.at + 64))?.[0] ?? "";
  }

  function isAt(operator: string): boolean {
    skipBlanks();
    return text.startsWith(operator, reader.at);
  }

  function accept(operator: string): boolean {
    if (!isAt(operator)) return false;
    reader.at += operator.length;
    return true;
  }

  function expectWord(word: string): void {
    skipLines();
    if (peekWord() !== word) throw unexpected();
    reader.at += word.length;
  }

  function expectCharacter(char: string): void {
    skipLines();
    if (text[reader.at] !== char) throw unexpected();
  }

  function expectEnd(): void {
    skipLines();
    if (reader.at < text.length) throw unexpected();
    if (pending.length > 0) throw new ShellSyntaxError("here-document delimited by end-of-file", true);
  }

  function unexpected(): ShellSyntaxError {
    skipBlanks();
    if (reader.at >= text.length) return new ShellSyntaxError("syntax error: unexpected end of file", true);
    const token = /^(?:\n|&&|\|\||;;|[;&|()<>]|[^\s;&|()<>]+)/.exec(text.slice(reader.at))?.[0] ?? "";
    return new ShellSyntaxError(`syntax error near unexpected token \`${token === "\n" ? "newline" : token}'`);
  }

  function isLineEnd(): boolean {
    skipBlanks();
    return reader.at >= text.length || text[reader.at] === "\n" || text[reader.at] === ")";
  }

  function redirects(): Redirect[] {
    const found: Redirect[] = [];
    for (let redirect = oneRedirect(); redirect !== undefined; redirect = oneRedirect()) found.push(redirect);
    return found;
  }

  function oneRedirect(): Redirect | undefined {
    skipBlanks();
    const match = /^(?:(&>>?)|(\d?)(<<<|<<-?|<&|<|>>|>&|>\||>))/.exec(text.slice(reader.at, reader.at + 8));
    // `<(…)` is a process, not a file.
    if (match === null || /^[<>]\(/.test(text.slice(reader.at))) return undefined;
    reader.at += match[0].length;
    const [, both, digit = "", given = ""] = match;
    const operator = both ?? given;
    const isInput = operator.startsWith("<");
    const fd = digit === "" ? (isInput ? 0 : 1) : Number(digit);
    skipBlanks();
    const start = reader.at;
    const target = readWord(reader, inner);
    if (target === undefined) throw unexpected();
    if (operator.startsWith("<<") && operator !== "<<<") return hereDocument(fd, operator, target, text.slice(start, reader.at));
    return { fd, operator: (operator === ">|" ? ">" : operator) as Redirect["operator"], target };
  }

  function hereDocument(fd: number, operator: string, delimiter: Word, source: string): Redirect {
    const redirect = { fd, operator: "<<" as const, target: [] as Word };
    const end = delimiter.map((part) => (part.kind === "text" ? part.text : "")).join("");
    const isRaw = /['"\\]/.test(source);
    pending.push({ end: end === "" ? source : end, isRaw, stripsTabs: operator === "<<-", fill: (body) => void (redirect.target = body) });
    return redirect;
  }

  return {
    skipBlanks,
    skipLines,
    peekWord,
    isAt,
    accept,
    expectWord,
    expectCharacter,
    expectEnd,
    unexpected,
    isLineEnd,
    redirects,
    oneRedirect,
  };
}
