import type { BlockLine } from "./lines.ts";

/** A fenced block of a Markdown document. */
export interface Block {
  /** Line of the opening fence, from 1. */
  readonly line: number;
  /** The word after the fence, lower case: `yaml`, `powershell`, or "". */
  readonly language: string;
  /** Lines inside, with the fence's own indentation taken off. */
  readonly lines: readonly BlockLine[];
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
