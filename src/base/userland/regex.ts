import { escapeRegex, POSIX_CLASSES } from "../regex-source.ts";

/** A POSIX regular expression (basic, or extended as egrep, sed -E and awk read it) as the source of one of ours. Throws SyntaxError. */
export function posixRegex(pattern: string, extended: boolean): string {
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? "";
    if (char === "[") {
      const bracket = bracketSource(pattern, at);
      source += bracket.source;
      at = bracket.end;
    } else if (char === "\\") {
      const next = pattern[++at] ?? "";
      if (next === "") throw new SyntaxError("Trailing backslash");
      if (/[wWsSbBdD1-9]/.test(next)) source += next === "d" || next === "D" ? next : `\\${next}`;
      else if (next === "<" || next === ">") source += "\\b";
      else if (next === "n") source += "\\n";
      else if (next === "t") source += "\\t";
      else if (!extended && /[(){}|+?]/.test(next)) source += next;
      else source += escapeRegex(next);
    } else if (!extended && /[(){}|+?]/.test(char)) source += `\\${char}`;
    else if (!extended && char === "*" && (at === 0 || source.endsWith("(") || source === "^")) source += "\\*";
    else if (!extended && char === "^" && at > 0 && !/(?:\(|\|)$/.test(source)) source += "\\^";
    else if (!extended && char === "$" && at < pattern.length - 1 && !/^\\[)|]/.test(pattern.slice(at + 1))) source += "\\$";
    else if (extended && char === "{" && !/^\{\d*,?\d*\}/.test(pattern.slice(at))) source += "\\{";
    else if (char === "/") source += "\\/";
    else source += char;
  }
  return source;
}

function bracketSource(pattern: string, start: number): { source: string; end: number } {
  let at = start + 1;
  const isNegated = pattern[at] === "^";
  if (isNegated) at++;
  let inside = "";
  for (let first = true; at < pattern.length; at++, first = false) {
    const char = pattern[at] ?? "";
    if (char === "]" && !first) return { source: `[${isNegated ? "^" : ""}${inside}]`, end: at };
    const named = /^\[:(\w+):\]/.exec(pattern.slice(at));
    if (named !== null) {
      inside += POSIX_CLASSES[named[1] ?? ""] ?? "";
      at += named[0].length - 1;
    } else if (char === "\\" && /[ntdws]/.test(pattern[at + 1] ?? "")) inside += `\\${pattern[++at]}`;
    else inside += /[\\\]^[]/.test(char) ? `\\${char}` : char;
  }
  throw new SyntaxError("Unmatched [, [^, [:, [., or [=");
}
