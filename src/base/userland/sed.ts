import { resolvePath } from "../sh/state.ts";
import { linesOf, readInputs } from "./inputs.ts";
import type { UserlandCall, UserlandProgram } from "./program.ts";
import { parseSed, SedError, type SedAddress, type SedCommand } from "./sed-script.ts";

/** sed: -n, -e, -E, -i, -s; the commands s, y, d, p, q, a, i, c, =, n, N, D, P, {}. */
export const sed: UserlandProgram = (call) => {
  const { streams, name } = call;
  const { scripts, operands, quiet, extended, inPlace, problem } = readArguments(call.args);
  if (problem !== undefined) {
    streams.err(`${name}: ${problem}\n`);
    return 1;
  }
  let script: SedCommand[];
  try {
    script = parseSed(scripts.join("\n"), extended);
  } catch (error) {
    if (!(error instanceof SedError)) throw error;
    streams.err(`${name}: -e expression #1, char ${error.at}: ${error.message}\n`);
    return 1;
  }
  if (!inPlace) {
    const { inputs, failures } = readInputs(call, operands);
    const { text, status } = edit(inputs.map((input) => input.text).join(""), script, quiet);
    streams.out(text);
    return failures > 0 ? 2 : status;
  }
  return editFiles(call, operands, script, quiet);
};

function editFiles(call: UserlandCall, operands: readonly string[], script: readonly SedCommand[], quiet: boolean): number {
  let status = 0;
  for (const operand of operands) {
    const path = resolvePath(call.directory, operand);
    const before = call.files.read(path);
    if (before === undefined) {
      call.streams.err(`${call.name}: can't read ${operand}: No such file or directory\n`);
      status = 2;
    } else call.files.write(path, edit(before, script, quiet).text);
  }
  return status;
}

function readArguments(args: readonly string[]) {
  const scripts: string[] = [];
  const operands: string[] = [];
  let quiet = false;
  let extended = false;
  let inPlace = false;
  let problem: string | undefined;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (arg === "-n" || arg === "--quiet" || arg === "--silent") quiet = true;
    else if (arg === "-E" || arg === "-r" || arg === "--regexp-extended") extended = true;
    else if (/^(?:-i|--in-place)/.test(arg)) inPlace = true;
    else if (arg === "-e" || arg === "--expression") scripts.push(args[++at] ?? "");
    else if (/^-[nErs]+[ei]?$/.test(arg)) {
      quiet ||= arg.includes("n");
      extended ||= /[Er]/.test(arg);
      inPlace ||= arg.endsWith("i");
      if (arg.endsWith("e")) scripts.push(args[++at] ?? "");
    } else if (arg.startsWith("-") && arg !== "-" && arg !== "--") problem = `invalid option -- '${arg.slice(1)}'`;
    else if (arg !== "--") operands.push(arg);
  }
  if (scripts.length === 0) scripts.push(operands.shift() ?? "");
  return { scripts, operands, quiet, extended, inPlace, problem };
}

/** Where the editor is. */
interface Place {
  readonly lines: readonly string[];
  at: number;
  space: string;
  out: string;
  /** Text that follows the line. */
  after: string;
}

type Outcome = "delete" | "next" | "quit" | "restart";

/** Runs a script over a text. */
function edit(text: string, script: readonly SedCommand[], quiet: boolean): { text: string; status: number } {
  const place: Place = { lines: linesOf(text), at: 0, space: "", out: "", after: "" };
  const inside = new Set<SedCommand>();
  for (; place.at < place.lines.length; place.at++) {
    place.space = place.lines[place.at] ?? "";
    let outcome = runCommands(script, place, inside);
    while (outcome === "restart") outcome = runCommands(script, place, inside);
    if (outcome !== "delete" && !quiet) place.out += `${place.space}\n`;
    place.out += place.after;
    place.after = "";
    if (outcome === "quit") break;
  }
  return {
    text: !text.endsWith("\n") && place.at >= place.lines.length && place.out.endsWith("\n") ? place.out.slice(0, -1) : place.out,
    status: 0,
  };
}

function runCommands(script: readonly SedCommand[], place: Place, inside: Set<SedCommand>): Outcome {
  for (const command of script) {
    if (selects(command, place, inside) === command.negated) continue;
    const outcome = runOne(command, place, inside);
    if (outcome !== "next") return outcome;
  }
  return "next";
}

