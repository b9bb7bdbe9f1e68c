import { writeFileSync } from "node:fs";
import { UserError } from "../../base/user-error.ts";
import { loadProfile } from "../../cluster/bootstrap/profile.ts";
import type { ClockState } from "../../cluster/clock.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { readClock } from "../../cluster/record.ts";
import { createSession } from "../../cluster/session.ts";
import { createRecorder, type RecordedSettings } from "../../lab/record/recorder.ts";
import { recordSession } from "../../lab/record/session.ts";
import type { Terminal } from "../../shell/terminal.ts";
import { createLineSource } from "../commands/lab/ask-lines.ts";
import type { CommandSite } from "../commands/index.ts";
import { checkTarget, createTypist } from "../recording.ts";

/** Lets somebody type at a terminal until it is left, and writes the session down as a lab. Throws UserError before anything is typed. */
export async function recordShell(
  { output }: CommandSite,
  cluster: Cluster,
  terminal: Terminal,
  file: string,
  force: boolean,
): Promise<void> {
  checkTarget(file, force);
  const { mode } = readClock(cluster.store);
  const recorder = createRecorder(settingsOf(cluster));
  const lines = createLineSource(output);
  // As when a lab is played: time passes with the commands alone, so that they can be played at the same moments.
  await setMode(cluster, "stepped");
  try {
    await recordSession(cluster, terminal, createTypist(lines, output, true), recorder);
  } finally {
    lines.end();
    await setMode(cluster, mode);
  }
  if (recorder.isEmpty()) throw new UserError("nothing was typed, so there is no lab");
  writeFileSync(file, recorder.text());
  output.stdout(`\nwritten to ${file}\n`);
}

async function setMode(cluster: Cluster, mode: ClockState["mode"]): Promise<void> {
  const session = createSession(cluster);
  await session.write(() => cluster.transactor.setClock({ mode }));
  await session.end();
}

/** What makes another cluster like this one. */
function settingsOf({ record }: Cluster): RecordedSettings {
  const { profile, kubernetesVersion, kubectlVersion, changes } = record;
  const isUsual = loadProfile(profile).kubernetesVersion === kubernetesVersion;
  return {
    profile,
    ...(isUsual ? {} : { kubernetesVersion }),
    ...(kubectlVersion === kubernetesVersion ? {} : { kubectlVersion }),
    ...(changes.nodeNetwork === undefined ? {} : { nodeNetwork: changes.nodeNetwork }),
    seed: record.settings.seed,
  };
}
