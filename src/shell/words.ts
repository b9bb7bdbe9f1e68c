/** A line that the lab's shell cannot run yet; the message names what stands in it. */
export class UnsupportedCommand extends Error {
  override name = "UnsupportedCommand";
}

/**
 * Splits one simple command into words as a POSIX shell does: blanks, quotes, backslashes, `~` at a word's start, comments. What needs more than
 * that (pipes, redirects, substitutions, loops) is refused by name.
 */
export function splitWords(line: string, home: string): string[] {
  const words: string[] = [];
  let word = "";
  let open = false;
  for (let at = 0; at < line.length; at++) {
    const letter = line[at] ?? "";
    if (letter === "'" || letter === '"') {
      const end = closingQuote(line, at);
      word += letter === "'" ? line.slice(at + 1, end) : unescapeDouble(line.slice(at + 1, end));
      open = true;
      at = end;
    } else if (letter === "\\") {
      word += line[++at] ?? "";
      open = true;
    } else if (/\s/.test(letter)) {
      if (open) words.push(word);
      word = "";
      open = false;
    } else if (letter === "#" && !open) break;
    else if (/[|&;<>`()]/.test(letter) || (letter === "$" && /[\w({]/.test(line[at + 1] ?? "")))
      throw new UnsupportedCommand(`the lab's shell does not know "${letter}" yet`);
    else {
      word += letter === "~" && !open && /^(?:\/|\s|$)/.test(line.slice(at + 1)) ? home : letter;
      open = true;
    }
  }
  if (open) words.push(word);
  return words;
}

function closingQuote(line: string, start: number): number {
  const quote = line[start];
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === "\\" && quote === '"') at++;
    else if (line[at] === quote) return at;
  }
  throw new UnsupportedCommand("a quote is not closed");
}

function unescapeDouble(text: string): string {
  if (/[$`]/.test(text.replace(/\\./g, ""))) throw new UnsupportedCommand("the lab's shell does not know substitutions yet");
  return text.replace(/\\(["\\$`])/g, "$1");
}
