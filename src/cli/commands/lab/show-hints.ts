import { UserError } from "../../../base/user-error.ts";
import { type Goal, inLanguage, titleOfGoal } from "../../../lab/goals/goal.ts";
import { goalsOf, readTranscript } from "./document.ts";
import type { HintFlags } from "./hint.ts";

/** The goals of a document with their hints, or one of them. Throws UserError when there is none such. */
export function showHints(file: string, asked: string | undefined, flags: HintFlags, language: string): string {
  const goals = goalsOf(file, readTranscript(file, flags));
  if (goals.length === 0) throw new UserError(`${file} states no goals`);
  const chosen = goals.map((goal, index) => ({ goal, number: index + 1 })).filter((each) => isAsked(each, asked));
  if (chosen.length === 0)
    throw new UserError(`${file} has no goal "${asked ?? ""}"; it has ${goals.length}: ${goals.map(({ goal }) => goal).join("; ")}`);
  return chosen.map(({ goal, number }) => hintText(goal, number, language)).join("");
}

function isAsked({ goal, number }: { goal: Goal; number: number }, asked: string | undefined): boolean {
  if (asked === undefined) return true;
  return /^\d+$/.test(asked) ? number === Number(asked) : goal.goal.toLowerCase().includes(asked.toLowerCase());
}

/** `1. service web has an address` and its hint below. */
export function hintText(goal: Goal, number: number, language: string): string {
  const hint = inLanguage(goal.hint, language) ?? "there is no hint for it";
  return `${number}. ${titleOfGoal(goal, language)}\n   ${hint.trim().replaceAll("\n", "\n   ")}\n`;
}
