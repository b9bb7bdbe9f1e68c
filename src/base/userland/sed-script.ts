import { posixRegex } from "./regex.ts";

/** A place in the text. */
export type SedAddress =
  | { readonly kind: "line"; readonly line: number }
  | { readonly kind: "step"; readonly first: number; readonly step: number }
  | { readonly kind: "last" }
  | { readonly kind: "match"; readonly expression: RegExp }
  /** `addr,+N`: that many lines after the first. */
  | { readonly kind: "more"; readonly count: number; until: number };

interface Addressed {
  readonly from?: SedAddress;
  readonly to?: SedAddress;
  readonly negated: boolean;
}

/** A command of a sed script. */
export type SedCommand = Addressed &
  (
    | { readonly verb: "=" | "D" | "N" | "P" | "d" | "n" | "p" | "q" }
    | { readonly verb: "a" | "c" | "i"; readonly text: string }
    | { readonly verb: "{"; readonly body: readonly SedCommand[] }
    | { readonly verb: "y"; readonly map: ReadonlyMap<string, string> }
    | {
        readonly verb: "s";
        readonly expression: RegExp;
        readonly replacement: string;
        /** Which of the matches in a line: one by its number, or all from one on. */
        readonly which: number | "all";
        readonly first: number;
        readonly prints: boolean;
      }
  );

/** A script that sed refuses: why, and behind how many characters. */
export class SedError extends Error {
  override name = "SedError";
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Reads a sed script. Throws {@link SedError} with sed's words. */
export function parseSed(script: string, extended: boolean): SedCommand[] {
  let at = 0;
  const fail = (message: string): SedError => new SedError(message, at);

  function commands(isInner: boolean): SedCommand[] {
    const found: SedCommand[] = [];
    for (;;) {
      while (/[\s;]/.test(script[at] ?? "x")) at++;
      if (script[at] === "#") {
        while (at < script.length && script[at] !== "\n") at++;
        continue;
      }
      if (at >= script.length) {
        if (isInner) throw new SedError("unmatched `{'", 0);
        return found;
      }
      if (script[at] === "}") {
        if (!isInner) throw fail("unexpected `}'");
        at++;
        return found;
      }
      found.push(command());
    }
  }

  function command(): SedCommand {
    const from = address();
    let to: SedAddress | undefined;
    if (from !== undefined && script[at] === ",") {
      at++;
      while (script[at] === " ") at++;
      to = address(true);
      if (to === undefined) throw fail("unexpected `,'");
    }
    while (script[at] === " ") at++;
    const negated = script[at] === "!";
    while (script[at] === "!" || script[at] === " ") at++;
    const addressed: Addressed = { ...(from ? { from } : {}), ...(to ? { to } : {}), negated };
    const verb = script[at++];
    switch (verb) {
      case "{":
        return { ...addressed, verb, body: commands(true) };
      case "s":
        return { ...addressed, verb, ...substitution() };
      case "y":
        return { ...addressed, verb, map: transliteration() };
      case "a":
      case "i":
      case "c":
        return { ...addressed, verb, text: text() };
      case "d":
      case "D":
      case "p":
      case "P":
      case "=":
      case "q":
      case "n":
      case "N":
        return { ...addressed, verb };
      case undefined:
        throw fail("missing command");
      default:
        throw fail(`unknown command: \`${verb}'`);
    }
  }

  function address(isSecond = false): SedAddress | undefined {
    const char = script[at] ?? "";
    const plus = isSecond ? /^\+(\d+)/.exec(script.slice(at)) : null;
    if (plus !== null) {
      at += plus[0].length;
      return { kind: "more", count: Number(plus[1]), until: 0 };
    }
    const number = /^\d+/.exec(script.slice(at))?.[0];
    if (number !== undefined) {
      at += number.length;
      const step = /^~(\d+)/.exec(script.slice(at));
      if (step === null) return { kind: "line", line: Number(number) };
      at += step[0].length;
      return { kind: "step", first: Number(number), step: Number(step[1]) };
    }
    if (char === "$") {
      at++;
      return { kind: "last" };
    }
    if (char !== "/" && char !== "\\") return undefined;
    if (char === "\\") at++;
    const pattern = delimited(script[at] ?? "/", "unterminated address regex");
    const flag = script[at] === "I" ? "i" : "";
    if (flag !== "") at++;
    return { kind: "match", expression: expressionOf(pattern, flag) };
  }

  /** Text up to the next delimiter; the delimiter at this place is passed first. */
  function delimited(delimiter: string, problem: string): string {
    let found = "";
    for (at++; at < script.length; at++) {
      const char = script[at] ?? "";
      if (char === delimiter) {
        at++;
        return found;
      }
      if (char === "\\" && script[at + 1] === delimiter) {
        found += delimiter === "/" || !/[.*+?^${}()|[\]&]/.test(delimiter) ? delimiter : `\\${delimiter}`;
        at++;
      } else if (char === "\\") {
        found += char + (script[at + 1] ?? "");
        at++;
      } else if (char === "[" && problem.includes("regex")) {
        const end =
          script.slice(at).search(/^\[\^?\]?(?:\[:\w+:\]|[^\]])*\]/) === 0
            ? (/^\[\^?\]?(?:\[:\w+:\]|[^\]])*\]/.exec(script.slice(at))?.[0] ?? "[")
            : "[";
        found += end;
        at += end.length - 1;
      } else found += char;
    }
    throw new SedError(problem, script.length);
  }

  function substitution() {
    const delimiter = script[at] ?? "";
    const pattern = delimited(delimiter, "unterminated `s' command");
    at--;
    const replacement = delimited(delimiter, "unterminated `s' command");
    const flags = /^[gpiIMm0-9]*/.exec(script.slice(at))?.[0] ?? "";
    at += flags.length;
    if (/^[^\s;}#]/.test(script.slice(at))) throw new SedError("unknown option to `s'", at + 1);
    const number = Number(/\d+/.exec(flags)?.[0] ?? 1);
    const isGlobal = flags.includes("g");
    return {
      expression: expressionOf(pattern, `g${/[iI]/.test(flags) ? "i" : ""}`),
      replacement,
      which: isGlobal ? ("all" as const) : number,
      first: number,
      prints: flags.includes("p"),
    };
  }

  function transliteration(): ReadonlyMap<string, string> {
    const delimiter = script[at] ?? "";
    const from = [...delimited(delimiter, "unterminated `y' command")];
    at--;
    const to = [...delimited(delimiter, "unterminated `y' command")];
    if (from.length !== to.length) throw fail("strings for `y' command are different lengths");
    return new Map(from.map((char, index) => [char, to[index] ?? ""]));
  }

  /** The text of a, i and c: behind the command, or on the lines after a backslash. */
  function text(): string {
    const match = /^[ \t]*(?:\\\n?)?[ \t]*/.exec(script.slice(at))?.[0] ?? "";
    at += match.length;
    let found = "";
    while (at < script.length && script[at] !== "\n") {
      if (script[at] === "\\") at++;
      found += script[at++] ?? "";
    }
    if (found === "" && match === "") throw fail("expected \\ after `a', `c' or `i'");
    return found;
  }

  function expressionOf(pattern: string, flags: string): RegExp {
    try {
      return new RegExp(posixRegex(pattern, extended), flags);
    } catch (error) {
      throw fail((error as Error).message);
    }
  }

  return commands(false);
}
