import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { loadTranscript } from "../../../lab/parse/load.ts";
import { isPassed, type FileResult } from "../../../lab/report/results.ts";
import { updateText } from "../../../lab/report/update.ts";
import { loadOptionsOf, textOf } from "./document.ts";
import { playJob, type Job } from "./play-job.ts";

/** A document whose outputs were written anew, and what it came to after. */
export interface UpdatedFile {
  readonly result: FileResult;
  /** Lines of the commands whose outputs were written. */
  readonly written: number;
}

/** What was printed changes what a document implies, so that its next play may print something else: so often is looked again. */
const ROUNDS = 3;

/** Writes what was printed into a document, and plays it again. Nothing is written when nothing differs. */
export async function updateFile(job: Job, result: FileResult): Promise<UpdatedFile> {
  let now = result;
  const written = new Set<number>();
  for (let round = 0; round < ROUNDS && !isPassed(now); round++) {
    const text = textOf(job.file);
    const options = loadOptionsOf(job.file, job.options);
    const updated = updateText(text, now.steps, (changed) => loadTranscript(job.file, changed, options));
    if (updated.text === text) break;
    replaceFile(job.file, updated.text);
    const indexes = updated.written.map((line) => now.steps.findIndex((step) => step.line === line));
    for (const index of indexes) written.add(index);
    now = await playJob(job);
  }
  return { result: now, written: written.size };
}

/** Whole or not at all; a link stays one. */
function replaceFile(file: string, text: string): void {
  const path = realpathSync(file);
  const fresh = `${path}.${process.pid}.new`;
  try {
    writeFileSync(fresh, text);
    chmodSync(fresh, statSync(path).mode);
    renameSync(fresh, path);
  } finally {
    rmSync(fresh, { force: true });
  }
}
