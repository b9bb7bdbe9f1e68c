import { availableParallelism } from "node:os";
import { shareProcessors } from "../../../cluster/machine-code.ts";
import type { FileResult } from "../../../lab/report/results.ts";
import { playJob, type Job } from "./play-job.ts";
import { startPlayer } from "./player-process.ts";

/** Told of the results in the order of the jobs, and of what is under way. */
export interface JobObserver {
  result(result: FileResult): void;
  progress(text: string): void;
}

/** A process of its own takes a while until it plays: fewer jobs are played one after the other. */
const WORTH_A_PROCESS = 3;

/** Plays all jobs, on as many processors as there are. */
export async function playJobs(jobs: readonly Job[], observer: JobObserver): Promise<FileResult[]> {
  const results: (FileResult | undefined)[] = jobs.map(() => undefined);
  let next = 0;
  let told = 0;

  function tell(): void {
    for (let result = results[told]; result !== undefined; result = results[told]) {
      told++;
      observer.result(result);
    }
  }

  async function workThrough(play: (job: Job, index: number) => Promise<FileResult>): Promise<void> {
    while (next < jobs.length) {
      const index = next++;
      const job = jobs[index];
      if (job === undefined) return;
      results[index] = await play(job, index);
      tell();
    }
  }

  const helpers = jobs.length < WORTH_A_PROCESS ? 0 : Math.min(availableParallelism(), jobs.length) - 1;
  if (helpers > 0) shareProcessors();
  const players = Array.from({ length: helpers }, startPlayer);
  try {
    const here = (job: Job, index: number) =>
      playJob(job, (done, all) => observer.progress(`${index + 1}/${jobs.length} ${job.file}: step ${done} of ${all}`));
    await Promise.all([workThrough(here), ...players.map((player) => workThrough((job) => player.play(job)))]);
  } finally {
    for (const player of players) player.end();
  }
  return results.filter((result) => result !== undefined);
}
