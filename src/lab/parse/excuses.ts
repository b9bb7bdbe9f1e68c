import { parseYaml } from "../../base/yaml-in.ts";
import { UserError } from "../../base/user-error.ts";
import { isStep, type MoreOutput, type Step } from "../transcript.ts";

/** Reasons why lines of a command's output may differ, from a document's front matter. */
interface Excuses {
  /** Line of the command, or its text. */
  readonly at: number | string;
  /** Reasons by the output line as the document shows it. */
  readonly excuse: Readonly<Record<string, string>>;
}

const FORM = "steps: [{at: LINE or COMMAND, excuse: {OUTPUT LINE: REASON}}]";

/** The excuses in a document's front matter: `steps: [{at: LINE or the command's text, excuse: {output line: reason}}]`. Throws UserError. */
export function excusesOf(text: string): Excuses[] {
  const front = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text)?.[1];
  if (front === undefined || !/^steps:/m.test(front)) return [];
  const steps = stepsIn(front);
  if (!Array.isArray(steps)) throw new UserError(`steps in the front matter are a list: ${FORM}`);
  return steps.map((step: unknown) => {
    if (!isExcuses(step)) throw new UserError(`a step in the front matter is not understood: ${FORM}`);
    return step;
  });
}

function stepsIn(front: string): unknown {
  try {
    return (parseYaml(front) as { steps?: unknown } | null)?.steps;
  } catch (error) {
    throw new UserError(`the front matter is no YAML: ${error instanceof Error ? error.message : ""}`);
  }
}

function isExcuses(step: unknown): step is Excuses {
  if (typeof step !== "object" || step === null || !("at" in step) || !("excuse" in step)) return false;
  const { at, excuse } = step;
  if (typeof at !== "number" && typeof at !== "string") return false;
  return typeof excuse === "object" && excuse !== null && Object.values(excuse).every((reason) => typeof reason === "string");
}

/** The same items, each with the excuses that name it. */
export function withExcuses(items: readonly (MoreOutput | Step)[], all: readonly Excuses[]): (MoreOutput | Step)[] {
  return items.map((item) => {
    const of = all.filter(({ at }) => at === item.line || (isStep(item) && at === item.command));
    return of.length === 0 ? item : { ...item, excuses: Object.assign({}, ...of.map(({ excuse }) => excuse)) as Excuses["excuse"] };
  });
}
