import { isForeign } from "./clean.ts";

/** Commands that open an editor. */
const OPENS_EDITOR =
  /^(?:sudo\s+)?(?:(?:KUBE_)?EDITOR=\S+\s+)?(?:(?:vim?|nano|emacs|gedit|code|pico|notepad)\s+\S|(?:kubectl|k)\s+(?:\S+\s+){0,6}edit\s)/;

/** The command opens an editor on a file or an object. */
export function opensEditor(command: string): boolean {
  return OPENS_EDITOR.test(command);
}

/** The file that an editor is opened on; undefined for objects. */
export function editedFile(command: string): string | undefined {
  if (!opensEditor(command) || /\sedit\s/.test(command)) return undefined;
  return command.split(/\s+/).findLast((word) => !word.startsWith("-") && !word.startsWith("+"));
}

/** What `kubectl edit` prints when its editor is left. */
const ANSWER =
  /^(?:\S+(?:\/\S+| "\S+")? (?:edited|skipped)|[a-z][\w.-]*\/[\w.-]+ \w+$|Edit cancelled|error:|A copy of your changes|[Ee]dit cancelled)/;
/** What a reader types to leave an editor, or writes between lines that stay as they are. */
const KEYS = /^\s*(?::wq?!?|:q!?|\[?ESC\]?|ZZ|~)\s*$/i;
/** `40번째 줄`, `line 40`: where lines go. */
export const LINE_PLACE = /\d+\s*번째 ?줄|\bline \d+|\d+\s*행/i;

/** Tells what is typed into an editor from what the command prints when it is left. */
export function splitEdit<Line extends { readonly text: string }>(lines: readonly Line[]): { edit: Line[]; printed: Line[] } {
  const at = lines.findIndex(({ text }) => ANSWER.test(text.trim()));
  return at < 0 ? { edit: [...lines], printed: [] } : { edit: lines.slice(0, at), printed: lines.slice(at) };
}

/** The lines that an editor puts in: without keys, and without paragraphs that are their author's words. */
export function editLines(lines: readonly string[]): string[] {
  const paragraphs: string[][] = [[]];
  for (const line of lines) {
    if (line.trim() === "") paragraphs.push([]);
    else if (!KEYS.test(line)) paragraphs.at(-1)?.push(line.trimEnd());
  }
  const isFile = paragraphs.some((paragraph) => paragraph.some(isSetting));
  const kept = paragraphs.filter(
    (paragraph) => paragraph.length > 0 && (!isFile || paragraph.some((line) => isSetting(line) || LINE_PLACE.test(line))),
  );
  return kept.flatMap((paragraph, index) => [...(index === 0 ? [] : [""]), ...paragraph.filter((line) => !isFile || !isWords(line))]);
}

/** A line of YAML, of a patch, of a configuration. */
function isSetting(line: string): boolean {
  return (
    /^\s*(?:[-+]\s*)?(?:- )?["']?[\w./-]+["']?\s*[:=](?:\s|$|\S)/.test(line) ||
    /^\s*[-+]\s*\S/.test(line) ||
    /^(?:@@|---|\+\+\+) /.test(line)
  );
}

/** Words alone: no setting, no comment behind one, no place. */
function isWords(line: string): boolean {
  return isForeign(line) && !isSetting(line) && !/^\s*#/.test(line) && !LINE_PLACE.test(line);
}
