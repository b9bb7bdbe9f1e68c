import { compareOutput, type Comparison, type CompareOptions } from "../compare/compare.ts";
import { applyEdit } from "../edit/apply.ts";
import type { createLoops } from "../loops.ts";
import type { PlayedItem } from "../report/types.ts";
import { UnsupportedScript } from "../../shell/powershell/syntax.ts";
import { UnsupportedCommand } from "../../shell/program.ts";
import { isStep, type MoreOutput, type Step } from "../transcript.ts";
import { endOf, INTERRUPT, isInterrupted, isWatch, lastScreen } from "./endless.ts";
import { goingOn, skipTurns } from "./going-on.ts";
import type { ShownFiles } from "./shown-files.ts";
import type { Stage } from "./stage.ts";

/** What items are played with. */
export interface Scene {
  readonly stage: Stage;
  readonly loops: ReturnType<typeof createLoops>;
  readonly files: ShownFiles;
  readonly compare: Comparing;
  /** The command whose further output an item is. */
  readonly commandOf: (more: MoreOutput) => Step | undefined;
  /** Lets services choose the backends that a step's document shows; gives what takes that back. */
  readonly pin: (step: Step) => () => void;
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

/** Whether a backend, chosen anew each time, gives what a command prints. */
export function isAnswer({ command }: Step): boolean {
  return ASKS.test(command);
}

/** An item that was played, and what its output and the document's tell of each other. */
export interface Performed {
  readonly played: PlayedItem;
  readonly pairs: Comparison["pairs"];
  /** What was typed for it, or what goes on. */
  readonly command: Step | undefined;
}

/**
 * Plays one item. What is not emulated is its verdict, never an error. A request that no server answers on the cluster's machines, where the document
 * shows an answer and no prompt that tells where it was typed, was typed at another machine of the network.
 */
export async function performItem(item: MoreOutput | Step, scene: Scene): Promise<Performed> {
  const first = await performThere(item, scene);
  if (!isStep(item) || first.played.status !== "differs" || !mayBeElsewhere(item, first.played.actual)) return first;
  const other = await performThere({ ...item, terminal: "remote" }, scene);
  if (wrong(other) >= wrong(first)) return first;
  const note = `line ${item.line} was typed at another machine of the network: this one has no answer`;
  return { ...other, played: { ...other.played, item, note }, command: first.command };
}

function wrong({ played: { status, differences } }: Performed): number {
  return status === "unsupported" ? Infinity : (differences?.length ?? 0);
}

/** `curl http://ADDRESS` without an answer, behind a prompt without a host. */
function mayBeElsewhere({ command, prompt = "", expected = [], inside }: Step, actual: string): boolean {
  if (inside === true || expected.length === 0 || /[\w@]/.test(prompt)) return false;
  return /^(?:curl|wget)\s[^|;&>]*$/.test(command) && /^\s*(?:curl: \((?:7|28)\).*)?\s*$/.test(actual);
}

async function performThere(item: MoreOutput | Step, scene: Scene): Promise<Performed> {
  const command = isStep(item) ? item : scene.commandOf(item);
  const skip = command === undefined ? "the command that goes on is not played" : isStep(item) ? item.skip : undefined;
  if (command === undefined || skip !== undefined)
    return { played: { item, status: "skipped", actual: "", why: skip ?? "" }, pairs: [], command };
  try {
    const { text: actual, why: unplaced } = await run(item, command, scene);
    if (unplaced !== undefined) return { played: { item, status: "unsupported", actual, why: unplaced }, pairs: [], command };
    const { names, ...how } = scene.compare;
    // answers come in the order of the requests
    const options = names === undefined || isAnswer(command) ? how : scene.compare;
    const { status, why, differences, pairs } = compareOutput(item.expected, how.toDocument(actual), options, item.excuses);
    return {
      played: { item, status, actual, ...(why === undefined ? {} : { why }), ...(differences.length === 0 ? {} : { differences }) },
      pairs,
      command,
    };
  } catch (error) {
    if (!(error instanceof UnsupportedCommand || error instanceof UnsupportedScript)) throw error;
    return { played: { item, status: "unsupported", actual: "", why: error.message }, pairs: [], command };
  }
}

async function run(
  given: MoreOutput | Step,
  command: Step,
  { stage, loops, files, compare, pin }: Scene,
): Promise<{ text: string; why?: string }> {
  const step = isStep(given) ? given : goingOn(command, given);
  const item = inClustersWords(step, compare);
  if (item.shell === "powershell") return { text: await (isStep(given) ? loops.start(item) : loops.goOn(given)) };
  const terminal = await stage.terminal(item.terminal, item.inside);
  if (!isStep(given)) await skipTurns(item, terminal);
  const { host, user } = terminal.place;
  files.place(item.command, terminal.state.directory, user === "root" ? "/root" : `/home/${user}`, stage.machines.disk(host));
  let unplaced: string | undefined;
  const editor = (path: string, content: string): string | undefined => {
    if (item.edit === undefined) return undefined;
    const edited = applyEdit(content, item.edit);
    if (edited === undefined)
      unplaced = `the lines that line ${item.line} puts into ${path} have no place in it: "${item.edit[0]?.trim() ?? ""}"`;
    return edited;
  };
  const input = item.stdin === undefined ? {} : { stdin: item.stdin };
  const unpin = pin(step);
  const { text: printed, exitCode } = await terminal
    .run(item.command, { ends: ending(item, stage, compare), ...input, editor })
    .finally(unpin);
  if (isStep(given)) stage.typed(terminal, host, item.command);
  // The terminal shows the keys, and many documents do.
  const shown = isWatch(item.command) ? lastScreen(printed) : printed;
  const text = exitCode === undefined && isInterrupted(item.expected) ? `${shown}${INTERRUPT}\n` : shown;
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