function runOne(command: SedCommand, place: Place, inside: Set<SedCommand>): Outcome {
  switch (command.verb) {
    case "{":
      return runCommands(command.body, place, inside);
    case "d":
      return "delete";
    case "D": {
      const end = place.space.indexOf("\n");
      if (end < 0) return "delete";
      place.space = place.space.slice(end + 1);
      return "restart";
    }
    case "p":
      place.out += `${place.space}\n`;
      return "next";
    case "P":
      place.out += `${place.space.split("\n")[0]}\n`;
      return "next";
    case "=":
      place.out += `${place.at + 1}\n`;
      return "next";
    case "q":
      return "quit";
    case "n":
    case "N": {
      if (place.at + 1 >= place.lines.length) return "quit";
      const line = place.lines[++place.at] ?? "";
      if (command.verb === "n") place.out += `${place.space}\n`;
      place.space = command.verb === "n" ? line : `${place.space}\n${line}`;
      return "next";
    }
    case "a":
      place.after += `${command.text}\n`;
      return "next";
    case "i":
      place.out += `${command.text}\n`;
      return "next";
    case "c":
      if (command.to === undefined || !inside.has(command)) place.out += `${command.text}\n`;
      return "delete";
    case "y":
      place.space = [...place.space].map((char) => command.map.get(char) ?? char).join("");
      return "next";
    case "s":
      substitute(command, place);
      return "next";
  }
}

function substitute(command: Extract<SedCommand, { verb: "s" }>, place: Place): void {
  let count = 0;
  let changed = false;
  place.space = place.space.replace(command.expression, (...found: unknown[]) => {
    const groups = found.slice(
      0,
      found.findIndex((each) => typeof each === "number"),
    ) as (string | undefined)[];
    count++;
    if (command.which === "all" ? count < command.first : count !== command.which) return groups[0] ?? "";
    changed = true;
    return replacementOf(command.replacement, groups);
  });
  if (changed && command.prints) place.out += `${place.space}\n`;
}

function replacementOf(text: string, groups: readonly (string | undefined)[]): string {
  let turn: "" | "L" | "U" = "";
  return text.replace(/\\([0-9nLUElut&\\/|#,@]|[^])|&|[^\\&]+/g, (whole, escape: string | undefined) => {
    let piece = whole;
    if (whole === "&") piece = groups[0] ?? "";
    else if (escape !== undefined) {
      if (/\d/.test(escape)) piece = groups[Number(escape)] ?? "";
      else if (escape === "L" || escape === "U" || escape === "E") {
        turn = escape === "E" ? "" : escape;
        return "";
      } else piece = { n: "\n", t: "\t" }[escape] ?? escape;
    }
    return turn === "U" ? piece.toUpperCase() : turn === "L" ? piece.toLowerCase() : piece;
  });
}

/** Whether the line is one that the command's addresses name. */
function selects(command: SedCommand, place: Place, inside: Set<SedCommand>): boolean {
  const { from, to } = command;
  if (from === undefined) return true;
  if (to === undefined) return fits(from, place);
  if (inside.has(command)) {
    if (ends(to, place)) inside.delete(command);
    return true;
  }
  if (!fits(from, place)) return false;
  const isOver =
    to.kind === "line"
      ? place.at + 1 >= to.line
      : to.kind === "last"
        ? place.at === place.lines.length - 1
        : to.kind === "more" && to.count === 0;
  if (to.kind === "more") to.until = place.at + to.count;
  if (!isOver) inside.add(command);
  return true;
}

function ends(to: SedAddress, place: Place): boolean {
  return to.kind === "line" ? place.at + 1 >= to.line : to.kind === "more" ? place.at >= to.until : fits(to, place);
}

function fits(address: SedAddress, place: Place): boolean {
  switch (address.kind) {
    case "line":
      return place.at + 1 === address.line;
    case "step":
      return address.step === 0
        ? place.at + 1 === address.first
        : place.at + 1 >= address.first && (place.at + 1 - address.first) % address.step === 0;
    case "last":
      return place.at === place.lines.length - 1;
    case "match":
      return address.expression.test(place.space);
    case "more":
      return false;
  }
}
