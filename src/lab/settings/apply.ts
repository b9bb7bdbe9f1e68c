import { UserError } from "../../base/user-error.ts";
import { isShownFile, isStep, type Step, type TranscriptItem } from "../transcript.ts";
import type { ReadSettings } from "./read.ts";
import type { LabSettings, StepSettings } from "./settings.ts";

/** Settings of front matter and sidecar in one: what the later says counts. */
export function mergeSettings(first: ReadSettings, later: ReadSettings): ReadSettings {
  const settings: LabSettings = {
    ...first.settings,
    ...later.settings,
    files: { ...first.settings.files, ...later.settings.files },
    images: [...first.settings.images, ...later.settings.images],
    goals: later.settings.goals.length > 0 ? later.settings.goals : first.settings.goals,
  };
  return { settings, steps: [...first.steps, ...later.steps] };
}

/**
 * The same items, each with what is said of it: a line names one, a command's text every command of that text. Throws UserError for settings that
 * name nothing: the document has changed under them.
 */
export function applySteps(items: readonly TranscriptItem[], all: readonly StepSettings[]): TranscriptItem[] {
  for (const step of all) if (!items.some((item) => names(step, item))) throw new UserError(`${step.place}: ${nothingAt(step, items)}`);
  return items.flatMap((item) => {
    const said = all.filter((step) => names(step, item));
    return said.length === 0 ? [item] : withSettings(item, said);
  });
}

function names({ at }: StepSettings, item: TranscriptItem): boolean {
  return typeof at === "number" ? at === item.line : isStep(item) && sameCommand(at, item);
}

function sameCommand(at: string, { command, mended }: Step): boolean {
  return [command, mended].some((text) => text?.trim() === at.trim());
}

function nothingAt({ at }: StepSettings, items: readonly TranscriptItem[]): string {
  if (typeof at === "string") return `no command of the document is ${JSON.stringify(at)}`;
  const near = items.reduce<TranscriptItem | undefined>(
    (best, item) => (best === undefined || Math.abs(item.line - at) < Math.abs(best.line - at) ? item : best),
    undefined,
  );
  const hint =
    near === undefined ? "" : `; the nearest is on line ${near.line}${isStep(near) ? `: ${near.command.split("\n")[0] ?? ""}` : ""}`;
  return `the document has no command on line ${at}${hint}`;
}

function withSettings(item: TranscriptItem, all: readonly StepSettings[]): TranscriptItem[] {
  const said = Object.assign({}, ...all) as StepSettings;
  const excuses = Object.assign({}, ...all.map(({ excuse }) => excuse)) as Readonly<Record<string, string>>;
  const excused = Object.keys(excuses).length === 0 ? {} : { excuses };
  // a file that is not to be taken from the document
  if (isShownFile(item)) return said.skip === undefined ? [item] : [];
  if (!isStep(item)) return said.skip === undefined ? [{ ...item, ...excused }] : [];
  const { skip, advanceMs, before, edit, stdin, terminal } = said;
  return [
    {
      ...item,
      ...excused,
      ...(skip === undefined ? {} : { skip }),
      ...(advanceMs === undefined ? {} : { advanceMs }),
      ...(before === undefined ? {} : { before }),
      ...(edit === undefined ? {} : { edit }),
      ...(stdin === undefined ? {} : { stdin }),
      ...(terminal === undefined ? {} : { terminal }),
    },
  ];
}
