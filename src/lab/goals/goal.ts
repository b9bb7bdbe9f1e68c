import { GoDurationError, parseGoDuration } from "../../base/go-duration.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json.ts";
import { UserError } from "../../base/user-error.ts";
import type { LabSettings } from "../settings/settings.ts";
import type { Check } from "./check.ts";
import { checkOf } from "./sentence.ts";

/** A text in one or several languages, by their codes; "" is the language of a text that names none. */
export type Localized = Readonly<Record<string, string>>;

/** Something to be reached in a lab, judged by the cluster's state. */
export interface Goal {
  /** The sentence that is judged: `service web has an address from the pool`. */
  readonly goal: string;
  /** How it is told, where the sentence is not enough. */
  readonly text?: Localized;
  readonly hint?: Localized;
  /** Commands that reach it. */
  readonly solution: readonly string[];
  /** Line of the document on which it stands; undefined for one of the settings. */
  readonly line?: number;
  /** Line of the document up to which a solution supposes that its commands were typed. */
  readonly after?: number;
  /** Virtual time that may pass after the solution, in milliseconds. */
  readonly withinMs: number;
  readonly check: Check;
}

const KEYS = ["goal", "text", "hint", "solution", "after", "within"] as const;
const FORM = `{goal: SENTENCE, ${KEYS.slice(1).join(", ")}}`;
export const WITHIN_MS = 120_000;

/** The goals of front matter or sidecar. Throws UserError for one that is not understood. */
export function goalsOfSettings({ goals }: LabSettings, file: string): Goal[] {
  return goals.map((value, index) => {
    const place = `${file}: goal ${index + 1}`;
    if (typeof value === "string") return goalOf({ goal: value }, place);
    if (!isJsonObject(value)) throw new UserError(`${place}: expected ${FORM}`);
    const unknown = Object.keys(value).find((key) => !KEYS.some((known) => known === key));
    if (unknown !== undefined) throw new UserError(`${place}: no key "${unknown}" is known; there are ${KEYS.join(", ")}`);
    return goalOf(value, place);
  });
}

function goalOf(value: JsonObject, place: string): Goal {
  const { goal, after, within } = value;
  if (typeof goal !== "string") throw new UserError(`${place}: expected ${FORM}`);
  if (after !== undefined && !(Number.isInteger(after) && Number(after) > 0))
    throw new UserError(`${place}: after: expected a line of the document`);
  const text = localizedOf(value["text"], `${place}: text`);
  const hint = localizedOf(value["hint"], `${place}: hint`);
  return {
    goal,
    ...(text === undefined ? {} : { text }),
    ...(hint === undefined ? {} : { hint }),
    solution: solutionOf(value["solution"], place),
    ...(after === undefined ? {} : { after: Number(after) }),
    withinMs: within === undefined ? WITHIN_MS : durationOf(within, place),
    check: checkOf(goal, place),
  };
}

function localizedOf(value: JsonValue | undefined, place: string): Localized | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return { "": value };
  const texts = isJsonObject(value) ? Object.entries(value) : [];
  if (texts.length === 0 || !texts.every((entry): entry is [string, string] => typeof entry[1] === "string"))
    throw new UserError(`${place}: expected a text, or texts by language, as {en: …, ko: …}`);
  return Object.fromEntries(texts);
}

function solutionOf(value: JsonValue | undefined, place: string): string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === "string") return [value];
  if (Array.isArray(value) && value.every((command) => typeof command === "string")) return value;
  throw new UserError(`${place}: solution: expected commands`);
}

function durationOf(value: JsonValue, place: string): number {
  try {
    return parseGoDuration(String(value));
  } catch (error) {
    if (error instanceof GoDurationError) throw new UserError(`${place}: within: "${String(value)}" is no duration, as 5m`);
    throw error;
  }
}

/** A text in the language that was asked for, else in English, else in whichever there is. */
export function inLanguage(text: Localized | undefined, language: string): string | undefined {
  if (text === undefined) return undefined;
  return text[language] ?? text[""] ?? text["en"] ?? Object.values(text)[0];
}

/** How a goal is told in a language. */
export function titleOfGoal({ goal, text }: Goal, language: string): string {
  return inLanguage(text, language) ?? goal;
}
