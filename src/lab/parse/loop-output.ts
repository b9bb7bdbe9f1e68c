import type { ExpectedLine } from "../transcript.ts";

/** Loops that somebody has to end, of the shell and of PowerShell. */
const ENDLESS =
  /\bwhile\s+(?:true|:|sleep|\[ 1 \]|\(\(\s*1\s*\)\))|\bwhile\s*\(\s*(?:\$true|1)\s*\)|\bfor\s*\(\(\s*[^;]*;\s*;|\buntil\s+false/i;
/** What a request says that is not answered. */
const UNANSWERED = /^curl: \(\d+\) /;

/** Whether further lines are what a loop prints later: it goes on counting, or, when it is endless, each line is like one that it has shown. */
export function goesOn(command: string, before: readonly ExpectedLine[], further: readonly ExpectedLine[]): boolean {
  const lines = further.filter(({ remark }) => remark !== true);
  const counted = countOf(before.at(-1)?.text);
  if (counted !== undefined && lines.every(({ text }) => countOf(text) !== undefined))
    return lines.some(({ text }) => (countOf(text) ?? 0) > counted);
  if (!ENDLESS.test(command)) return false;
  const forms = new Set(before.map(({ text }) => formOf(text)).filter((form) => form !== ""));
  const known = lines.filter(({ text }) => forms.has(formOf(text)));
  return known.length > 0 && known.length === lines.filter(({ text }) => text.trim() !== "" && !UNANSWERED.test(text)).length;
}

/** The turn that a line of two words begins with: `56382 np-pods-…`. */
function countOf(text = ""): number | undefined {
  const match = /^(\d+) \S+\s*$/.exec(text);
  return match === null ? undefined : Number(match[1]);
}

/** A line with whatever is another each time taken for any other of its sort: drawn names, addresses, numbers. */
function formOf(text: string): string {
  return text
    .trim()
    .replace(/[a-z0-9]+(?:[-.][a-z0-9]+)*-[a-z0-9]{5}\b/g, "⟨name⟩")
    .replace(/\d+/g, "9")
    .replace(/9(?:[.:]9)+/g, "⟨numbers⟩");
}
