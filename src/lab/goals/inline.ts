import { linesOf } from "../parse/lines.ts";
import { type Goal, type Localized, WITHIN_MS } from "./goal.ts";
import { checkOf } from "./sentence.ts";

/** `goal: …`, `- goal: …`, `hint (ko): …`, `solution: …` as a line of its own. */
const LINE = /^\s*(?:[-*>]\s+)*(goal|hint|solution)(?:\s*\((\w+)\)|\s(\w\w))?:\s+(\S.*?)\s*$/;
const FENCE = /^\s*(?:>\s*)*(`{3,}|~{3,})/;

/**
 * The goals that a document states in its text, each a line `goal: SENTENCE`, with the lines `hint: …`, `hint (ko): …` and `solution: COMMAND` after
 * it. What stands in blocks of code is none. Throws UserError (`FILE:LINE: …`) for a sentence that cannot be judged.
 */
export function goalsInText(file: string, text: string): Goal[] {
  const goals: Goal[] = [];
  let fence: string | undefined;
  for (const { line, text: content } of linesOf(text).lines) {
    const mark = FENCE.exec(content)?.[1];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) fence = fence === undefined ? mark : undefined;
    const found = fence === undefined ? LINE.exec(content) : null;
    if (!found) continue;
    const [, what, inParentheses, behind, said = ""] = found;
    const last = goals.at(-1);
    if (what === "goal") goals.push({ goal: said, solution: [], line, withinMs: WITHIN_MS, check: checkOf(said, `${file}:${line}`) });
    else if (last !== undefined) goals[goals.length - 1] = withLine(last, what === "hint", inParentheses ?? behind ?? "", said);
  }
  return goals;
}

function withLine(goal: Goal, isHint: boolean, language: string, said: string): Goal {
  if (isHint) return { ...goal, hint: { ...goal.hint, [language]: said } as Localized };
  return { ...goal, solution: [...goal.solution, said.replace(/^(`+)(.*)\1$/, "$2")] };
}
