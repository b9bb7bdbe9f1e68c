import { mergeFragment } from "./merge.ts";
import { readFragment } from "./fragment.ts";

/**
 * The text that an editor saves when somebody types into it what a document shows: a whole file, a patch with `+` and `-` lines, or a fragment of YAML
 * that goes where its keys stand. Undefined when the lines have no place in the text.
 */
export function applyEdit(content: string, shown: readonly string[]): string | undefined {
  const lines = shown.map((line) => line.trimEnd());
  const from = lines.findIndex((line) => line !== "");
  if (from < 0) return undefined;
  const typed = lines.slice(from, lines.findLastIndex((line) => line !== "") + 1);
  if (content.trim() === "" || isWhole(typed)) return `${typed.join("\n")}\n`;
  if (isPatch(typed)) return patched(content, typed);
  const fragment = readFragment(typed);
  return fragment.length === 0 ? undefined : mergeFragment(content, fragment);
}

/** An object of its own: everything else is replaced. */
function isWhole(lines: readonly string[]): boolean {
  return ["apiVersion:", "kind:", "metadata:"].every((key) => lines.some((line) => line.startsWith(key)));
}

/** `-` and `+` of a patch stand in the first column; items of a list (`- name: x`) do not come in pairs with `+`. */
function isPatch(lines: readonly string[]): boolean {
  return lines.some((line) => /^(?:@@|\+(?!\+))/.test(line)) || lines.every((line) => /^-(?! ?\w[\w-]*:)/.test(line));
}

/** Lines with `-` go, lines with `+` come in their place, lines with neither tell where. */
function patched(content: string, patch: readonly string[]): string | undefined {
  const lines = content.split("\n");
  let at = 0;
  for (const line of patch.filter((each) => !/^(?:@@|---|\+\+\+|diff |index )/.test(each))) {
    if (line.startsWith("+")) {
      lines.splice(at, 0, indentedLike(line.slice(1), lines[at - 1] ?? ""));
      at++;
      continue;
    }
    const wanted = (line.startsWith("-") ? line.slice(1) : line).trim();
    const found = lines.findIndex((each, index) => index >= at && each.trim() === wanted);
    if (found < 0) return undefined;
    if (line.startsWith("-")) lines.splice(found, 1);
    at = line.startsWith("-") ? found : found + 1;
  }
  return lines.join("\n");
}

function indentedLike(line: string, before: string): string {
  return /^\s/.test(line) ? line : `${/^\s*/.exec(before)?.[0] ?? ""}${line}`;
}
