import { resolvePath, type ShellFiles, type ShellState } from "./state.ts";

/** What `test` finds: whether it holds, or what is wrong with its words. */
export type TestResult = boolean | { readonly problem: string };

const UNARY = new Set(["-n", "-z", "-e", "-f", "-d", "-r", "-w", "-x", "-s", "-L", "-h", "-t", "-v"]);
const BINARY = new Set(["=", "==", "!=", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "<", ">", "-nt", "-ot"]);

/** `test` and `[`, by the number of words as POSIX has it, with `-a`, `-o` and parentheses. */
export function testWords(words: readonly string[], state: ShellState, files: ShellFiles): TestResult {
  let at = 0;
  let problem: string | undefined;
  const complain = (text: string): boolean => {
    problem ??= text;
    return false;
  };

  function either(): boolean {
    let result = both();
    while (words[at] === "-o") {
      at++;
      const right = both();
      result = result || right;
    }
    return result;
  }

  function both(): boolean {
    let result = one();
    while (words[at] === "-a") {
      at++;
      const right = one();
      result = result && right;
    }
    return result;
  }

  function one(): boolean {
    const word = words[at];
    if (word === undefined) return complain("argument expected");
    const left = words.length - at;
    if (word === "!" && left > 1) {
      at++;
      return !one();
    }
    const operator = words[at + 1] ?? "";
    if (left >= 3 && BINARY.has(operator)) {
      at += 3;
      return compare(word, operator, words[at - 1] ?? "");
    }
    if (word === "(" && left > 2) {
      at++;
      const result = either();
      if (words[at++] !== ")") return complain("`)' expected");
      return result;
    }
    if (UNARY.has(word) && left >= 2 && words[at + 1] !== "-a" && words[at + 1] !== "-o") {
      at += 2;
      return single(word, words[at - 1] ?? "");
    }
    at++;
    return word !== "";
  }

  function compare(left: string, operator: string, right: string): boolean {
    if (operator === "=" || operator === "==") return left === right;
    if (operator === "!=") return left !== right;
    if (operator === "<") return left < right;
    if (operator === ">") return left > right;
    if (operator === "-nt" || operator === "-ot") return false;
    for (const text of [left, right]) if (!/^\s*[-+]?\d+\s*$/.test(text)) return complain(`${text}: integer expression expected`);
    const [a, b] = [BigInt(left.trim()), BigInt(right.trim())];
    return { "-eq": a === b, "-ne": a !== b, "-lt": a < b, "-le": a <= b, "-gt": a > b, "-ge": a >= b }[operator] ?? false;
  }

  function single(operator: string, word: string): boolean {
    if (operator === "-n") return word !== "";
    if (operator === "-z") return word === "";
    if (operator === "-v") return state.variables.has(word);
    if (operator === "-t") return false;
    const path = resolvePath(state.directory, word);
    const kind = word === "" ? undefined : files.kind(path);
    if (operator === "-f") return kind === "file";
    if (operator === "-d") return kind === "directory";
    if (operator === "-s") return kind === "file" && files.read(path) !== "";
    if (operator === "-L" || operator === "-h") return false;
    return kind !== undefined;
  }

  if (words.length === 0) return false;
  const result = either();
  if (problem === undefined && at < words.length)
    problem =
      words.length === 2
        ? `${words[0]}: unary operator expected`
        : words.length === 3
          ? `${words[1]}: binary operator expected`
          : "too many arguments";
  return problem === undefined ? result : { problem };
}
