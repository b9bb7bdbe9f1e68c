import type { ExpectedLine, Step } from "../transcript.ts";
import { cleanCode, cleanCommand, withoutNote, type Habits } from "./clean.ts";
import { editLines, opensEditor, splitEdit } from "./edits.ts";
import type { BlockLine } from "./lines.ts";
import { outputLines } from "./output.ts";
import type { Typed } from "./session.ts";
import { withoutComment } from "./words.ts";

/** A step while the document is still being read: what comes later may belong to it. */
export interface Draft {
  readonly line: number;
  readonly prompt?: string;
  readonly command: string;
  mended?: string;
  readonly shell: Step["shell"];
  /** "" and "same" are not settled yet. */
  readonly terminal: string;
  expected: readonly ExpectedLine[];
  edit?: readonly string[];
  stdin?: string;
  readonly skip?: string;
}

/** Makes a step of what a block of code shows. */
export function draftOf({ line, prompt, powershell, lines, output }: Typed, habits: Habits): Draft {
  const shell = powershell ? "powershell" : "sh";
  const { command, mended } = commandOf(lines, shell, habits);
  const open = placeholderOf(command);
  const draft: Draft = {
    line,
    ...(prompt === undefined ? {} : { prompt: prompt.text }),
    command,
    ...(mended === undefined ? {} : { mended }),
    shell,
    terminal: powershell ? "pc" : (prompt?.terminal ?? ""),
    ...(open === undefined ? {} : { skip: `the document leaves ${open} open` }),
    expected: [],
  };
  attach(draft, output, habits);
  return draft;
}

/** Words of HTML in angle brackets, which a command looks for. */
const TAGS = /^<(?:title|html|head|body|h\d|p|a|b|i|br|div|span|ul|ol|li|table|tr|td|pre|code)>$/;

/** `<pod name>`: what a reader is to put in. */
function placeholderOf(command: string): string | undefined {
  const [first = ""] = command.split("\n");
  if (!first.includes("<")) return undefined;
  const bare = first.replace(/'[^']*'/g, "''");
  const found = /(?<![<\d&])<[A-Za-z가-힣](?:[\w가-힣 .:/|-]{0,40}[\w가-힣])?>/.exec(bare)?.[0];
  return found === undefined || TAGS.test(found) ? undefined : found;
}

/** Gives a step the lines behind it: its output, and what is typed into an editor or into `cat > FILE`. */
export function attach(draft: Draft, output: readonly BlockLine[], habits: Habits): void {
  const { command } = draft;
  if (opensEditor(command)) {
    const { edit, printed } = splitEdit(output);
    takeEdit(draft, edit, habits);
    draft.expected = outputLines(printed, command, habits);
  } else if (
    /^(?:sudo\s+)?cat\s*>{1,2}\s*\S+$|^(?:sudo\s+)?tee\s+(?:-a\s+)?[^\s|<]+$|^(?:kubectl|k)\s.*-f\s*-$/.test(command) &&
    output.some(endsInput)
  ) {
    const end = output.findIndex(endsInput);
    draft.stdin = output
      .slice(0, end)
      .map(({ text }) => `${cleanCode(text, habits)}\n`)
      .join("");
    draft.expected = outputLines(output.slice(end + 1), command, habits);
  } else draft.expected = outputLines(output, command, habits);
}

function endsInput({ text }: BlockLine): boolean {
  return /^\s*\^[CDZ]\s*$/i.test(text);
}

/** What is put into the editor that a step opens. */
export function takeEdit(draft: Draft, lines: readonly BlockLine[], habits: Habits): void {
  const edit = editLines(lines.map(({ text }) => cleanCode(text, habits)));
  if (edit.length > 0) draft.edit = edit;
}

function commandOf(lines: readonly string[], shell: Step["shell"], habits: Habits): Pick<Draft, "command" | "mended"> {
  const typed = lines
    .map((text) => cleanCode(text, habits))
    .join("\n")
    .trim();
  if (shell === "powershell") return { command: typed };
  // here-documents hold other texts
  const [first = "", ...rest] = typed.split("\n");
  const clean = cleanCommand(first);
  const whole = rest.length > 0 ? clean : withoutComment(withoutNote(clean)).trim();
  const quoted = rest.length > 0 && !/<<-?\s*\S/.test(first) ? rest.map(cleanCommand) : rest;
  const command = [whole, ...quoted].join("\n");
  // what a comment says is no part of the command, and the author's quotes are easily read
  const changed = withoutComment(withoutNote(first)).trim();
  return command === typed || whole === changed ? { command } : { command, mended: typed };
}
