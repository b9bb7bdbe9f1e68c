import { isFailure, isGoal, isPassed, type FileResult, nameOf, type StepResult, titleOf } from "./results.ts";
import { countsText } from "./summary.ts";
import { firstDifference, unifiedDiff } from "./unified.ts";

/** Colours, or none. */
export interface Paint {
  (style: "bad" | "dim" | "good" | "strong", text: string): string;
}

/** Text without colours. */
export const plainPaint: Paint = (_, text) => text;

const CODES = { bad: 31, good: 32, strong: 1, dim: 2 } as const;

/** Colours of a terminal. */
export const colourPaint: Paint = (style, text) => `\x1b[${CODES[style]}m${text}\x1b[0m`;

/** What one document's play came to: each difference as a unified diff at its line, each reason, and a line that sums up. */
export function prettyFile(result: FileResult, paint: Paint): string {
  const told = result.steps.map(
    (step) => `${noteText(result, step, paint)}${step.status === "equal" ? "" : stepText(result, step, paint)}`,
  );
  const shown = result.steps.filter(({ expected }) => expected !== null).map(({ status }) => status);
  const mark = isPassed(result) ? paint("good", "ok") : paint("bad", "FAILED");
  return `${told.join("")}${mark} ${paint("strong", nameOf(result))}: ${countsText(shown)}${hiddenFailures(result)}\n`;
}

/** The last line: all documents together. Empty for a single one. */
export function prettyTotal(results: readonly FileResult[], paint: Paint): string {
  if (results.length < 2) return "";
  const failed = results.filter((result) => !isPassed(result)).length;
  const shown = results.flatMap(({ steps }) => steps.filter(({ expected }) => expected !== null).map(({ status }) => status));
  const verdict = failed === 0 ? paint("good", "all pass") : paint("bad", `${failed} of ${results.length} failed`);
  return `\n${results.length} plays: ${countsText(shown)}; ${verdict}\n`;
}

/** What is not among the outputs: commands that failed although the document shows no output of theirs, and goals. */
function hiddenFailures({ steps }: FileResult): string {
  const goals = steps.filter(isGoal);
  const failed = steps.filter((step) => isFailure(step) && step.expected === null && !isGoal(step)).length;
  const reached = goals.filter((goal) => !isFailure(goal)).length;
  const told = goals.length === 0 ? "" : `, ${reached} of ${goals.length} ${goals.length === 1 ? "goal" : "goals"} reached`;
  return failed === 0 ? told : `${told}, and ${failed} ${failed === 1 ? "step" : "steps"} without an output failed`;
}

/** What was put in before a step that the document presupposes. */
function noteText({ file }: FileResult, { line, note }: StepResult, paint: Paint): string {
  return note === undefined ? "" : `${paint("dim", `${file}:${line}: put in before: ${note}`)}\n`;
}

function stepText({ file }: FileResult, step: StepResult, paint: Paint): string {
  const { status, why } = step;
  if (status === "excused" || status === "skipped")
    return `${paint("dim", `${file}:${step.line}: ${titleOf(step)}: ${status}: ${why ?? ""}`)}\n`;
  const line = status === "differs" ? firstDifference(step) : step.line;
  const head = `${paint("bad", `${file}:${line}: ${titleOf(step)}: ${isGoal(step) ? "fails" : status === "differs" ? "differs" : "not emulated"}`)}${why === null ? "" : `: ${why}`}\n`;
  return status === "differs" ? `${head}${painted(unifiedDiff(file, step), paint)}` : head;
}

function painted(diff: string, paint: Paint): string {
  return diff.replace(/^[-+@].*$/gm, (line) => {
    if (line.startsWith("@@") || line.startsWith("--- ") || line.startsWith("+++ ")) return paint("dim", line);
    return paint(line.startsWith("-") ? "bad" : "good", line);
  });
}
