import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createInterface, type Interface } from "node:readline";
import { dirname, join } from "node:path";
import { isIncomplete } from "../../base/sh/incomplete.ts";
import type { Machines } from "../../shell/machines.ts";
import { INTERRUPTED } from "../../shell/shell.ts";
import type { Terminal } from "../../shell/terminal.ts";
import type { CommandSite } from "../commands/index.ts";
import { dropTyped } from "../commands/lab/ask-lines.ts";
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
  const open = (): Keyboard => openKeyboard(site, machines, terminal, isTerminal ? past : undefined);
  let keyboard = open();
  const first = terminal.place.host;
  let status = 0;
  try {
    for (;;) {
      if (keyboard.isEnded && !isTerminal) return status;
      if (keyboard.isEnded) keyboard = open();
      const command = await askWhole(site, keyboard, terminal);
      if (command === undefined) {
        // Ctrl-D leaves the innermost shell, the end of a file all of them
        if (isTerminal) site.output.stdout(terminal.depth > 0 ? "\n" : "exit\n");
        if (!isTerminal || terminal.depth === 0) return status;
        status = await runLine(site, terminal, "exit", undefined);
      } else if (command.trim() === "") continue;
      else {
        past.push(command);
        // Ctrl-C may come before the command has begun
        if (keyboard.isCancelled) {
          terminal.state.status = status = INTERRUPTED;
          continue;
        }
        if (isLeaving(command) && !isInside && terminal.place.host === first && terminal.depth === 0) return status;
        status = await runLine(site, terminal, command, undefined);
      }
      if (isInside && terminal.depth === 0) return status;
    }
  } finally {
    keyboard.lines.close();
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

/** Where somebody types, or a file with lines. */
interface Keyboard {
  readonly lines: Interface;
  readonly typed: AsyncIterator<string>;
  readonly isTerminal: boolean;
  /** The prompt stands there; nothing runs. */
  isOpen: boolean;
  /** Lines before the one that is typed, of a command that needs more. */
  text: string | undefined;
  /** Ctrl-C came behind the last line. */
  isCancelled: boolean;
  /** Ctrl-D, or the file's end. */
  isEnded: boolean;
}

/** Opens the standard input for typing; without a `past` it is read as a file. */
function openKeyboard(site: CommandSite, machines: Machines, terminal: Terminal, past: readonly string[] | undefined): Keyboard {
  const isTerminal = past !== undefined;
  const lines = createInterface({
    input: process.stdin,
    ...(isTerminal ? { output: process.stdout, history: past.toReversed(), historySize: LINES_KEPT } : {}),
    completer: (line: string, done: (error: null, result: [string[], string]) => void) =>
      void candidatesFor(line, machines, terminal).then((found) => done(null, found)),
    terminal: isTerminal,
  });
  const keyboard: Keyboard = {
    lines,
    typed: lines[Symbol.asyncIterator](),
    isTerminal,
    isOpen: false,
    text: undefined,
    isCancelled: false,
    isEnded: false,
  };
  lines.on("line", () => void (keyboard.isOpen = false));
  lines.on("SIGINT", () => {
    if (keyboard.isOpen) {
      keyboard.text = undefined;
      terminal.state.status = INTERRUPTED;
      lines.setPrompt(terminal.prompt);
      dropTyped(lines, site.output);
    } else {
      // what a terminal shows of the key
      site.output.stdout("^C\n");
      site.output.flush();
      keyboard.isCancelled = true;
      terminal.interrupt();
    }
  });
  return keyboard;
}

function isLeaving(command: string): boolean {
  return /^\s*(?:exit|logout)\s*$/.test(command);
}

/** A command with the lines that it needs; undefined at the end of the input. */
async function askWhole({ output }: CommandSite, keyboard: Keyboard, terminal: Terminal): Promise<string | undefined> {
  const { lines, typed, isTerminal } = keyboard;
  keyboard.text = undefined;
  keyboard.isCancelled = false;
  try {
    do {
      keyboard.isOpen = true;
      output.flush();
      if (isTerminal) {
        lines.setPrompt(keyboard.text === undefined ? terminal.prompt : "> ");
        lines.prompt();
      }
      const { value, done } = await typed.next();
      keyboard.isEnded = done === true;
      if (done === true) return keyboard.text;
      keyboard.text = keyboard.text === undefined ? value : `${keyboard.text}\n${value}`;
    } while (isIncomplete(keyboard.text));
    return keyboard.text;
  } finally {
    keyboard.isOpen = false;
  }
}

function readHistory(path: string): string[] {
  return existsSync(path)
    ? readFileSync(path, "utf8")
        .split("\n")
        .filter((line) => line !== "")
    : [];
}
