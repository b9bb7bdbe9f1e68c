import { decodeEntities, isForeign } from "./clean.ts";
import type { BlockLine } from "./lines.ts";
import { promptOf } from "./prompts.ts";
import { isBareCommand } from "./words.ts";

/** A line of text; whether it stood behind the mark of a quotation. */
export interface BlockText extends BlockLine {
  readonly quoted?: true;
}

/** A piece of a Markdown document. */
export interface Block {
  /** `text` is a paragraph or one item of a list; headings lose their marks, quotations theirs. */
  readonly kind: "code" | "heading" | "table" | "text";
  /** Line on which it begins: the fence's, for fenced code. */
  readonly line: number;
  /** The word behind the fence, lower case: `yaml`, `powershell`, or "". */
  readonly language: string;
  /** All that stands behind the fence. */
  readonly info: string;
  readonly lines: readonly BlockText[];
}

/** How far code that is no fence's stands in. */
const INDENT = 4;
/** Markdown shown as code is read as well, so deep. */
const MOST_DEPTH = 2;
/** Text that is not shown: comments, styles, scripts. */
const HIDDEN = [
  { open: /^\s*<!--/, close: /-->/ },
  { open: /^\s*<(style|script)\b/i, close: /<\/(?:style|script)>/i },
] as const;
/** Blocks of code of blog engines: their first line, their last. */
const TAGGED = [
  { open: /^\s*\{%-?\s*highlight\s+([\w+-]*)[^%]*%\}/, close: /^\s*\{%-?\s*endhighlight/ },
  { open: /^\s*\{\{[<%]\s*highlight\s+"?([\w+-]*)"?[^}]*\}\}/, close: /^\s*\{\{[<%]\s*\/\s*highlight/ },
] as const;

/** Cuts a document's lines into blocks, in one pass. Whatever is not closed ends with the document. */
export function blocksOf(lines: readonly BlockLine[], depth = 0): Block[] {
  const reader = new BlockReader(lines, depth);
  while (!reader.atEnd()) reader.step();
  return reader.blocks;
}

class BlockReader {
  readonly blocks: Block[] = [];
  readonly #lines: readonly BlockLine[];
  #at = 0;
  /** The paragraph that goes on as long as no blank line comes. */
  #paragraph: BlockText[] = [];

  /** How many documents stand around this one as code. */
  readonly #depth: number;

  constructor(lines: readonly BlockLine[], depth: number) {
    this.#lines = lines;
    this.#depth = depth;
  }

  atEnd(): boolean {
    if (this.#at < this.#lines.length) return false;
    this.#endParagraph();
    return true;
  }

  step(): void {
    const line = this.#lines[this.#at];
    if (line === undefined) return;
    if (line.text.trim() === "") {
      this.#endParagraph();
      this.#at++;
    } else if (!this.#fence(line) && !this.#tagged(line) && !this.#preformatted(line) && !this.#hidden(line) && !this.#indented(line)) {
      this.#words(line);
    }
  }

  #endParagraph(): void {
    const [first] = this.#paragraph;
    if (first) this.#push("text", first.line, "", this.#paragraph);
    this.#paragraph = [];
  }

  #push(kind: Block["kind"], line: number, info: string, lines: readonly BlockLine[]): void {
    const language = /^\{?\.?([\w+#-]*)/.exec(info)?.[1]?.toLowerCase() ?? "";
    this.blocks.push({ kind, line, language, info, lines });
  }

  #fence({ line, text }: BlockLine): boolean {
    const opening = openFence(text);
    if (opening === undefined) return false;
    this.#endParagraph();
    const { fence, indent, quotes, info } = opening;
    const inside: BlockLine[] = [];
    // a command may stand behind the fence, where its language should
    if (promptOf(info)?.strong === true || (info.includes(" ") && isBareCommand(info))) inside.push({ line, text: info });
    this.#at++;
    for (; this.#at < this.#lines.length; this.#at++) {
      const next = this.#lines[this.#at] as BlockLine;
      const content = quotes > 0 ? withoutQuotes(next.text, quotes) : next.text;
      const end = closeFence(content, fence);
      if (end === "closed") this.#at++;
      // somebody forgot to close this one
      if (end !== "inside") break;
      inside.push({ line: next.line, text: withoutIndent(content, indent) });
    }
    if (/^(?:md|markdown)\b/i.test(info) && this.#depth < MOST_DEPTH) this.blocks.push(...blocksOf(inside, this.#depth + 1));
    else this.#push("code", line, inside[0]?.line === line ? "" : info, inside);
    return true;
  }

  #tagged({ line, text }: BlockLine): boolean {
    if (!text.includes("{")) return false;
    for (const { open, close } of TAGGED) {
      const language = open.exec(text)?.[1];
      if (language === undefined) continue;
      this.#endParagraph();
      const start = ++this.#at;
      while (this.#at < this.#lines.length && !close.test(this.#lines[this.#at]?.text ?? "")) this.#at++;
      this.#push("code", line, language, this.#lines.slice(start, this.#at));
      this.#at++;
      return true;
    }
    return false;
  }

  /** `<pre>…</pre>`, which may begin and end within lines. */
  #preformatted({ line, text }: BlockLine): boolean {
    const start = text.includes("<") ? text.search(/<pre\b/i) : -1;
    if (start < 0) return false;
    const before = plainHtml(text.slice(0, start)).trim();
    if (before !== "") this.#paragraph.push({ line, text: before });
    this.#endParagraph();
    const raw: BlockLine[] = [];
    const language = /(?:language-|lang(?:uage)?="?|data-ke-language="?|class="(?:brush: ?)?)([\w+-]+)/i.exec(text.slice(start))?.[1] ?? "";
    for (let first = true; this.#at < this.#lines.length; this.#at++, first = false) {
      const next = this.#lines[this.#at] as BlockLine;
      const content = first ? next.text.slice(start).replace(/^<pre\b[^>]*>/i, "") : next.text;
      const end = content.search(/<\/pre>/i);
      for (const part of (end < 0 ? content : content.slice(0, end)).split(/<br\s*\/?>/i))
        raw.push({ line: next.line, text: plainHtml(part) });
      if (end < 0) continue;
      this.#at++;
      break;
    }
    const from = raw.findIndex((part) => part.text.trim() !== "");
    this.#push("code", line, language, from < 0 ? [] : raw.slice(from));
    return true;
  }

  #hidden({ text }: BlockLine): boolean {
    if (!text.includes("<")) return false;
    for (const { open, close } of HIDDEN) {
      if (!open.test(text)) continue;
      while (this.#at < this.#lines.length && !close.test(this.#lines[this.#at]?.text ?? "")) this.#at++;
      this.#at++;
      return true;
    }
    return false;
  }

  /** Code by its indentation alone. In lists text stands in as well: what it says decides. */
  #indented({ line, text }: BlockLine): boolean {
    if (indentOf(text) < INDENT || !beginsCode(text)) return false;
    this.#endParagraph();
    const inside: BlockLine[] = [];
    let blanks: BlockLine[] = [];
    for (; this.#at < this.#lines.length; this.#at++) {
      const next = this.#lines[this.#at] as BlockLine;
      if (next.text.trim() === "") blanks.push(next);
      else if (indentOf(next.text) < INDENT || openFence(next.text) !== undefined || (blanks.length > 0 && isProse(next.text))) break;
      else {
        inside.push(...blanks, next);
        blanks = [];
      }
    }
    this.#push("code", line, "", dedent(inside));
    return true;
  }

  /** Headings, tables, paragraphs, items of lists. */
  #words({ line, text }: BlockLine): void {
    this.#at++;
    const content = withoutQuotes(text, Number.MAX_SAFE_INTEGER);
    const heading = /^ {0,3}#{1,6}\s+(.*?)\s*#*$/.exec(content);
    // a comment in a file without marks, or root's prompt, is no heading
    if (heading) {
      this.#endParagraph();
      this.#push("heading", line, "", [{ line, text: heading[1] ?? "" }]);
    } else if (/^\s*\|/.test(content)) {
      this.#endParagraph();
      const rows = [{ line, text: content }];
      while (/^\s*(?:>\s?)?\|/.test(this.#lines[this.#at]?.text ?? "")) {
        const row = this.#lines[this.#at++] as BlockLine;
        rows.push({ line: row.line, text: withoutQuotes(row.text, Number.MAX_SAFE_INTEGER) });
      }
      this.#push("table", line, "", rows);
    } else {
      if (/^\s*(?:[-*+•]|\d{1,3}[.)])\s/.test(content)) this.#endParagraph();
      for (const part of content.includes("<br") ? content.split(/<br\s*\/?>/i) : [content]) {
        if (part.trim() !== "") this.#paragraph.push(content === text ? { line, text: part } : { line, text: part, quoted: true });
      }
    }
  }
}

function openFence(text: string): { fence: string; indent: number; quotes: number; info: string } | undefined {
  if (!text.includes("```") && !text.includes("~~~")) return undefined;
  const mark = /^((?:\s*>)*)(\s*(?:(?:[-*+]|\d{1,3}[.)])\s+)*)(?:(`{3,})([^`]*)|(~{3,})(.*))$/.exec(text);
  if (mark === null) return undefined;
  const quotes = (mark[1] ?? "").split(">").length - 1;
  // the first blank behind the last > belongs to that
  const indent = (mark[2] ?? "").length - (quotes > 0 && mark[2]?.startsWith(" ") ? 1 : 0);
  return { fence: mark[3] ?? mark[5] ?? "", indent, quotes, info: (mark[4] ?? mark[6] ?? "").trim() };
}

