import type { Contradiction } from "../timeline/infer.ts";
import type { LabReport, Verdict } from "./types.ts";

/** A contradiction as a sentence that names both lines. */
export function contradictionText(file: string, { line, object, age, against }: Contradiction): string {
  return `${file}:${line} shows ${object} ${age} old, but ${file}:${against.line} shows ${against.object} ${against.age} old: these ages contradict each other`;
}

/** `13 of 14 outputs equal, 1 excused`. Items without an output in the document are not counted. */
export function summaryText({ items }: LabReport): string {
  return countsText(items.filter(({ item }) => item.expected !== undefined).map(({ status }) => status));
}

/** `13 of 14 outputs equal, 1 excused`, from the verdicts on all shown outputs. */
export function countsText(shown: readonly Verdict[]): string {
  const count = (status: Verdict) => shown.filter((each) => each === status).length;
  const others = (["excused", "differs", "unsupported", "skipped"] as const)
    .filter((status) => count(status) > 0)
    .map((status) => `, ${count(status)} ${status}`);
  return `${count("equal")} of ${shown.length} outputs equal${others.join("")}`;
}
