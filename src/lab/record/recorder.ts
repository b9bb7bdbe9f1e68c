import { formatYaml } from "../../base/yaml-out.ts";

/** What a session is played on; undefined where the profile says it. */
export interface RecordedSettings {
  readonly title?: string;
  readonly profile: string;
  readonly kubernetesVersion?: string;
  readonly kubectlVersion?: string;
  readonly nodeNetwork?: string;
  readonly seed: number;
}

/** One command of a session. */
export interface RecordedCommand {
  /** What stood before the cursor: `[root@m-k8s ~]# `. */
  readonly prompt: string;
  /** What was typed, without the last line end. */
  readonly command: string;
  readonly output: string;
  /** When it began and when it was over, in virtual ms. */
  readonly at: number;
  readonly until: number;
}

/** Makes a lab out of a session. */
export interface Recorder {
  add(command: RecordedCommand): void;
  isEmpty(): boolean;
  /** The document. */
  text(): string;
}

/** A player that is told nothing begins a command so long after the one before, unless that took longer. */
const USUAL_PAUSE_MS = 1000;

/** Writes a session down so that `lab test` plays it: its cluster in the front matter, its commands and outputs in a block, its pauses as settings of steps. */
export function createRecorder(settings: RecordedSettings): Recorder {
  const commands: RecordedCommand[] = [];
  return {
    add: (command) => void commands.push(command),
    isEmpty: () => commands.length === 0,
    text() {
      const fence = fenceFor(commands);
      const { title = "A recorded session", ...cluster } = settings;
      const lines = linesOf(commands);
      const pauses = pausesOf(commands);
      const front = (first: number): string => {
        const steps = pauses.map(({ index, seconds }) => ({ at: first + (lines[index] ?? 0), advance: `${seconds}s` }));
        return `---\n${formatYaml(steps.length === 0 ? cluster : { ...cluster, steps })}---\n\n# ${title}\n\n${fence}console\n`;
      };
      // The settings name lines of the document that they are part of.
      const first = front(0).split("\n").length;
      return `${front(first)}${commands.map(commandText).join("")}${fence}\n`;
    },
  };
}

/** On which line of the block each command stands, from 0. */
function linesOf(commands: readonly RecordedCommand[]): number[] {
  const lines: number[] = [];
  let next = 0;
  for (const command of commands) {
    lines.push(next);
    next += commandText(command).split("\n").length - 1;
  }
  return lines;
}

function commandText({ prompt, command, output }: RecordedCommand): string {
  return `${prompt}${command}\n${output}${output === "" || output.endsWith("\n") ? "" : "\n"}`;
}

/** Pauses that are longer than a player would make them by itself. */
function pausesOf(commands: readonly RecordedCommand[]): { index: number; seconds: number }[] {
  return commands.flatMap(({ at }, index) => {
    const before = commands[index - 1];
    if (before === undefined) return [];
    const usual = Math.max(before.at + USUAL_PAUSE_MS, before.until + USUAL_PAUSE_MS);
    return at > usual ? [{ index, seconds: Math.round((at - before.at) / 1000) }] : [];
  });
}

/** A fence that nothing in the block closes. */
function fenceFor(commands: readonly RecordedCommand[]): string {
  const runs = commands.flatMap((command) => commandText(command).match(/^\s*`{3,}/gm) ?? []);
  return "`".repeat(Math.max(3, ...runs.map((run) => run.trim().length + 1)));
}