/** What a line inside a fence does to it. A new fence with a language, as long as this one, begins a block of its own. */
function closeFence(text: string, fence: string): "another" | "closed" | "inside" {
  if (!text.includes(fence)) return "inside";
  const mark = /^\s*(`{3,}|~{3,})\s*(.*)$/.exec(text);
  if (mark === null || !(mark[1] ?? "").startsWith(fence)) return "inside";
  if (mark[2] === "") return "closed";
  return mark[1] === fence && /^[a-z]+\s*$/.test(mark[2] ?? "") ? "another" : "inside";
}

function withoutQuotes(text: string, depth: number): string {
  let rest = text;
  for (let level = 0; level < depth; level++) {
    const mark = /^ {0,3}> ?/.exec(rest);
    if (mark === null) break;
    rest = rest.slice(mark[0].length);
  }
  return rest;
}

function plainHtml(text: string): string {
  return decodeEntities(text.replace(/<\/?(?:a|b|blockquote|br|code|div|em|font|i|li|mark|ol|p|span|strong|u|ul)\b[^>]*>/gi, ""));
}

function indentOf(text: string): number {
  let columns = 0;
  for (const letter of text) {
    if (letter === " ") columns++;
    else if (letter === "\t") columns += INDENT - (columns % INDENT);
    else break;
  }
  return columns;
}

function beginsCode(text: string): boolean {
  const typed = text.trim();
  return (
    promptOf(typed)?.strong === true ||
    isBareCommand(typed) ||
    /^(?:apiVersion|kind): ?\S/.test(typed) ||
    /^NAME(?:SPACE)?\s{2,}[A-Z]/.test(typed)
  );
}

function isProse(text: string): boolean {
  return isForeign(text) && !/^\s*(?:#|\/\/)/.test(text);
}

/** Takes the indentation off that all lines have. */
export function dedent(lines: readonly BlockLine[]): BlockLine[] {
  const common = Math.min(...lines.filter(({ text }) => text.trim() !== "").map(({ text }) => indentOf(text)));
  return common > 0 && Number.isFinite(common) ? lines.map(({ line, text }) => ({ line, text: withoutIndent(text, common) })) : [...lines];
}

/** Takes up to `indent` columns of blanks off. */
function withoutIndent(text: string, indent: number): string {
  let cut = 0;
  let columns = 0;
  while (columns < indent && (text[cut] === " " || text[cut] === "\t")) {
    columns += text[cut] === "\t" ? INDENT - (columns % INDENT) : 1;
    cut++;
  }
  return " ".repeat(Math.max(0, columns - indent)) + text.slice(cut);
}
