import { isShownFile, isStep, type ShownFile, type Step, type TranscriptItem } from "../transcript.ts";
import { nameOf } from "./shown-files.ts";

/**
 * Files that `cat` shows and that no command of the document has made lay there before: their content is what was printed. They are for disks that
 * have no such file.
 */
export function printedFiles(items: readonly TranscriptItem[]): ShownFile[] {
  const found = new Map<string, ShownFile>();
  for (const [index, item] of items.entries()) {
    const path = isStep(item) ? printedPath(item) : undefined;
    if (path === undefined || !isStep(item) || found.has(path)) continue;
    const isKnown = items.some((other) => isShownFile(other) && nameOf(other.path) === nameOf(path));
    const isMade = items.slice(0, index).some((other) => isStep(other) && makes(other, nameOf(path)));
    if (!isKnown && !isMade) found.set(path, fileOf(item, path));
  }
  return [...found.values()];
}

function fileOf({ line, expected = [] }: Step, path: string): ShownFile {
  const content = expected.filter(({ remark }) => remark !== true).map(({ text }) => text);
  return { line, path, content: content.join("\n"), sure: "named", onlyWhereAbsent: true };
}

/** The path of `cat PATH` with an output that is no complaint. */
function printedPath({ command, expected = [] }: Step): string | undefined {
  const path = /^\s*(?:sudo\s+)?cat\s+([\w./~-]+)\s*$/.exec(command)?.[1];
  const isPrinted = expected.length > 0 && !expected.some(({ text }) => /No such file or directory|^\s*(?:\.{3,}|…)/.test(text));
  return isPrinted && path !== undefined && /\.\w+$/.test(path) && !path.startsWith("/proc/") && !path.startsWith("/run/")
    ? path
    : undefined;
}

/** Whether a command may write a file of that name. */
function makes({ command }: Step, name: string): boolean {
  return command.includes(name) && /[>|]|\b(?:vi|vim|nano|tee|cp|mv|wget|curl|git|touch|sed|scp)\b/.test(command);
}
