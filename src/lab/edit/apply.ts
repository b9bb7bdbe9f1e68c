/** How lines that a document shows for an editor go into the text that is there; undefined when they cannot be placed. */
export function applyEdit(content: string, shown: readonly string[]): string | undefined {
  const lines = shown
    .map((line) => line.replace(/\s+$/, ""))
    .filter((line, index, all) => line !== "" || (index > 0 && index < all.length - 1));
  if (lines.length === 0) return undefined;
  if (content.trim() === "") return `${lines.join("\n")}\n`;
  if (lines.some((line) => /^[+-](?![+-])/.test(line) && !/^- ?[\w"'{[]/.test(line)) || lines.some((line) => line.startsWith("@@")))
    return patched(content, lines);
  if (isWhole(lines)) return `${lines.join("\n")}\n`;
  return merged(content.split("\n"), lines)?.join("\n");
}

/** A document of its own: everything else is replaced. */
function isWhole(lines: readonly string[]): boolean {
  return (
    lines.some((line) => line.startsWith("apiVersion:")) &&
    lines.some((line) => line.startsWith("kind:")) &&
    lines.some((line) => line.startsWith("metadata:"))
  );
}

/** Lines with `-` go, lines with `+` come in their place, lines with neither tell where. */
function patched(content: string, patch: readonly string[]): string | undefined {
  const lines = content.split("\n");
  let at = 0;
  let changed = false;
  for (const line of patch.filter((each) => !/^(?:@@|---|\+\+\+)/.test(each))) {
    const text = line.slice(1).trim();
    if (line.startsWith("+")) {
      lines.splice(at++, 0, indentedAs(line.slice(1), lines[at - 2] ?? lines[at - 1] ?? ""));
      changed = true;
      continue;
    }
    const wanted = line.startsWith("-") ? text : line.trim();
    const found = lines.findIndex((each, index) => index >= at && each.trim() === wanted);
    if (found < 0) return undefined;
    at = found + 1;
    if (!line.startsWith("-")) continue;
    lines.splice(found, 1);
    at = found;
    changed = true;
  }
  return changed ? lines.join("\n") : undefined;
}

function indentedAs(line: string, before: string): string {
  return /^\s/.test(line) ? line : indent(before) + line.trim();
}

function indent(line: string): string {
  return /^\s*/.exec(line)?.[0] ?? "";
}

/** The key of a line of YAML: `resources`, `- image`; undefined for any other line. */
function keyOf(line: string): string | undefined {
  return /^\s*(?:- )?([\w./"-]+)\s*:(?:\s|$)/.exec(line)?.[1];
}

function withoutComment(line: string): string {
  return line.replace(/\s+#.*$/, "");
}

/**
 * A fragment of YAML goes where its keys stand: its first line that is not in the text, in the place of the line with the same key at the same depth
 * below the lines before it.
 */
function merged(content: readonly string[], shown: readonly string[]): string[] | undefined {
  const fragment = shown.map(withoutComment).filter((line) => line.trim() !== "" && !isNote(line));
  if (fragment.every((line) => keyOf(line) === undefined && !/^\s*- /.test(line))) return undefined;
  const start = placeOf(fragment, content);
  return start === undefined ? undefined : put([...content], fragment, start);
}

/** What the author says of the lines, not what is typed. */
function isNote(line: string): boolean {
  return /^\S*\p{L}/u.test(line) && /[^\x00-\x7F]/.test(line) && keyOf(line) === undefined;
}

interface Place {
  /** Line of the text at which the fragment's first line stands. */
  readonly at: number;
  /** Blanks that the fragment's lines lack. */
  readonly shift: number;
}

/** Where the fragment's first line stands: at the occurrence of its key whose lines below share most with the fragment. */
function placeOf(fragment: readonly string[], content: readonly string[]): Place | undefined {
  const [first = ""] = fragment;
  const key = keyOf(first);
  const candidates = content.flatMap((line, at) => (keyOf(line) === key && key !== undefined ? [at] : []));
  const scored = candidates.map((at) => ({
    at,
    shift: indent(content[at] ?? "").length - indent(first).length,
    score: scoreOf(fragment, content, at),
  }));
  return scored.toSorted((a, b) => b.score - a.score || Number(isPlain(content[b.at])) - Number(isPlain(content[a.at])) || a.at - b.at)[0];
}

/** A line of the object itself, not of the text of a value. */
function isPlain(line: string | undefined): boolean {
  return line !== undefined && !/[{"].*[\\]/.test(line);
}

function scoreOf(fragment: readonly string[], content: readonly string[], at: number): number {
  const depth = indent(content[at] ?? "").length;
  const end = content.findIndex((line, index) => index > at && line.trim() !== "" && indent(line).length < depth);
  const below = new Set(content.slice(at, end < 0 ? undefined : end).map((line) => line.trim()));
  const keys = new Set(content.slice(at, end < 0 ? undefined : end).map(keyOf));
  return fragment.reduce((sum, line) => sum + (below.has(line.trim()) ? 3 : 0) + (keys.has(keyOf(line)) ? 1 : 0), 0);
}

/** Lays the fragment over the lines from a place on: keys that are there get the fragment's values, others come in. */
function put(content: string[], fragment: readonly string[], { at, shift }: Place): string[] | undefined {
  let cursor = at;
  let changed = false;
  for (let index = 0; index < fragment.length; index++) {
    const raw = fragment[index] ?? "";
    const line = shift >= 0 ? " ".repeat(shift) + raw : raw.slice(Math.min(-shift, indent(raw).length));
    const found = index === 0 ? at : sameKeyBelow(content, cursor, line, at);
    if (found === undefined) {
      content.splice(cursor, 0, line);
      cursor++;
      changed = true;
      continue;
    }
    const old = content[found] ?? "";
    const isOpened = /:\s*(?:\{\}|\[\]|)$/.test(old) && /:\s*$/.test(line);
    const value = isOpened ? old.replace(/:\s*(?:\{\}|\[\])$/, ":") : indent(old) + line.trim();
    if (value.trim() !== old.trim()) [content[found], changed] = [value, true];
    cursor = found + 1;
  }
  return changed ? content : undefined;
}

/** The line further down, inside the same block, that has the same key at about the same depth. */
function sameKeyBelow(content: readonly string[], from: number, line: string, start: number): number | undefined {
  const key = keyOf(line);
  const depth = indent(line).length;
  const floor = indent(content[start] ?? "").length;
  for (let at = from; at < content.length; at++) {
    const own = content[at] ?? "";
    if (own.trim() === "") continue;
    const below = indent(own).length;
    if (below < floor || (at > from && below < Math.min(depth, indent(content[from - 1] ?? "").length))) return undefined;
    const isSame = key === undefined ? own.trim() === line.trim() : keyOf(own) === key;
    if (isSame && Math.abs(below - depth) <= 2 && /^\s*- /.test(own) === /^\s*- /.test(line)) return at;
  }
  return undefined;
}
