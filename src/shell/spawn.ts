import { runScript } from "../base/sh/interpret.ts";
import type { Process } from "../base/sh/process.ts";
import { newShellState, resolvePath, type Streams } from "../base/sh/state.ts";
import { userlandProgram } from "../base/userland/index.ts";
import type { SpawnResult } from "../kubectl/env.ts";
import { type Call, UnsupportedCommand } from "./program.ts";
import { isEditor } from "./programs/editor.ts";

/** Where a program is started. */
export type SpawnPlace = Pick<Call, "directory" | "disk" | "edit" | "environment" | "streams"> & { readonly now: number };

/**
 * Runs a program that kubectl starts (an editor, diff) on the lab's machine: one that knows only text and files, or a shell's line of such
 * ones. Undefined when there is no such program. Throws UnsupportedCommand for a line that asks for more.
 */
export function spawn(program: string, args: readonly string[], inherit: boolean, place: SpawnPlace): SpawnResult | undefined {
  let [stdout, stderr] = ["", ""];
  const collected: Streams = { input: { rest: "" }, out: (text) => (stdout += text), err: (text) => (stderr += text) };
  const streams = inherit ? place.streams : collected;
  const name = program.slice(program.lastIndexOf("/") + 1);
  const status =
    args[0] === "-c" && (name === "bash" || name === "sh")
      ? runLine(args[1] ?? "", streams, place)
      : runOne(program, args, { ...place, streams });
  return status === undefined ? undefined : { status, stdout, stderr };
}

function runOne(name: string, args: readonly string[], { disk: files, edit, ...place }: SpawnPlace): number | undefined {
  if (isEditor(name)) {
    edit(resolvePath(place.directory, args.at(-1) ?? ""));
    return 0;
  }
  return userlandProgram(name)?.({ name, args, files, ...place });
}

function runLine(line: string, streams: Streams, place: SpawnPlace): number {
  const state = newShellState({ directory: place.directory, environment: { ...place.environment } });
  const host = { files: place.disk, hasProgram: (name: string) => userlandProgram(name) !== undefined, now: () => place.now };
  const script: Process = runScript(line, state, host, streams);
  let step = script.next();
  while (step.done !== true) {
    const effect = step.value;
    const [name = "", ...args] = effect.kind === "run" ? effect.argv : [];
    const status = effect.kind === "run" ? runOne(name, args, { ...place, ...effect }) : undefined;
    if (status === undefined)
      throw new UnsupportedCommand(`an editor's or diff's line with "${name || effect.kind}" is not emulated in labs`);
    step = script.next(status);
  }
  return step.value;
}
