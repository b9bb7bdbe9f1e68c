import type { ExpectedLine } from "../transcript.ts";
import { cleanCode, cleanOutput, isForeign, withoutNote, type Habits } from "./clean.ts";
import type { BlockLine } from "./lines.ts";
import { isPrinted } from "./printed.ts";
import { isNotPrinted } from "./session.ts";
import { printsTexts } from "./words.ts";

/** The lines that a document shows for a command: cleaned, its author's remarks marked, blank lines and remarks at both ends left out. */
export function outputLines(lines: readonly BlockLine[], command: string, habits: Habits): ExpectedLine[] {
  const texts = printsTexts(command);
  return trimmed(
    lines.map(({ line, text }) => {
      const clean = cleanOutput(cleanCode(text, habits));
      const printed = texts ? clean : withoutNote(clean);
      return isNotPrinted(printed, command) ? { line, text: clean, remark: true } : { line, text: printed };
    }),
  );
}

/** Without blank lines and remarks at both ends. */
export function trimmed(lines: readonly ExpectedLine[]): ExpectedLine[] {
  const counts = ({ text, remark }: ExpectedLine): boolean => remark !== true && text.trim() !== "";
  const from = lines.findIndex(counts);
  return from < 0 ? [] : lines.slice(from, lines.findLastIndex(counts) + 1);
}

/** Words that say that an output follows. */
const ANNOUNCES = /결과|출력|다음과 같|아래와 같|확인|응답|output|result|prints?|response|salida|結果|輸出|输出/i;

/** Whether a block without commands is what the command before it printed. `between` is the text that stands between the two. */
export function isOutputOf(command: string, lines: readonly BlockLine[], language: string, between: readonly string[]): boolean {
  const shown = lines.filter(({ text }) => text.trim() !== "");
  const first = shown[0]?.text.trim() ?? "";
  if (first === "" || shown.filter(({ text }) => isForeign(text)).length * 2 > shown.length) return false;
  if (/^apiVersion: |^kind: /.test(first)) return /\s-o[= ]?yaml\b/.test(command) && !/^(?:kubectl|k) (?:apply|create -f)/.test(command);
  if (first.startsWith("{")) return /\s-o[= ]?json\b|^(?:curl|wget|cat)\s/.test(command);
  if (isPrinted(first)) return true;
  if (!/^(?:|text|txt|plain|plaintext|console|output|bash|sh|shell|html|log|properties|none|zsh)$/.test(language)) return false;
  return between.length === 0 || (between.length <= 2 && ANNOUNCES.test(between.join(" ")));
}
