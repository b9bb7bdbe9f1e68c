import { isFailure, type FileResult, nameOf, type StepResult, titleOf } from "./results.ts";

/** TAP version 14 (a reader of version 13 understands it): a test point for each step, with a YAML block where it says more than "ok". */
export function tapReport(results: readonly FileResult[]): string {
  const points = results.flatMap((result) => result.steps.map((step) => ({ result, step })));
  const texts = points.map(({ result, step }, index) => pointText(index + 1, result, step));
  return `TAP version 14\n1..${points.length}\n${texts.join("")}`;
}

function pointText(number: number, result: FileResult, step: StepResult): string {
  const name = `${nameOf(result)}:${step.line} ${titleOf(step)}`;
  const head = `${isFailure(step) ? "not ok" : "ok"} ${number} - ${escaped(name)}`;
  if (step.status === "skipped") return `${head} # SKIP ${oneLine(step.why ?? "")}`.trimEnd() + "\n";
  return `${head}\n${step.status === "equal" ? "" : diagnostics(result, step)}`;
}

function diagnostics({ file }: FileResult, step: StepResult): string {
  const fields: [string, string | null][] = [
    ["status", step.status],
    ["file", file],
    ["command", step.cmd],
    ["why", step.why],
    ["expected", step.expected],
    ["actual", step.actual],
  ];
  const known = fields.filter((field): field is [string, string] => field[1] !== null);
  return `  ---\n  line: ${step.line}\n${known.map(([key, value]) => `  ${key}: ${scalar(value)}\n`).join("")}  ...\n`;
}

/** A YAML scalar inside the diagnostics: several plain lines as a block that can be read, all else as JSON, which YAML contains. */
function scalar(text: string): string {
  const isPlain = text.includes("\n") && /^[\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe]*$/.test(text) && !/[\u2028\u2029]|\n$/.test(text);
  return isPlain ? `|2-\n${text.replaceAll(/^(?=.)/gm, "    ")}` : jsonText(text);
}

/** JSON with the characters escaped that YAML knows as line breaks or does not allow. */
function jsonText(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A description in which no `#` begins a directive. */
function escaped(text: string): string {
  return oneLine(text).replace(/[\\#]/g, "\\$&");
}

function oneLine(text: string): string {
  return text.replace(/[\x00-\x1f\x7f\u2028\u2029]+/g, " ");
}
