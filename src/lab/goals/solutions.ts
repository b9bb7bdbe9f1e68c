import { createSession } from "../../cluster/session.ts";
import { settle } from "../../cluster/time.ts";
import { playLab, type PlayOptions, type Standstill } from "../play.ts";
import type { StepResult } from "../report/results.ts";
import { UnsupportedCommand } from "../../shell/program.ts";
import { isShownFile, type Transcript } from "../transcript.ts";
import { judgeAll } from "./board.ts";
import type { GoalVerdict } from "./check.ts";
import type { Goal } from "./goal.ts";
import { goalResult } from "./goal-result.ts";

/** How long after a solution its rollouts may take. */
const SETTLE_MS = 600_000;
/** Virtual seconds between two looks after that. */
const PAUSE_SECONDS = 10;

/**
 * Plays each goal's solution on a fresh cluster (after the document's commands up to `after`) and judges: a goal that is reached before its
 * solution proves nothing, one that is not reached after it is no solution. Goals without one are left out.
 */
export async function trySolutions(
  transcript: Transcript,
  goals: readonly Goal[],
  options: Pick<PlayOptions, "alone" | "create" | "home">,
): Promise<StepResult[]> {
  const solvable = goals.filter(({ solution }) => solution.length > 0);
  const results = new Map<Goal, StepResult>();
  for (const [after, together] of Map.groupBy(solvable, (goal) => goal.after ?? 0)) {
    const items = transcript.items.filter(({ line }) => line <= after);
    const count = items.filter((item) => !isShownFile(item)).length;
    await playLab(
      { ...transcript, items },
      {
        ...options,
        cluster: "solutions",
        create: { ...options.create, force: true },
        async between(standstill) {
          if (standstill.played < count) return true;
          for (const goal of together) results.set(goal, await trySolution(goal, standstill, options.home));
          return false;
        },
      },
    );
  }
  return solvable.flatMap((goal) => results.get(goal) ?? []);
}

async function trySolution(goal: Goal, standstill: Standstill, home: string): Promise<StepResult> {
  const { cluster, terminal } = standstill;
  const judge = async (): Promise<GoalVerdict | undefined> => (await judgeAll([goal], home, cluster))[0];
  const before = await judge();
  if (before?.isReached === true) return goalResult(goal, `it is reached before its solution, which then proves nothing: ${before.seen}`);
  try {
    for (const command of goal.solution) await terminal.run(command);
  } catch (error) {
    if (error instanceof UnsupportedCommand) return goalResult(goal, `its solution is not emulated: ${error.message}`);
    throw error;
  }
  await settle(createSession(cluster), SETTLE_MS);
  let verdict = await judge();
  for (let waited = 0; verdict?.isReached !== true && waited < goal.withinMs; waited += PAUSE_SECONDS * 1000) {
    await terminal.run(`sleep ${PAUSE_SECONDS}`);
    verdict = await judge();
  }
  return goalResult(goal, verdict?.isReached === true ? null : `it is not reached after its solution: ${verdict?.seen ?? ""}`);
}
