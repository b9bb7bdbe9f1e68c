import { isIncomplete } from "../../base/sh/incomplete.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { createSession } from "../../cluster/session.ts";
import { advanceTimeTo } from "../../cluster/time.ts";
import { UnsupportedCommand } from "../../shell/program.ts";
import type { Terminal } from "../../shell/terminal.ts";
import type { Recorder } from "./recorder.ts";

/** Whoever types a session. */
export interface Typist {
  /** The next line; undefined at the end of the input. */
  ask(prompt: string): Promise<string | undefined>;
  show(text: string): void;
  /** How much later than the command before this one was typed, in seconds; 0 for "at once". */
  pause(): number;
}

/** Where within a second a player begins its commands. */
const PHASE_MS = 400;

/** Lets somebody type at a terminal until `exit` or the end of the input, and records it. Commands begin when a player would begin them. */
export async function recordSession(cluster: Cluster, terminal: Terminal, typist: Typist, recorder: Recorder): Promise<void> {
  const now = (): number => createSession(cluster).now();
  const first = place(terminal);
  let before = Math.ceil(now() / 1000) * 1000 + PHASE_MS;
  for (;;) {
    const { prompt } = terminal;
    const command = await askWhole(typist, prompt);
    if (command === undefined) return;
    if (command.trim() === "") continue;
    if (/^\s*(?:exit|logout)\s*$/.test(command) && place(terminal) === first) return;
    const at = Math.max(before + Math.max(1, Math.round(typist.pause())) * 1000, Math.ceil((now() - PHASE_MS) / 1000) * 1000 + PHASE_MS);
    await advanceTimeTo(createSession(cluster), at);
    const output = await outputOf(terminal, command);
    if (output === undefined) {
      typist.show("not emulated, and not recorded\n");
      continue;
    }
    typist.show(output === "" || output.endsWith("\n") ? output : `${output}\n`);
    recorder.add({ prompt, command, output, at, until: now() });
    before = at;
  }
}

function place({ place: { user, host } }: Terminal): string {
  return `${user}@${host}`;
}

/** A command with the lines that it needs: the body of a here-document, the rest of a loop. */
async function askWhole(typist: Typist, prompt: string): Promise<string | undefined> {
  let text = await typist.ask(prompt);
  while (text !== undefined && isIncomplete(text)) {
    const more = await typist.ask("> ");
    if (more === undefined) return text;
    text += `\n${more}`;
  }
  return text;
}

async function outputOf(terminal: Terminal, command: string): Promise<string | undefined> {
  try {
    return (await terminal.run(command)).text;
  } catch (error) {
    if (error instanceof UnsupportedCommand) return undefined;
    throw error;
  }
}
