import { keyOf, type Entry } from "./fragment.ts";

/** A block of lines: those between two places, whose entries stand at that depth. */
interface Block {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

/** Puts a fragment where its keys stand: at the block that has most of what the fragment has. Undefined when no block has its first key. */
export function mergeFragment(content: string, fragment: readonly Entry[]): string | undefined {
  const lines = content.split("\n");
  const first = fragment.find(({ key }) => lines.some((line) => isKey(line, key)));
  if (first === undefined) return undefined;
  const blocks = lines.flatMap((line, at) => (isKey(line, first.key) ? [blockAround(lines, at)] : []));
  const best = blocks.map((block) => ({ block, score: likeness(lines, block, fragment) })).toSorted((a, b) => b.score - a.score)[0];
  if (best === undefined) return undefined;
  merge(lines, best.block, fragment);
  return lines.join("\n");
}

function isKey(line: string, key: string): boolean {
  return key !== "-" && keyOf(line) === key;
}

function indentOf(line: string): number {
  return /^\s*/.exec(line)?.[0].length ?? 0;
}

/** Depth at which the key of a line stands: behind the dash of an item. */
function depthOf(line: string): number {
  return indentOf(line) + (/^\s*- \S/.test(line) ? 2 : 0);
}

/** The entries that stand beside a line's key. */
function blockAround(lines: readonly string[], at: number): Block {
  const depth = depthOf(lines[at] ?? "");
  const isOutside = (line: string): boolean => line.trim() !== "" && !line.trimStart().startsWith("#") && depthOf(line) < depth;
  const isItem = (line: string): boolean => /^\s*- \S/.test(line) && depthOf(line) === depth;
  let from = at;
  while (from > 0 && !isItem(lines[from] ?? "") && !isOutside(lines[from - 1] ?? "")) from--;
  let to = at + 1;
  while (to < lines.length && !isOutside(lines[to] ?? "") && !isItem(lines[to] ?? "")) to++;
  return { from, to, depth };
}

/** Lines of a block at its own depth: its entries. */
function entriesIn(lines: readonly string[], { from, to, depth }: Block): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index).filter((at) => {
    const line = lines[at] ?? "";
    return line.trim() !== "" && (depthOf(line) === depth || (indentOf(line) === depth && line.trimStart().startsWith("-")));
  });
}

/** What is below an entry. */
function blockBelow(lines: readonly string[], at: number, { to, depth }: Block): Block | undefined {
  let end = at + 1;
  const isBelow = (line: string): boolean =>
    line.trim() === "" ||
    depthOf(line) > depth ||
    (indentOf(line) === depth && /^\s*-(?:\s|$)/.test(line) && !/^\s*- /.test(lines[at] ?? ""));
  while (end < to && isBelow(lines[end] ?? "")) end++;
  const first = lines.slice(at + 1, end).find((line) => line.trim() !== "");
  return first === undefined ? undefined : { from: at + 1, to: end, depth: /^\s*-(?:\s|$)/.test(first) ? indentOf(first) : depthOf(first) };
}

function likeness(lines: readonly string[], block: Block, fragment: readonly Entry[]): number {
  return fragment.reduce((sum, entry) => {
    const at = find(lines, block, entry);
    if (at === undefined) return sum;
    const below = entry.key === "-" ? itemBlock(lines, at, block) : blockBelow(lines, at, block);
    const inner = below === undefined || entry.below.length === 0 ? 0 : likeness(lines, below, entry.below);
    return sum + 1 + (withoutDash(lines[at] ?? "") === withoutDash(entry.text) ? 2 : 0) + inner;
  }, 0);
}

function withoutDash(text: string): string {
  return text.trim().replace(/^- /, "");
}

/** The line of a block on which an entry stands; of an item, the one that shares most with it. */
function find(lines: readonly string[], block: Block, entry: Entry): number | undefined {
  const all = entriesIn(lines, block);
  if (entry.key !== "-") return all.find((at) => isKey(lines[at] ?? "", entry.key));
  const items = all.filter((at) => /^\s*-(?:\s|$)/.test(lines[at] ?? ""));
  if (entry.below.length === 0) return items.find((at) => (lines[at] ?? "").trim() === entry.text);
  const scored = items.map((at) => ({ at, score: likeness(lines, itemBlock(lines, at, block), entry.below) }));
  const best = scored.toSorted((a, b) => b.score - a.score)[0];
  return best !== undefined && (best.score > 1 || items.length === 1) ? best.at : undefined;
}

/** The entries of an item. */
function itemBlock(lines: readonly string[], at: number, { to }: Block): Block {
  const indent = indentOf(lines[at] ?? "");
  let end = at + 1;
  while (end < to && ((lines[end] ?? "").trim() === "" || indentOf(lines[end] ?? "") > indent)) end++;
  return { from: at, to: end, depth: indent + 2 };
}

/** Lays entries over a block: values of keys that are there change, others come in behind the entry before them. Gives how many lines were added. */
function merge(lines: string[], block: Block, fragment: readonly Entry[]): number {
  let { to } = block;
  let after: number | undefined;
  for (const entry of fragment) {
    const now = { ...block, to };
    const at = find(lines, now, entry);
    if (at === undefined) {
      const place = after ?? lastLineOf(lines, now);
      const added = written(entry, entry.key === "-" ? dashDepth(lines, now) : block.depth);
      lines.splice(place + 1, 0, ...added);
      to += added.length;
      after = place + added.length;
      continue;
    }
    to += change(lines, at, now, entry);
    const below = blockBelow(lines, at, { ...block, to });
    after = (below?.to ?? at + 1) - 1;
  }
  return to - block.to;
}

function change(lines: string[], at: number, block: Block, entry: Entry): number {
  if (entry.key === "-") return entry.below.length === 0 ? 0 : merge(lines, itemBlock(lines, at, block), entry.below);
  const line = lines[at] ?? "";
  const head = /^\s*(?:- )?/.exec(line)?.[0] ?? "";
  if (entry.below.length === 0) {
    lines[at] = head + entry.text;
    return 0;
  }
  const below = blockBelow(lines, at, block);
  if (below !== undefined) return merge(lines, below, entry.below);
  lines[at] = `${head}${entry.key}:`;
  const added = entry.below.flatMap((each) => written(each, block.depth + (each.key === "-" ? 0 : 2)));
  lines.splice(at + 1, 0, ...added);
  return added.length;
}

function dashDepth(lines: readonly string[], block: Block): number {
  const item = entriesIn(lines, block).find((at) => /^\s*-(?:\s|$)/.test(lines[at] ?? ""));
  return item === undefined ? block.depth : indentOf(lines[item] ?? "");
}

function lastLineOf(lines: readonly string[], { from, to }: Block): number {
  let at = to - 1;
  while (at > from && (lines[at] ?? "").trim() === "") at--;
  return at;
}

/** An entry as lines that begin at a depth. */
function written({ key, text, below }: Entry, depth: number): string[] {
  const blanks = " ".repeat(depth);
  if (key !== "-" || below.length === 0)
    return [blanks + text, ...below.flatMap((entry) => written(entry, depth + (entry.key === "-" ? 0 : 2)))];
  const [first = "", ...rest] = below.flatMap((entry) => written(entry, depth + 2));
  return [`${blanks}- ${first.trim()}`, ...rest];
}
