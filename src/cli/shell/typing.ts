import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createInterface, type Interface } from "node:readline";
import { dirname, join } from "node:path";
import { isIncomplete } from "../../base/sh/incomplete.ts";
import type { Machines } from "../../shell/machines.ts";
import type { Terminal } from "../../shell/terminal.ts";
import type { CommandSite } from "../commands/index.ts";
import { candidatesFor } from "./candidates.ts";
import { runLine } from "./run-line.ts";

/** How many lines of a person's typing are kept with the cluster. */
const LINES_KEPT = 1000;
const HISTORY_FILE = "shell-history";

/**
 * Lets somebody type at a terminal until its first shell is left or the input ends; gives the last exit status. `isInside`: it has begun in
 * a shell that was opened from the first one.
 */
export async function typeAlong(site: CommandSite, machines: Machines, terminal: Terminal, isInside: boolean): Promise<number> {
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  const historyPath = join(dirname(machines.cluster.paths.state), HISTORY_FILE);
  const past = isTerminal ? readHistory(historyPath) : [];
  const lines = createInterface({
    input: process.stdin,
    ...(isTerminal ? { output: process.stdout, history: past.toReversed(), historySize: LINES_KEPT } : {}),
    completer: (line: string, done: (error: null, result: [string[], string]) => void) =>
      void candidatesFor(line, machines, terminal).then((found) => done(null, found)),
    terminal: isTerminal,
  });
  const typed = lines[Symbol.asyncIterator]();
  lines.on("SIGINT", () => terminal.interrupt());
  const first = terminal.place.host;
  let status = 0;
  try {
    for (;;) {
      const command = await askWhole(site, lines, typed, terminal, isTerminal);
      if (command === undefined) return status;
      if (command.trim() === "") continue;
      past.push(command);
      if (isLeaving(command) && !isInside && terminal.place.host === first && terminal.depth === 0) return status;
      status = await runLine(site, terminal, command, undefined);
      if (isInside && terminal.depth === 0) return status;
    }
  } finally {
    lines.close();
    if (isTerminal)
      writeFileSync(
        historyPath,
        past
          .slice(-LINES_KEPT)
          .map((line) => `${line.replaceAll("\n", "; ")}\n`)
          .join(""),
      );
  }
}

function isLeaving(command: string): boolean {
  return /^\s*(?:exit|logout)\s*$/.test(command);
}

/** A command with the lines that it needs; undefined at the end of the input. */
async function askWhole(
  { output }: CommandSite,
  lines: Interface,
  typed: AsyncIterator<string>,
  terminal: Terminal,
  isTerminal: boolean,
): Promise<string | undefined> {
  let text: string | undefined;
  do {
    output.flush();
    if (isTerminal) {
      lines.setPrompt(text === undefined ? terminal.prompt : "> ");
      lines.prompt();
    }
    const { value, done } = await typed.next();
    if (done === true) return text;
    text = text === undefined ? value : `${text}\n${value}`;
  } while (isIncomplete(text));
  return text;
}

function readHistory(path: string): string[] {
  return existsSync(path)
    ? readFileSync(path, "utf8")
        .split("\n")
        .filter((line) => line !== "")
    : [];
}
