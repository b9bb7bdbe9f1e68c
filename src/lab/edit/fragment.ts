/** One entry of a fragment of YAML: a key with its value, or an item of a list, and what is below it. */
export interface Entry {
  /** `resources`; of an item, `-`. */
  readonly key: string;
  /** As it is typed, without blanks before it: `cpu: "10m"`, `- name: web`. */
  readonly text: string;
  readonly below: readonly Entry[];
}

interface Line {
  /** Blanks before the key; the dash of an item counts as two. */
  readonly depth: number;
  readonly text: string;
}

const KEY = /^([\w./"'-]+)\s*:(?:\s|$)/;

/** The key of a line; undefined for a line without one. */
export function keyOf(text: string): string | undefined {
  return KEY.exec(text.trim().replace(/^- /, ""))?.[1];
}

/**
 * Reads a fragment as a document shows it: comments and notes of its author (`40번째 줄 변경`) are no part of it. Empty when nothing of it is YAML.
 */
export function readFragment(shown: readonly string[]): Entry[] {
  const lines = shown
    .map((line) =>
      line
        .replace(/(?:^|\s+)#.*$/, "")
        .replaceAll("\t", "  ")
        .trimEnd(),
    )
    .filter((line) => line.trim() !== "");
  const entries = lines.filter((line) => keyOf(line) !== undefined || /^\s*- ?\S/.test(line));
  return tree(entries.map((line): Line => ({ depth: /^\s*/.exec(line)?.[0].length ?? 0, text: line.trim() })));
}

function tree(lines: readonly Line[]): Entry[] {
  const entries: Entry[] = [];
  for (let from = 0; from < lines.length;) {
    const line = lines[from] as Line;
    let to = from + 1;
    while (to < lines.length && isBelow(lines[to] as Line, line)) to++;
    entries.push(entryOf(line, lines.slice(from + 1, to)));
    from = to;
  }
  return entries;
}

/** Deeper, or an item of a list that stands as deep as its key. */
function isBelow(line: Line, above: Line): boolean {
  if (line.depth > above.depth) return true;
  return line.depth === above.depth && line.text.startsWith("-") && !above.text.startsWith("-");
}

function entryOf({ depth, text }: Line, rest: readonly Line[]): Entry {
  if (!/^- ?\S/.test(text) || keyOf(text) === undefined)
    return { key: text.startsWith("-") ? "-" : (keyOf(text) ?? text), text, below: tree(rest) };
  return { key: "-", text, below: tree([{ depth: depth + 2, text: text.slice(1).trim() }, ...rest]) };
}
