import { isFailure, type FileResult, nameOf, type StepResult, titleOf } from "./results.ts";
import { countsText } from "./summary.ts";
import { firstDifference, unifiedDiff } from "./unified.ts";

/** Workflow commands that put each difference on its line of the document; excused outputs are notices. */
export function githubReport(results: readonly FileResult[]): string {
  return results.map(fileText).join("");
}

function fileText(result: FileResult): string {
  const told = result.steps.filter((step) => isFailure(step) || step.status === "excused");
  const shown = result.steps.filter(({ expected }) => expected !== null).map(({ status }) => status);
  return `${told.map((step) => annotation(result, step)).join("")}${nameOf(result)}: ${countsText(shown)}\n`;
}

function annotation(result: FileResult, step: StepResult): string {
  const line = step.status === "differs" ? firstDifference(step) : step.line;
  const why = step.why ?? "the document shows another output";
  const diff = step.status === "differs" ? unifiedDiff(result.file, step).trimEnd() : "";
  const title = `${titleOf(step)}: ${step.status}${result.variant === "" ? "" : ` (${result.variant})`}`;
  const level = isFailure(step) ? "error" : "notice";
  const message = diff === "" ? why : `${why}\n${diff}`;
  return `::${level} file=${property(result.file)},line=${line},title=${property(title)}::${data(message)}\n`;
}

/** What would end a workflow command's message. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** What would end one of its properties, as well. */
function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
