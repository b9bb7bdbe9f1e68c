/** Follows a shell command line by line and tells when it is whole. */
export interface OpenCommand {
  /** Takes one more line. */
  add(line: string): void;
  /** More lines belong to it: an unclosed quote, loop, brace or here-document, or a backslash at the end. */
  isOpen(): boolean;
  /** A here-document is what is open. */
  inHereDocument(): boolean;
}

interface HereDocument {
  readonly end: string;
  readonly tabs: boolean;
}

const OPENERS: Readonly<Record<string, string>> = { for: "done", while: "done", until: "done", select: "done", if: "fi", case: "esac" };

/** A scanner for one command; it knows as much of the shell's grammar as it takes to find a command's last line. */
export function openCommand(): OpenCommand {
  /** What must still come, innermost last: a quote, `)`, `}`, `done`, `fi`, `esac`. */
  const awaited: string[] = [];
  const documents: HereDocument[] = [];
  let continued = false;
  /** Where a word would be a command's first. */
  let commandPosition = true;

  function word(text: string): void {
    if (text === awaited.at(-1) && commandPosition) {
      awaited.pop();
      commandPosition = false;
      return;
    }
    const end = commandPosition && Object.hasOwn(OPENERS, text) ? OPENERS[text] : undefined;
    if (end !== undefined) awaited.push(end);
    commandPosition =
      end !== undefined && /^(?:while|until|if)$/.test(text) ? true : /^(?:do|then|else|elif|!|time|in)$/.test(text) && text !== "in";
  }

  /** Reads the mark of a here-document behind `<<`; gives where it ends. */
  function hereDocument(line: string, start: number): number {
    const mark = /^<<(-?)\s*(?:(["'])([^"'\n]+)\2|\\?([A-Za-z_][\w.-]*))/.exec(line.slice(start, start + 120));
    if (mark === null) return start + 2;
    documents.push({ end: mark[3] ?? mark[4] ?? "", tabs: mark[1] === "-" });
    return start + mark[0].length;
  }

  function inQuote(line: string, at: number, quote: string): number {
    for (let index = at; index < line.length; index++) {
      const letter = line[index];
      if (letter === "\\" && quote !== "'") index++;
      else if (letter === quote) {
        awaited.pop();
        return index + 1;
      }
    }
    return line.length;
  }

  function scan(line: string): void {
    let at = 0;
    while (at < line.length) {
      const top = awaited.at(-1) ?? "";
      if (top === '"' || top === "'" || top === "`") {
        at = inQuote(line, at, top);
        continue;
      }
      const letter = line[at] ?? "";
      if (letter === "\\") {
        continued = at === line.length - 1;
        at += 2;
      } else if (letter === "'" || letter === '"' || letter === "`") {
        awaited.push(letter);
        commandPosition = false;
        at++;
      } else if (letter === "#" && (at === 0 || /[\s;]/.test(line[at - 1] ?? ""))) {
        return;
      } else if (line.startsWith("<<<", at)) {
        at += 3;
      } else if (line.startsWith("<<", at)) {
        at = hereDocument(line, at);
      } else if (letter === "(" || letter === "{") {
        awaited.push(letter === "(" ? ")" : "}");
        commandPosition = true;
        at++;
      } else if (letter === ")" || letter === "}") {
        // a `)` behind a pattern of `case` closes nothing
        if (awaited.at(-1) === letter) awaited.pop();
        commandPosition = letter === ")" && awaited.at(-1) === "esac";
        at++;
      } else if (/[;&|]/.test(letter)) {
        commandPosition = true;
        at++;
      } else if (/\s/.test(letter)) {
        at++;
      } else {
        const end = endOfWord(line, at);
        word(line.slice(at, end));
        at = end;
      }
    }
  }

  return {
    add(line) {
      const document = documents[0];
      if (document !== undefined) {
        if ((document.tabs ? line.replace(/^\t+/, "") : line).trimEnd() === document.end) documents.shift();
        return;
      }
      continued = false;
      scan(line);
      if (!continued && !/["'`]/.test(awaited.at(-1) ?? "")) commandPosition = true;
      // a pipe or `&&` at the end goes on below
      continued ||= /(?:\|\|?|&&)\s*$/.test(line);
    },
    isOpen: () => continued || awaited.length > 0 || documents.length > 0,
    inHereDocument: () => documents.length > 0,
  };
}

function endOfWord(line: string, start: number): number {
  let at = start;
  while (at < line.length && !/[\s;&|(){}'"`\\<]/.test(line[at] ?? "")) at++;
  return Math.max(at, start + 1);
}
