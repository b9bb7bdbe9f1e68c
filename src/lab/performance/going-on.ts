import type { Terminal } from "../../shell/terminal.ts";
import { firstTurn, iterationOf, turnSeconds } from "../loops.ts";
import type { ShownPassage } from "../timeline/infer.ts";
import { isShownFile, isStep, type MoreOutput, type Step, type TranscriptItem } from "../transcript.ts";
import { isWatch } from "./endless.ts";
import { isImplied } from "./implied.ts";

/** The command whose further output an item is; undefined when it is not among the items, as where a section alone is played. */
export function commandOf(items: readonly TranscriptItem[], { moreOf }: MoreOutput): Step | undefined {
  return items.find((item): item is Step => isStep(item) && item.line === moreOf && !isImplied(item));
}

/** An endless command as it goes on: a loop without what is typed before it, whose variables are where they were. */
export function goingOn(step: Step, { line, expected, excuses }: MoreOutput): Step {
  const { terminal, shell } = step;
  const command = isWatch(step.command) ? step.command : loopOf(step.command);
  return { line, command, terminal, shell, expected, ...(excuses === undefined ? {} : { excuses }) };
}

/** The loop in which a line of the shell ends; the whole line where no loop is seen. */
function loopOf(command: string): string {
  const loop = /(?:^|[;&|\n({]\s*)((?:while|until|for)\s[\s\S]*)$/.exec(command)?.[1] ?? command;
  // what counts has been set
  return loop.replace(/^for\s*\(\(\s*[^;]*;/, "for ((;");
}

/** Lines from which a counter and its step are told. */
const PROBED_LINES = 2;

/** Lets a loop that counts come to the turn that the document shows next: whatever counts in its shell goes on by as much. */
export async function skipTurns({ command, expected = [] }: Step, terminal: Terminal): Promise<void> {
  const wanted = firstTurn(expected);
  if (wanted === undefined) return;
  const { variables } = terminal.state;
  const before = new Map(variables);
  const { text } = await terminal.run(command, { ends: (printed) => printed.split("\n").length > PROBED_LINES });
  const next = iterationOf(text.trimStart());
  for (const [name, variable] of before) {
    const now = variables.get(name)?.value ?? "";
    const counts = next !== undefined && now !== variable.value && /^-?\d+$/.test(variable.value) && /^-?\d+$/.test(now);
    variables.set(name, counts ? { ...variable, value: String(Number(variable.value) + wanted - next) } : variable);
  }
}

/** A running loop's count tells how much time has passed since it was started. */
export function passageOf(items: readonly TranscriptItem[], to: number): ShownPassage | undefined {
  const item = items[to];
  if (item === undefined || isShownFile(item) || isStep(item)) return undefined;
  const step = commandOf(items, item);
  const count = firstTurn(item.expected);
  if (step === undefined || count === undefined) return undefined;
  return { line: item.line, from: items.indexOf(step), to, seconds: (count - 1) * turnSeconds(step.command) };
}
