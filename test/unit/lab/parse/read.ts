import { loadTranscript } from "../../../../src/lab/parse/load.ts";
import { isShownFile, isStep, type TranscriptItem } from "../../../../src/lab/transcript.ts";

/** The items of a document's lines. */
export function itemsOf(lines: readonly string[]): readonly TranscriptItem[] {
  return loadTranscript("lab.md", lines.join("\n"))?.items ?? [];
}

/** `LINE TERMINAL: COMMAND => OUTPUT|OUTPUT` of each step, `LINE file PATH`, `LINE more => OUTPUT`. Remarks stand in braces. */
export function read(lines: readonly string[]): string[] {
  return itemsOf(lines).map((item) => {
    if (isShownFile(item)) return `${item.line} file ${item.path} (${item.sure})${item.broken === undefined ? "" : " broken"}`;
    const output = (item.expected ?? []).map(({ text, remark }) => (remark === true ? `{${text}}` : text)).join("|");
    return isStep(item)
      ? `${item.line} ${item.terminal}: ${item.command}${output === "" ? "" : ` => ${output}`}${item.edit === undefined ? "" : ` [${item.edit.join("|")}]`}`
      : `${item.line} more => ${output}`;
  });
}

/** The same for one fenced block. */
export function readBlock(lines: readonly string[], language = ""): string[] {
  return read([`\`\`\`${language}`, ...lines, "```"]);
}
