import { GOAL_MARK, type StepResult } from "../report/results.ts";
import type { GoalPlace } from "./board.ts";
import type { Goal } from "./goal.ts";

/** A goal as reporters tell of it: `why` says what is wrong with it, null when it holds. */
export function goalResult({ goal, line }: Goal, why: string | null): StepResult {
  const status = why === null ? "equal" : "differs";
  return { line: line ?? 1, cmd: `${GOAL_MARK}${goal}`, status, expected: null, actual: null, why, lines: [] };
}

/** A goal that the document's own commands are to reach: at some moment of their play, and not before the first. */
export function playedGoalResult({ goal, reachedAfter, seen }: GoalPlace): StepResult {
  if (reachedAfter === 0) return goalResult(goal, `it is reached before any command, which then proves nothing: ${seen}`);
  return goalResult(goal, reachedAfter === undefined ? `the document's commands do not reach it: ${seen}` : null);
}
