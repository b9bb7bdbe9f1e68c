import { UserError } from "../../base/user-error.ts";
import { isShownFile, isStep, type Transcript } from "../transcript.ts";
import { diffLines } from "./line-diff.ts";
import { keepingLines } from "./kept-lines.ts";
import { withoutEmptyLinesAround, type StepResult } from "./results.ts";

/** A document with its outputs as they were printed. */
export interface Updated {
  readonly text: string;
  /** Lines of the commands whose output was written anew. */
  readonly written: readonly number[];
  /** Outputs that differ and could not be written so that they read back. */
  readonly left: readonly StepResult[];
}

/**
 * Writes what was printed in the place of what the document shows, for the steps that differ and have an output. All else stays as it is to
 * the byte: fences, indentation, prompts, line ends, lines that are equal, notes of the author. `read` reads a text as the document is read.
 */
export function updateText(text: string, steps: readonly StepResult[], read: (text: string) => Transcript | undefined): Updated {
  const differing = steps.filter(({ status, expected }) => status === "differs" && expected !== null);
  const readOrNot = (changed: string): Transcript | undefined => {
    try {
      return read(changed);
    } catch (error) {
      // settings that name a line by its number name another one then, or none
      if (error instanceof UserError) return undefined;
      throw error;
    }
  };
  const written: number[] = [];
  const left: StepResult[] = [];
  let current = text;
  // From below, so that the lines of those above stay true.
  for (const step of differing.toReversed()) {
    const next = withOutput(current, step);
    if (next !== undefined && readsBack(step, next.output, readOrNot(current), readOrNot(next.text))) {
      written.unshift(step.line);
      current = next.text;
    } else left.unshift(step);
  }
  return { text: current, written, left };
}

/** A line with what ends it. */
interface RawLine {
  readonly text: string;
  readonly end: string;
}

/** The document with the step's output as printed, and that output. Undefined when the document does not write it as lines. */
function withOutput(text: string, step: StepResult): { text: string; output: string } | undefined {
  const raw = rawLines(text);
  const expected = (step.expected ?? "").split("\n");
  const prefixes = expected.map((line, index) => prefixOf(raw[(step.lines[index] ?? 0) - 1], line));
  if (prefixes.includes(undefined)) return undefined;
  const actual = step.actual === null || step.actual === "" ? [] : step.actual.split("\n");
  const prefix = prefixes.find((each, index) => each !== undefined && expected[index]?.trim() !== "") ?? "";
  const ending = raw.find(({ end }) => end !== "")?.end ?? "\n";
  const removed = new Set<number>();
  const added = new Map<number, string[]>();
  const isEqual = (index: number): boolean => step.differing !== undefined && !step.differing.includes(step.lines[index] ?? 0);
  const diff = keepingLines(diffLines(expected, actual), isEqual);
  for (const { kind, index, text: line } of diff) {
    const at = step.lines[index] ?? (step.lines.at(-1) ?? 0) + 1;
    if (kind === "expected") removed.add(at);
    if (kind === "actual") added.set(at, [...(added.get(at) ?? []), line === "" ? prefix.trimEnd() : `${prefix}${line}`]);
  }
  const after = (step.lines.at(-1) ?? 0) + 1;
  const lines = raw.flatMap((line, index) => [
    ...(added.get(index + 1) ?? []).map((added) => ({ text: added, end: ending })),
    ...(removed.has(index + 1) ? [] : [line]),
  ]);
  if (after > raw.length) lines.push(...(added.get(after) ?? []).map((added) => ({ text: added, end: ending })));
  const output = diff.filter(({ kind }) => kind !== "expected").map((line) => line.text);
  return { text: joined(lines, text), output: plainText(output.join("\n")) };
}

function rawLines(text: string): RawLine[] {
  return [...text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)]
    .filter(([whole], index) => whole !== "" || index === 0)
    .map(([, content = "", end = ""]) => ({ text: content, end }));
}

/** What stands before an output's line in the document: indentation, marks of a quotation. Undefined when the line is written otherwise. */
function prefixOf(raw: RawLine | undefined, line: string): string | undefined {
  const plain = raw?.text.trimEnd();
  const wanted = line.trimEnd();
  if (plain === undefined) return undefined;
  if (plain.endsWith(wanted) && /^[\s>]*$/.test(plain.slice(0, plain.length - wanted.length)))
    return plain.slice(0, plain.length - wanted.length);
  return undefined;
}

/** Every line but the document's last has an end; the last has one when it had. */
function joined(lines: readonly RawLine[], before: string): string {
  const ended = /[\r\n]$/.test(before);
  const ending = /\r\n|\n|\r/.exec(before)?.[0] ?? "\n";
  return lines
    .map(({ text, end }, index) => {
      if (index < lines.length - 1) return text + (end === "" ? ending : end);
      return ended ? text + (end === "" ? ending : end) : text;
    })
    .join("");
}

/** The new text holds the same commands, that output, and all others as before. */
function readsBack(step: StepResult, written: string, before: Transcript | undefined, after: Transcript | undefined): boolean {
  if (before === undefined || after === undefined) return false;
  const old = outputsOf(before);
  const now = outputsOf(after);
  const index = old.findIndex(({ line }) => line === step.line);
  if (index < 0 || old.length !== now.length) return false;
  return now.every((output, at) => {
    const same = old[at];
    if (output.command !== same?.command || output.settings !== same.settings) return false;
    return output.expected === (at === index ? written : same.expected);
  });
}

/** A command, what is said of it in the settings, and its output. */
interface ReadOutput {
  readonly line: number;
  readonly command: string;
  readonly settings: string;
  readonly expected: string;
}

function outputsOf({ items }: Transcript): ReadOutput[] {
  return items.flatMap((item) => {
    if (isShownFile(item)) return [];
    const lines = (item.expected ?? []).filter(({ remark }) => remark !== true);
    const expected = plainText(lines.map(({ text }) => text).join("\n"));
    if (!isStep(item)) return [{ line: item.line, command: "", settings: JSON.stringify(item.excuses ?? {}), expected }];
    const { command, shell, terminal, excuses, skip, advanceMs, edit, stdin } = item;
    const settings = JSON.stringify({ shell, terminal, excuses, skip, advanceMs, edit, stdin });
    return [{ line: item.line, command, settings, expected }];
  });
}

function plainText(text: string): string {
  const lines = withoutEmptyLinesAround(text).split("\n");
  return lines.map((line) => line.trimEnd()).join("\n");
}
