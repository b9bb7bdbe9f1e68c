import { resolvePath } from "../sh/state.ts";
import type { UserlandCall } from "./program.ts";

/** One input of a program: a file, or what comes through its standard input. */
export interface Input {
  readonly name: string;
  readonly text: string;
}

/** The contents of the operands, `-` and none being the standard input. What cannot be read is complained of and counted. */
export function readInputs(call: UserlandCall, operands: readonly string[]): { inputs: Input[]; failures: number } {
  const { streams, files, directory, name } = call;
  const inputs: Input[] = [];
  let failures = 0;
  for (const operand of operands.length === 0 ? ["-"] : operands) {
    if (operand === "-") {
      inputs.push({ name: "-", text: streams.input.rest });
      streams.input.rest = "";
      continue;
    }
    const path = resolvePath(directory, operand);
    const text = path === "/dev/null" ? "" : files.read(path);
    if (text === undefined) {
      const why = files.kind(path) === "directory" ? "Is a directory" : "No such file or directory";
      streams.err(
        `${name}: ${["head", "tail", "nl", "tac"].includes(name) && why.startsWith("No") ? `cannot open '${operand}' for reading` : operand}: ${why}\n`,
      );
      failures++;
    } else inputs.push({ name: operand, text });
  }
  return { inputs, failures };
}

/** The lines of a text, without their ends. */
export function linesOf(text: string): string[] {
  if (text === "") return [];
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}
