import { plainBlanks } from "./clean.ts";

/** A line of a document; lines count from 1. */
export interface BlockLine {
  readonly line: number;
  readonly text: string;
}

/** A document's lines, and what its front matter holds. */
export interface DocumentLines {
  readonly front?: string;
  /** What stands behind the front matter. */
  readonly lines: readonly BlockLine[];
}

/** Cuts a text into lines, with plain blanks, and takes its front matter (`---`, or `+++` which is TOML and others') off. */
export function linesOf(text: string): DocumentLines {
  const lines = text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n|\r/)
    .map((content, index) => ({ line: index + 1, text: plainBlanks(content) }));
  const mark = /^(?:---|\+\+\+)\s*$/.exec(lines[0]?.text ?? "")?.[0].trimEnd();
  const end = mark === undefined ? -1 : lines.findIndex((line, index) => index > 0 && line.text.trimEnd() === mark);
  // a rule at a document's head is no front matter unless what follows it looks like some
  if (end < 0 || !lines.slice(1, end).every((line) => !/^\s*(?:`{3}|~{3}|#{2,6} )/.test(line.text))) return { lines };
  const rest = lines.slice(end + 1);
  if (mark === "+++") return { lines: rest };
  const front = lines.slice(1, end).map((line) => line.text);
  return { front: front.join("\n"), lines: rest };
}

/** The lines of one section: from the heading that contains `title` to the next heading of its level or above. All lines without a title. */
export function sectionOf(lines: readonly BlockLine[], title: string | undefined): readonly BlockLine[] | undefined {
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
