import type { Contradiction } from "../timeline/infer.ts";
import { isStep, type MoreOutput } from "../transcript.ts";
import { contradictionText } from "./summary.ts";
import type { LabReport, PlayedItem, Verdict } from "./types.ts";
import { type Compared, differenceText } from "./unified.ts";

/** One step as reporters tell of it. What the document does not show, and what was not played, is null. */
export interface StepResult extends Compared {
  readonly cmd: string;
  readonly status: Verdict;
  readonly why: string | null;
  /** The document's lines that differ, where the comparison says so; lines that merely look different are not among them. */
  readonly differing?: readonly number[];
  /** What was done before it that the document does not say. */
  readonly note?: string;
}

/** One document, played once. */
export interface FileResult {
  readonly file: string;
  /** What tells this play from others of the same document: `kubespray v1.23.7`; "" when it is played once. */
  readonly variant: string;
  readonly steps: readonly StepResult[];
  /** Wall time of the play. */
  readonly ms: number;
}

/** A played transcript as reporters tell of it. */
export function resultOf(report: LabReport, variant = "", ms = 0): FileResult {
  const { file, items, contradictions } = report;
  return { file, variant, ms, steps: items.map((played) => stepResult(played, report, contradictions)) };
}

function stepResult(played: PlayedItem, { file, items }: LabReport, contradictions: readonly Contradiction[]): StepResult {
  const { item, status } = played;
  const outputs = comparedOf(played);
  const why =
    played.why ??
    (status === "differs" ? differenceText(outputs) : status === "excused" ? clashText(file, contradictions, outputs.lines) : null);
  const differing = played.differences?.map(({ line }) => line);
  const told = differing === undefined || differing.length === 0 ? {} : { differing };
  const noted = played.note === undefined ? {} : { note: played.note };
  return {
    ...outputs,
    ...told,
    ...noted,
    cmd: isStep(item) ? item.command : `${runningCommand(items, item)} (goes on)`,
    status,
    why,
  };
}

/** What the document shows for an item, and what was printed. The author's remarks are neither. */
export function comparedOf({ item, status, actual }: PlayedItem): Compared {
  const expected = item.expected?.filter(({ remark }) => remark !== true);
  const runs = status !== "skipped" && status !== "unsupported";
  return {
    line: item.line,
    lines: (expected ?? []).map(({ line }) => line),
    expected: expected === undefined ? null : expected.map(({ text }) => text).join("\n"),
    actual: runs ? withoutEmptyLinesAround(actual) : null,
  };
}

/** The command whose output goes on. */
function runningCommand(items: readonly PlayedItem[], { moreOf }: MoreOutput): string {
  const steps = items.flatMap(({ item }) => (isStep(item) && item.line === moreOf ? [item.command] : []));
  return steps[0] ?? "a command before";
}

function clashText(file: string, contradictions: readonly Contradiction[], lines: readonly number[]): string {
  const clashes = contradictions.filter(({ line }) => lines.includes(line)).map((each) => contradictionText(file, each));
  return clashes.length > 0 ? clashes.join("; ") : "the document contradicts itself here";
}

/** An output without the empty lines around it. */
export function withoutEmptyLinesAround(text: string): string {
  return text.replace(/^(?:[ \t\r]*\n)+/, "").trimEnd();
}

/** Whether a step makes a test fail. */
export function isFailure({ status }: Pick<StepResult, "status">): boolean {
  return status === "differs" || status === "unsupported";
}

/** Whether it is a goal of the lab, which is judged, and not a command. */
export function isGoal({ cmd }: Pick<StepResult, "cmd">): boolean {
  return cmd.startsWith(GOAL_MARK);
}

/** What stands before a goal's sentence where commands stand else. */
export const GOAL_MARK = "goal: ";

/** Whether a play counts as passed. */
export function isPassed({ steps }: FileResult): boolean {
  return !steps.some(isFailure);
}

/** The name under which a play is told of. */
export function nameOf({ file, variant }: FileResult): string {
  return variant === "" ? file : `${file} (${variant})`;
}

/** The command's first line. */
export function titleOf({ cmd }: StepResult): string {
  const [first = "", ...rest] = cmd.split("\n");
  return rest.length === 0 ? first : `${first} …`;
}
