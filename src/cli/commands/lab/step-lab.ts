import { ownCommands } from "../../own-commands.ts";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { removeCluster } from "../../../cluster/copy.ts";
import { clusterPaths, useCluster } from "../../../cluster/home.ts";
import { createGoalBoard, type GoalBoard, tickOf } from "../../../lab/goals/board.ts";
import { playLab } from "../../../lab/play.ts";
import { itemText } from "../../../lab/report/item-text.ts";
import { countUpTo, playedItems, positionText } from "../../../lab/stepping/position.ts";
import type { Play } from "../../../lab/stepping/scratch.ts";
import { STEP_HELP, stepThrough } from "../../../lab/stepping/step-through.ts";
import type { Transcript } from "../../../lab/transcript.ts";
import { wholeNumberArgument } from "../../arguments.ts";
import { UsageMistake } from "../../failure.ts";
import type { CommandSite } from "../index.ts";
import { createLineSource } from "./ask-lines.ts";
import { clusterFlags, clusterToPlay } from "./cluster-options.ts";
import { goalsOf, readTranscript } from "./document.ts";
import { keptFindings } from "./kept-findings.ts";
import { languageOf } from "./hint.ts";
import { hintText } from "./show-hints.ts";
import type { StepFlags } from "./step.ts";

/** Goes through a document by hand, or, with a flag, to one step of it. */
export async function stepLab(site: CommandSite, file: string, flags: StepFlags): Promise<void> {
  const { to, next = false, back = false } = flags;
  if ([to !== undefined, next, back].filter(Boolean).length > 1)
    throw new UsageMistake("--to, --next and --back are three ways: choose one");
  const transcript = readTranscript(file, flags);
  const goals = goalsOf(file, transcript);
  const language = languageOf(flags.lang);
  const board = (): GoalBoard => createGoalBoard(goals, site.home, language);
  const toPlay = clusterToPlay(transcript, clusterFlags(flags));
  const create = { ...toPlay.create, force: true };
  const scratch = `${flags.cluster}-scratch`;
  const play: Play = async (where, document, options) => {
    const cluster = where === "lab" ? flags.cluster : scratch;
    try {
      return await playLab(document, { ...toPlay, home: site.home, cluster, create, own: ownCommands, known: keptFindings, ...options });
    } finally {
      if (where === "scratch") {
        removeCluster(site.home, scratch);
        useCluster(site.home, flags.cluster);
      }
    }
  };
  if (to === undefined && !next && !back) {
    const lines = createLineSource(site.output);
    if (lines.isTerminal) site.output.stdout(STEP_HELP);
    const stepper = { ask: (prompt: string) => lines.ask(prompt), show: (text: string) => site.output.stdout(text) };
    const hints = ({ places }: GoalBoard): string => {
      const open = places.flatMap(({ goal, reachedAfter }, index) =>
        reachedAfter === undefined ? [hintText(goal, index + 1, language)] : [],
      );
      return open.length === 0 ? (places.length === 0 ? "this lab states no goals\n" : "all goals are reached\n") : open.join("");
    };
    await stepThrough({ transcript, play, stepper, board, hints }).finally(() => lines.end());
    return;
  }
  const memory = createMemory(site.home, flags.cluster, file);
  const count = playedItems(transcript).length;
  const last = memory.played();
  const target = to === undefined ? last + (next ? 1 : -1) : countUpTo(transcript, wholeNumberArgument(to, "line", 1));
  if (target < 0 || target > count) throw new UsageMistake(target < 0 ? `${file} is at its beginning` : `${file} is at its end`);
  const text = await playTo(transcript, target, play, board());
  memory.keep(target);
  site.output.stdout(`${text}${positionText(transcript, target)}\n`);
}

/** Plays up to a count of items; gives what the last of them printed, and the goals that it has reached. */
async function playTo(transcript: Transcript, target: number, play: Play, board: GoalBoard): Promise<string> {
  let text = "";
  await play("lab", transcript, {
    onItem: (item) => (text = itemText(transcript.file, item)),
    async between(standstill) {
      const reached = await board.look(standstill);
      if (standstill.played < target) return true;
      for (const goal of reached) text += `${tickOf(goal)}\n\n`;
      return false;
    },
  });
  return text;
}

/** Where the last call has ended, kept beside the cluster. */
function createMemory(home: string, cluster: string, file: string): { played(): number; keep(played: number): void } {
  const path = join(clusterPaths(home, cluster).directory, "lab-step.json");
  const document = resolve(file);
  return {
    played() {
      try {
        const kept = JSON.parse(readFileSync(path, "utf8")) as { document?: string; played?: number };
        return kept.document === document && typeof kept.played === "number" ? kept.played : 0;
      } catch {
        // no call before this one, or the cluster was made anew since
        return 0;
      }
    },
    keep: (played) => writeFileSync(path, `${JSON.stringify({ document, played })}\n`),
  };
}
