/** A fenced block of a Markdown document. */
export interface Block {
  /** Line of the opening fence, from 1. */
  readonly line: number;
  /** The word after the fence, lower case: `yaml`, `powershell`, or "". */
  readonly language: string;
  /** Lines inside, with the fence's own indentation taken off. */
  readonly lines: readonly BlockLine[];
}

export interface BlockLine {
  readonly line: number;
  readonly text: string;
}

/** The lines of one section: from the heading that contains `title` to the next heading of its level or above. All lines without a title. */
export function sectionOf(text: string, title: string | undefined): BlockLine[] | undefined {
  const lines = text.split(/\r?\n/).map((content, index) => ({ line: index + 1, text: content }));
  if (title === undefined) return lines;
  const levels = headingLevels(lines);
  const start = lines.findIndex(({ text: content }, index) => levels[index] !== undefined && content.replace(/^#+\s*/, "").includes(title));
  if (start < 0) return undefined;
  const level = levels[start] ?? 1;
  const end = lines.findIndex((_, index) => index > start && (levels[index] ?? 7) <= level);
  return lines.slice(start, end < 0 ? undefined : end);
}

/** Level 1..6 of each line that is a heading; lines in fenced blocks are none. */
function headingLevels(lines: readonly BlockLine[]): (number | undefined)[] {
  let fence: string | undefined;
  return lines.map(({ text }) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(text)?.[1];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) fence = fence === undefined ? mark : undefined;
    return fence === undefined && mark === undefined ? /^(#{1,6})\s/.exec(text)?.[1]?.length : undefined;
  });
}

/** The fenced blocks among those lines. An unclosed block ends with the document. */
export function fencedBlocks(lines: readonly BlockLine[]): Block[] {
  const blocks: Block[] = [];
  let open: { indent: number; fence: string; line: number; language: string; lines: BlockLine[] } | undefined;
  for (const { line, text } of lines) {
    const mark = /^(\s*)(`{3,}|~{3,})\s*(\S*)/.exec(text);
    if (open && mark && mark[2]?.startsWith(open.fence) && mark[3] === "") {
      blocks.push({ line: open.line, language: open.language, lines: open.lines });
      open = undefined;
    } else if (open) {
      open.lines.push({ line, text: withoutIndent(text, open.indent) });
    } else if (mark) {
      open = { indent: mark[1]?.length ?? 0, fence: mark[2] ?? "```", line, language: (mark[3] ?? "").toLowerCase(), lines: [] };
    }
  }
  if (open) blocks.push({ line: open.line, language: open.language, lines: open.lines });
  return blocks;
}

/** Takes up to `indent` leading blanks off. */
function withoutIndent(text: string, indent: number): string {
  let cut = 0;
  while (cut < indent && (text[cut] === " " || text[cut] === "\t")) cut++;
  return text.slice(cut);
}
