import { ownCommands } from "../../own-commands.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGoalBoard } from "../../../lab/goals/board.ts";
import { playedGoalResult } from "../../../lab/goals/goal-result.ts";
import { trySolutions } from "../../../lab/goals/solutions.ts";
import { playLab, type Standstill } from "../../../lab/play.ts";
import { resultOf, type FileResult } from "../../../lab/report/results.ts";
import { clusterToPlay } from "./cluster-options.ts";
import { goalsOf, readTranscript } from "./document.ts";
import { keptFindings } from "./kept-findings.ts";
import type { DocumentFlags } from "./flags.ts";
import type { Variant } from "./variants.ts";

/** One document to be played in one way; data, so that another process can do it. */
export interface Job {
  readonly file: string;
  readonly options: DocumentFlags;
  readonly variant: Variant;
  /** The cluster draws for itself. */
  readonly fresh: boolean;
}

/** Plays a document on a cluster of its own, of which nothing is left. `onStep` is told how many steps of how many are done. */
export async function playJob(job: Job, onStep: (done: number, all: number) => void = () => undefined): Promise<FileResult> {
  const { file, options, variant } = job;
  const begin = performance.now();
  const transcript = readTranscript(file, options);
  const goals = goalsOf(file, transcript);
  const home = mkdtempSync(join(tmpdir(), "k8sim-lab-"));
  const removeHome = (): void => rmSync(home, { recursive: true, force: true });
  // Ctrl-C in the middle of a play leaves nothing behind either.
  const interrupted = (): never => process.exit(130);
  process.once("SIGINT", interrupted);
  process.once("exit", removeHome);
  try {
    let done = 0;
    const toPlay = clusterToPlay(transcript, variant.flags);
    const onItem = (): void => onStep(++done, transcript.items.length);
    const board = createGoalBoard(
      goals.filter(({ solution }) => solution.length === 0),
      home,
    );
    const between = async (standstill: Standstill): Promise<boolean> => {
      await board.look(standstill);
      return true;
    };
    const play = { ...toPlay, own: ownCommands, known: keptFindings, onItem, between, alone: true, fresh: job.fresh };
    const report = await playLab(transcript, { home, cluster: "lab", ...play });
    const solved = await trySolutions(transcript, goals, { home, create: toPlay.create, alone: true });
    const result = resultOf(report, variant.name);
    return { ...result, steps: [...result.steps, ...board.places.map(playedGoalResult), ...solved], ms: performance.now() - begin };
  } finally {
    process.off("SIGINT", interrupted);
    process.off("exit", removeHome);
    removeHome();
  }
}
