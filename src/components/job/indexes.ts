import type { Job } from "../../kinds/batch/job/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";

/** Annotation, and later also label, with a pod's completion index. */
export const INDEX_KEY = "batch.kubernetes.io/job-completion-index";

/** Whether each of a job's pods works on an index of its own. */
export function isIndexed(job: Job): boolean {
  return job.spec.completionMode === "Indexed";
}

/** The completion index of a pod. */
export function indexOf(pod: Pod): number | undefined {
  const text = pod.metadata.annotations?.[INDEX_KEY];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The indexes that a job's status lists as completed. */
// pkg/controller/job/indexed_job_utils.go, 1.21
export function completedIndexes(job: Job): number[] {
  const parts = (job.status?.completedIndexes ?? "").split(",").filter((part) => part !== "");
  return parts.flatMap((part) => {
    const [first = 0, last = first] = part.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  });
}

/** `0,2-4`: two neighbours stand apart by a comma, more by a hyphen. */
export function printIndexes(indexes: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const index of [...indexes].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && run[1] === index - 1) run[1] = index;
    else runs.push([index, index]);
  }
  return runs.map(([first, last]) => (first === last ? String(first) : `${first}${last - first === 1 ? "," : "-"}${last}`)).join(",");
}

/** The first `count` indexes that are neither completed nor worked on. */
export function freeIndexes(job: Job, completed: readonly number[], active: readonly Pod[], count: number): number[] {
  const taken = new Set<number | undefined>([...completed, ...active.map(indexOf)]);
  const free: number[] = [];
  for (let index = 0; index < (job.spec.completions ?? 0) && free.length < count; index++) if (!taken.has(index)) free.push(index);
  return free;
}
