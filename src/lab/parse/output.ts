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
    ofOneCommand(
      ownLines(lines).map(({ line, text }) => {
        const clean = cleanOutput(cleanCode(text, habits));
        const printed = texts ? clean : withoutNote(clean);
        return isNotPrinted(printed, command) ? { line, text: clean, remark: true } : { line, text: printed };
      }),
      command,
    ),
  );
}

/** Without the author's comment on what comes next, and without the sign that some put between a command and its output. */
function ownLines(lines: readonly BlockLine[]): readonly BlockLine[] {
  const first = lines.findIndex(({ text }) => text.trim() !== "");
  const from = /^\s*>\s*$/.test(lines[first]?.text ?? "") ? first + 1 : 0;
  const to = lines.findLastIndex(({ text }) => text.trim() !== "" && !(isForeign(text) && /^\s*(?:#|\/\/)/.test(text)));
  return lines.slice(from, to + 1);
}

/**
 * A remark behind which another table begins stands for a command that the document does not show: what `get` of one type prints ends there.
 */
function ofOneCommand(lines: readonly ExpectedLine[], command: string): readonly ExpectedLine[] {
  if (!/^(?:kubectl|k)\s+get\s+(?!all\b)[^\s,]+(?:\s|$)/.test(command) || / -w\b|--watch|\s-A\b/.test(command)) return lines;
  let tables = 0;
  let remark = -1;
  for (const [index, line] of lines.entries()) {
    if (line.remark === true) remark = index;
    else if (/^NAME(?:SPACE)?\s{2,}[A-Z]/.test(line.text)) {
      if (tables > 0 && remark >= 0) return lines.slice(0, remark);
      tables++;
    } else if (line.text.trim() !== "") remark = -1;
  }
  return lines;
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
  if (/^apiVersion: |^kind: /.test(first)) return /\s-o[= ]?yaml\b/.test(command) && isAnswer(command, shown);
  if (first.startsWith("{")) return /\s-o[= ]?json\b|^(?:curl|wget|cat)\s/.test(command);
  if (isPrinted(first)) return true;
  if (!/^(?:|text|txt|plain|plaintext|console|output|bash|sh|shell|html|log|properties|none|zsh)$/.test(language)) return false;
  return between.length === 0 || (between.length <= 2 && ANNOUNCES.test(between.join(" ")));
}

/** Types of objects by the short names that readers type. */
const SHORT: Readonly<Record<string, string>> = {
  po: "pod",
  svc: "service",
  deploy: "deployment",
  rs: "replicaset",
  ds: "daemonset",
  sts: "statefulset",
  cm: "configmap",
  ing: "ingress",
  ns: "namespace",
  no: "node",
  pv: "persistentvolume",
  pvc: "persistentvolumeclaim",
  hpa: "horizontalpodautoscaler",
  ep: "endpoints",
  sa: "serviceaccount",
  sc: "storageclass",
  cj: "cronjob",
};

/** The object is of the type that was asked for, or a list; else it is a file that happens to follow. */
function isAnswer(command: string, lines: readonly BlockLine[]): boolean {
  const kind = lines.map(({ text }) => /^kind: (\w+)/.exec(text)?.[1]?.toLowerCase()).find((found) => found !== undefined);
  const asked = /\s(?:get|create|run|expose|edit)\s+(?:-\S+\s+)*([a-z]+)/.exec(command)?.[1] ?? "";
  const type = SHORT[asked] ?? asked;
  return (
    kind === undefined || kind === "list" || /\s(?:run|create|expose)\s/.test(command) || kind.startsWith(type.replace(/(?:es|s)$/, ""))
  );
}
