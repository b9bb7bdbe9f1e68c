import { compareOutput, type Comparison, type CompareOptions } from "../compare/compare.ts";
import { applyEdit } from "../edit/apply.ts";
import type { createLoops } from "../loops.ts";
import type { PlayedItem } from "../report/types.ts";
import { UnsupportedScript } from "../../shell/powershell/syntax.ts";
import { UnsupportedCommand } from "../../shell/program.ts";
import { isStep, type MoreOutput, type Step } from "../transcript.ts";
import { endOf, INTERRUPT, isInterrupted } from "./endless.ts";
import type { ShownFiles } from "./shown-files.ts";
import type { Stage } from "./stage.ts";

/** What items are played with. */
export interface Scene {
  readonly stage: Stage;
  readonly loops: ReturnType<typeof createLoops>;
  readonly files: ShownFiles;
  readonly compare: Comparing;
}

/** How the outputs of a performance are compared. */
export interface Comparing extends Omit<CompareOptions, "excuses"> {
  /** What the document has typed, in the cluster's words. */
  readonly toCluster: (text: string) => string;
  /** What the cluster prints, in the document's words. */
  readonly toDocument: (text: string) => string;
}

/** Commands whose output a backend gives. */
const ASKS = /\b(?:curl|wget|Invoke-RestMethod|Invoke-WebRequest|irm|iwr)\b/i;

/** Whether a backend, chosen anew each time, gives an item's output. */
export function isAnswer(item: MoreOutput | Step): boolean {
  return !isStep(item) || ASKS.test(item.command);
}

/** An item that was played, and what its output and the document's tell of each other. */
export interface Performed {
  readonly played: PlayedItem;
  readonly pairs: Comparison["pairs"];
}

/** Plays one item. What is not emulated is its verdict, never an error. */
export async function performItem(item: MoreOutput | Step, scene: Scene): Promise<Performed> {
  if (isStep(item) && item.skip !== undefined) return { played: { item, status: "skipped", actual: "", why: item.skip }, pairs: [] };
  try {
    const { text: actual, why: unplaced } = await run(item, scene);
    if (unplaced !== undefined) return { played: { item, status: "unsupported", actual, why: unplaced }, pairs: [] };
    const { status, why, differences, pairs } = compareOutput(item.expected, scene.compare.toDocument(actual), scene.compare, item.excuses);
    return {
      played: { item, status, actual, ...(why === undefined ? {} : { why }), ...(differences.length === 0 ? {} : { differences }) },
      pairs,
    };
  } catch (error) {
    if (!(error instanceof UnsupportedCommand || error instanceof UnsupportedScript)) throw error;
    return { played: { item, status: "unsupported", actual: "", why: error.message }, pairs: [] };
  }
}

async function run(given: MoreOutput | Step, { stage, loops, files, compare }: Scene): Promise<{ text: string; why?: string }> {
  if (!isStep(given)) return { text: await loops.goOn(given) };
  const item = inClustersWords(given, compare);
  if (item.shell === "powershell") return { text: await loops.start(item) };
  const terminal = await stage.terminal(item.terminal);
  const { host, user } = terminal.place;
  files.place(item.command, terminal.state.directory, user === "root" ? "/root" : `/home/${user}`, stage.machines.disk(host));
  let unplaced: string | undefined;
  const { text: printed, exitCode } = await terminal.run(item.command, {
    ends: ending(item, stage, compare),
    ...(item.stdin === undefined ? {} : { stdin: item.stdin }),
    editor(path, content) {
      if (item.edit === undefined) return undefined;
      const edited = applyEdit(content, item.edit);
      if (edited === undefined)
        unplaced = `the lines that line ${item.line} puts into ${path} have no place in it: "${item.edit[0]?.trim() ?? ""}"`;
      return edited;
    },
  });
  stage.typed(terminal, host, item.command);
  // The terminal shows the keys, and many documents do.
  const text = exitCode === undefined && isInterrupted(item.expected) ? `${printed}${INTERRUPT}\n` : printed;
  return unplaced === undefined ? { text } : { text, why: unplaced };
}

function inClustersWords(step: Step, { toCluster }: Comparing): Step {
  return {
    ...step,
    command: toCluster(step.command),
    terminal: toCluster(step.terminal),
    ...(step.edit === undefined ? {} : { edit: step.edit.map(toCluster) }),
    ...(step.stdin === undefined ? {} : { stdin: toCluster(step.stdin) }),
  };
}

function ending(step: Step, stage: Stage, { toDocument }: Comparing): (printed: string) => boolean {
  const isOver = endOf(step, stage.now);
  return (printed) => isOver(toDocument(printed));
}
