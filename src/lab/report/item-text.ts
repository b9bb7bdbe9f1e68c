import { comparedOf } from "./results.ts";
import type { PlayedItem } from "./types.ts";
import { unifiedDiff } from "./unified.ts";

/** A command with its output and, where the document shows another one, the difference. */
export function itemText(file: string, played: PlayedItem): string {
  const { item, status, actual, why, note } = played;
  const command = "command" in item ? `$ ${item.command.replaceAll("\n", "\n> ")}\n` : "… (it goes on)\n";
  const place = `${file}:${item.line}`;
  const diff = unifiedDiff(file, comparedOf(played)).replaceAll(/^(?=.)/gm, "  ");
  const notes: Record<PlayedItem["status"], string> = {
    equal: "",
    excused: `# ${place}: ${why ?? "the document contradicts itself here"}\n${diff}`,
    differs: `# ${place}: the document shows another output${why === undefined ? "" : `: ${why}`}\n${diff}`,
    skipped: `# ${place}: skipped: ${why ?? ""}\n`,
    unsupported: `# ${place}: not emulated: ${why ?? ""}\n`,
  };
  const before = note === undefined ? "" : `# ${place}: put in before: ${note}\n`;
  return `${before}${command}${actual}${actual === "" || actual.endsWith("\n") ? "" : "\n"}${notes[status]}\n`;
}
