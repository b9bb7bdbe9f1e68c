import { ownCommands } from "../../own-commands.ts";
import { writeFileSync } from "node:fs";
import { UserError } from "../../../base/user-error.ts";
import { playLab, type Standstill } from "../../../lab/play.ts";
import { createRecorder, type Recorder } from "../../../lab/record/recorder.ts";
import { recordSession } from "../../../lab/record/session.ts";
import { colourPaint, plainPaint, prettyFile } from "../../../lab/report/pretty.ts";
import { isPassed } from "../../../lab/report/results.ts";
import { NO_SETTINGS } from "../../../lab/settings/read.ts";
import type { CommandSite } from "../index.ts";
import { checkTarget, createTypist } from "../../recording.ts";
import { createLineSource } from "./ask-lines.ts";
import { clusterFlags, clusterOptions } from "./cluster-options.ts";
import { playJob } from "./play-job.ts";
import { isColourful } from "./reporters.ts";
import type { RecordFlags } from "./record.ts";
import { letTimeRun } from "./run-lab.ts";

/** Records what is typed at a fresh cluster, which stays in use. Throws UserError before anything is made. */
export async function recordLab(site: CommandSite, file: string | undefined, flags: RecordFlags): Promise<void> {
  if (file !== undefined) checkTarget(file, flags.force === true);
  const { home, output } = site;
  const transcript = { file: file ?? "lab", settings: NO_SETTINGS, items: [] };
  const options = clusterOptions(transcript, clusterFlags(flags));
  const create = { ...options, force: flags.force === true };
  const { profile = "book", seed = 1, kubernetesVersion } = options;
  const recorder = createRecorder({
    profile,
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
    seed,
    ...(flags.title === undefined ? {} : { title: flags.title }),
  });
  const lines = createLineSource(output);
  try {
    await playLab(transcript, {
      home,
      cluster: flags.cluster,
      create,
      own: ownCommands,
      between: (standstill) => type(standstill, recorder),
    });
  } finally {
    lines.end();
  }
  await letTimeRun(home, flags.cluster);
  if (recorder.isEmpty()) throw new UserError("nothing was typed, so there is no lab");
  if (file === undefined) return output.stdout(recorder.text());
  writeFileSync(file, recorder.text());
  output.stdout(`\nwritten to ${file}\n`);
  await playBack(site, file);

  async function type({ cluster, terminal }: Standstill, into: Recorder): Promise<boolean> {
    const typist = createTypist(lines, output, file !== undefined);
    await recordSession(cluster, terminal, typist, into);
    return false;
  }
}

/** Plays what was written, so that nobody finds out later what does not play back. Exit code 1 when something differs. */
async function playBack(site: CommandSite, file: string): Promise<void> {
  const result = await playJob({ file, options: {}, variant: { name: "", flags: {} }, fresh: false });
  site.output.stdout(prettyFile(result, isColourful() ? colourPaint : plainPaint));
  if (!isPassed(result)) site.exitCode = 1;
}
