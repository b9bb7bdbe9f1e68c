import { UserError } from "../../../base/user-error.ts";
import { type FileResult, isFailure, isPassed, titleOf } from "../../../lab/report/results.ts";
import { wholeNumberArgument } from "../../arguments.ts";
import { UsageMistake } from "../../failure.ts";
import type { CommandSite } from "../index.ts";
import { goalsOf, NothingToPlay, readTranscript, shippedLab } from "./document.ts";
import type { DocumentFlags } from "./flags.ts";
import type { Job } from "./play-job.ts";
import { playJobs } from "./play-jobs.ts";
import { createProgress } from "./progress.ts";
import { createReporter } from "./reporters.ts";
import { testFiles } from "./test-files.ts";
import type { TestFlags } from "./test.ts";
import { updateFile } from "./update-files.ts";
import { variantsOf } from "./variants.ts";

/** Plays documents and tells what differs. Exit code 1 when something does, UsageMistake when a document cannot be played. */
export async function testLabs(site: CommandSite, names: readonly string[], flags: TestFlags): Promise<void> {
  const reporter = await asUsage(async () => createReporter(flags.reporter, site.output));
  const jobs = await asUsage(async () => jobsOf(names, flags));
  const progress = createProgress();
  const results = await asUsage(() =>
    playJobs(jobs, {
      progress: (text) => progress.show(text),
      result(result) {
        progress.clear();
        reporter.result(result);
      },
    }),
  );
  progress.clear();
  reporter.end(results);
  if (!results.every(isPassed)) site.exitCode = 1;
  if (flags.update === true) await update(site, jobs, results);
}

/** Writes what was printed into the documents, and says so beside the report. Exit code 1 when something still differs. */
async function update(site: CommandSite, jobs: readonly Job[], results: readonly FileResult[]): Promise<void> {
  site.exitCode = 0;
  for (const [index, job] of jobs.entries()) {
    const before = results[index];
    if (before === undefined || isPassed(before)) continue;
    const { result, written } = await updateFile(job, before);
    site.output.stderr(`${job.file}: ${written} ${written === 1 ? "output" : "outputs"} written\n`);
    for (const step of result.steps.filter(isFailure))
      site.output.stderr(`${job.file}:${step.line}: ${titleOf(step)}: still ${step.status}: ${step.why ?? ""}\n`);
    if (!isPassed(result)) site.exitCode = 1;
  }
}

/** Every document in every way. All are read before any is played, so that a mistake is told at once. */
function jobsOf(names: readonly string[], flags: TestFlags): Job[] {
  const variants = variantsOf({
    profiles: listOf(flags.profile),
    versions: listOf(flags.kubernetesVersion),
    seeds: listOf(flags.seed).map((text) => wholeNumberArgument(text, "seed", 0)),
  });
  if (flags.update === true && variants.length > 1)
    throw new UserError("--update writes what one play prints: give one profile, version and seed");
  if (flags.update === true && flags.fresh === true)
    throw new UserError("--update writes what a play prints that follows the document, and --fresh does not");
  const files = testFiles(names);
  const shipped = files.find(({ file }) => shippedLab(file) !== undefined);
  if (flags.update === true && shipped !== undefined) throw new UserError(`--update writes files, and ${shipped.file} is a shipped lab`);
  if (flags.sidecar !== undefined && files.length > 1) throw new UserError("--sidecar belongs to one document");
  const { section, sidecar } = flags;
  const options = { ...(section === undefined ? {} : { section }), ...(sidecar === undefined ? {} : { sidecar }) };
  const fresh = flags.fresh === true;
  const jobs: Job[] = [];
  for (const { file, isNamed } of files) {
    if (isPlayable(file, options, isNamed)) jobs.push(...variants.map((variant) => ({ file, options, variant, fresh })));
  }
  if (jobs.length === 0) throw new UserError(`there is nothing to play in ${names.join(" ")}`);
  return jobs;
}

/** Throws UserError for a document that the user named and that has no commands; one that a directory gave is passed over. */
function isPlayable(file: string, options: DocumentFlags, isNamed: boolean): boolean {
  try {
    goalsOf(file, readTranscript(file, options));
    return true;
  } catch (error) {
    if (isNamed || !(error instanceof NothingToPlay)) throw error;
    return false;
  }
}

function listOf(text: string | undefined): string[] {
  if (text === undefined) return [];
  const items = text.split(",").map((item) => item.trim());
  return items.filter((item) => item !== "");
}

/** CI tells a document that cannot be played (exit code 2) from one that shows something else (1). */
async function asUsage<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof UserError) throw new UsageMistake(error.message);
    throw error;
  }
}
