import { resolvePath } from "../../base/sh/state.ts";
import { type Program, UnsupportedCommand } from "../program.ts";

/** Tests and actions that are known, with how many words follow each. */
const KNOWN: Readonly<Record<string, number>> = { "-name": 1, "-iname": 1, "-type": 1, "-maxdepth": 1, "-print": 0 };

/** `find [PATH…] [-type f|d] [-name PATTERN] [-maxdepth N]` over a machine's files; every other test or action is refused by name. */
export const find: Program = ({ args, disk, directory, streams }) => {
  const from = args.findIndex((arg) => arg.startsWith("-"));
  const starts = args.slice(0, from < 0 ? args.length : from);
  const tests = new Map<string, string>();
  for (let at = from < 0 ? args.length : from; at < args.length; at++) {
    const word = args[at] ?? "";
    const values = KNOWN[word];
    if (values === undefined) throw new UnsupportedCommand(`the lab's find knows ${Object.keys(KNOWN).join(", ")}, not "${word}"`);
    tests.set(word, args[at + values] ?? "");
    at += values;
  }
  const pattern = tests.get("-name") ?? tests.get("-iname");
  const name = pattern === undefined ? undefined : globOf(pattern, tests.has("-iname"));
  const type = tests.get("-type");
  const depth = Number(tests.get("-maxdepth") ?? Infinity);
  let exitCode = 0;

  const walk = (shown: string, path: string, level: number): void => {
    const kind = disk.kind(path);
    const base = path === "/" ? "/" : path.slice(path.lastIndexOf("/") + 1);
    const isType = type === undefined || (type === "f" ? kind === "file" : type === "d" && kind === "directory");
    if (isType && (name === undefined || name.test(level === 0 && shown === "." ? "." : base))) streams.out(`${shown}\n`);
    if (kind !== "directory" || level >= depth) return;
    for (const child of disk.list(path))
      walk(`${shown === "/" ? "" : shown.replace(/\/$/, "")}/${child}`, resolvePath(path, child), level + 1);
  };

  for (const start of starts.length === 0 ? ["."] : starts) {
    const path = resolvePath(directory, start);
    if (disk.kind(path) !== undefined) walk(start, path, 0);
    else {
      streams.err(`find: ‘${start}’: No such file or directory\n`);
      exitCode = 1;
    }
  }
  return exitCode;
};

/** A shell's pattern for a whole name. */
function globOf(pattern: string, ignoreCase: boolean): RegExp {
  const text = pattern
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${text}$`, ignoreCase ? "i" : "");
}
