import { isFailure, type FileResult, nameOf, type StepResult, titleOf } from "./results.ts";
import { unifiedDiff } from "./unified.ts";

/**
 * JUnit's XML, valid both by the schema of Apache Ant's reports and by that of Jenkins' xUnit plugin: a suite for each document, a case
 * for each step. `at` is the moment of the report, `2026-01-01T00:00:00`.
 */
export function junitReport(results: readonly FileResult[], at: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${results.map((result, id) => suite(result, id, at)).join("")}</testsuites>\n`;
}

function suite(result: FileResult, id: number, at: string): string {
  const { steps } = result;
  const name = token(nameOf(result));
  const skipped = steps.filter(({ status }) => status === "skipped").length;
  const excused = steps.filter(({ status }) => status === "excused");
  const notes = excused.map((step) => `${result.file}:${step.line}: ${titleOf(step)}: excused: ${step.why ?? ""}\n`).join("");
  const counts = `tests="${steps.length}" failures="${steps.filter(isFailure).length}" errors="0" skipped="${skipped}"`;
  return (
    `  <testsuite package="k8sim" id="${id}" name="${name}" timestamp="${at}" hostname="localhost" ${counts} time="${(result.ms / 1000).toFixed(3)}">\n` +
    `    <properties/>\n${steps.map((step) => testcase(result, step)).join("")}` +
    `    <system-out>${content(notes)}</system-out>\n    <system-err></system-err>\n  </testsuite>\n`
  );
}

function testcase(result: FileResult, step: StepResult): string {
  const head = `    <testcase classname="${token(nameOf(result))}" name="${token(`${step.line}: ${titleOf(step)}`)}" time="0"`;
  if (step.status === "skipped") return `${head}>\n      <skipped>${content(step.why ?? "")}</skipped>\n    </testcase>\n`;
  if (!isFailure(step)) return `${head}/>\n`;
  const why = step.why ?? "the document shows another output";
  const diff = step.status === "differs" ? unifiedDiff(result.file, step) : "";
  return `${head}>\n      <failure type="${step.status}" message="${attribute(why)}">${content(`${why}\n${diff}`)}</failure>\n    </testcase>\n`;
}

/** Text of an element. What XML cannot hold, not even escaped, is written as `\x1b`. */
function content(text: string): string {
  return text
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, (letter) => `\\x${letter.charCodeAt(0).toString(16).padStart(2, "0")}`)
    .toWellFormed()
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\r", "&#13;");
}

function attribute(text: string): string {
  return content(text).replaceAll('"', "&quot;").replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");
}

/** A name: a line without blanks around it. */
function token(text: string): string {
  return attribute(text.replace(/\s+/g, " ").trim() || "-");
}
