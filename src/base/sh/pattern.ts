import { escapeRegex, POSIX_CLASSES } from "../regex-source.ts";

/** Text of which some characters are quoted and mean themselves. */
export interface PatternText {
  readonly text: string;
  readonly quoted: boolean;
}

/** Whether unquoted text holds a character that makes it a pattern. */
export function isPattern(parts: readonly PatternText[]): boolean {
  return parts.some(({ text, quoted }) => !quoted && /[*?[]/.test(text));
}

/** The source of a regular expression for a shell pattern. `path`: stars do not cross slashes. `lazy`: the shortest match. */
export function patternSource(parts: readonly PatternText[], { path = false, lazy = false } = {}): string {
  let source = "";
  for (const { text, quoted } of parts) {
    for (let at = 0; at < text.length; at++) {
      const char = text[at] ?? "";
      const bracket = !quoted && char === "[" ? bracketSource(text, at) : undefined;
      if (bracket !== undefined) {
        source += bracket.source;
        at = bracket.end;
      } else if (!quoted && char === "*") source += `${path ? "[^/]" : "[^]"}*${lazy ? "?" : ""}`;
      else if (!quoted && char === "?") source += path ? "[^/]" : "[^]";
      else source += escapeRegex(char);
    }
  }
  return source;
}

function bracketSource(text: string, start: number): { source: string; end: number } | undefined {
  let at = start + 1;
  const isNegated = text[at] === "!" || text[at] === "^";
  if (isNegated) at++;
  let inside = "";
  for (let first = true; at < text.length; at++, first = false) {
    const char = text[at] ?? "";
    if (char === "]" && !first) return { source: `[${isNegated ? "^" : ""}${inside}]`, end: at };
    const named = /^\[:(\w+):\]/.exec(text.slice(at));
    if (named !== null) {
      inside += POSIX_CLASSES[named[1] ?? ""] ?? "";
      at += named[0].length - 1;
    } else inside += /[\\\]^[]/.test(char) ? `\\${char}` : char;
  }
  return undefined;
}

/** Whether the whole text fits a pattern. */
export function matchesPattern(text: string, parts: readonly PatternText[]): boolean {
  return new RegExp(`^(?:${patternSource(parts)})$`, "u").test(text);
}
