import { parsePowerShell } from "./parse.ts";
import { type PowerShellAnswer, type PowerShellEffect, runStatements, splitLoop, type Variables } from "./run.ts";
import { type Statement, UnsupportedScript, type WebAnswer } from "./syntax.ts";

/** Answers a GET as web cmdlets do it; undefined when nobody answers. */
export type WebGet = (url: string) => WebAnswer | undefined;

/** An endless loop in a terminal of its own. Iterations happen when somebody looks; those in between are skipped over. */
export interface StandingLoop {
  /** Output of the next iteration. */
  next(): string;
  /** Goes on by so many iterations without looking: counters rise as they would have. */
  skip(iterations: number): void;
  /** Iterations so far, skipped ones included. */
  readonly iterations: number;
}

/** Starts an endless loop; undefined when the script has none. Throws UnsupportedScript. */
export function startLoop(script: string, get: WebGet): StandingLoop | undefined {
  const { prelude, body } = splitLoop(parsePowerShell(script));
  if (!body) return undefined;
  const variables: Variables = new Map();
  lookedAt(prelude, variables, get);
  let iterations = 0;
  return {
    get iterations() {
      return iterations;
    },
    next() {
      const output = lookedAt(body, variables, get);
      iterations++;
      return output;
    },
    skip(count) {
      const step = changeOfOneIteration(body, variables);
      for (const [name, delta] of step) variables.set(name, Number(variables.get(name)) + delta * count);
      iterations += count;
    },
  };
}

/** Runs statements at once; what they print. Nobody waits between the turns that are looked at. */
function lookedAt(body: readonly Statement[], variables: Variables, get: WebGet): string {
  let output = "";
  const running = runStatements(body, variables);
  for (let step = running.next(); step.done !== true;) {
    const effect = step.value;
    if (effect.kind === "program") throw new UnsupportedScript(`PowerShell: ${effect.words[0]} in an endless loop`);
    if (effect.kind === "write") output += effect.text;
    step = running.next(effect.kind === "get" ? get(effect.url) : undefined);
  }
  return output;
}

/** How each number changes in one iteration whose requests nobody looks at. */
function changeOfOneIteration(body: readonly Statement[], variables: Variables): Map<string, number> {
  const copy: Variables = new Map(variables);
  lookedAt(body, copy, () => ({ statusCode: 200, content: "" }));
  const changes = new Map<string, number>();
  for (const [name, value] of copy) {
    const before = variables.get(name);
    if (typeof value === "number" && typeof before === "number" && value !== before) changes.set(name, value - before);
  }
  return changes;
}

/** What a reader's machine does for a script that is waited for. */
export type PowerShellHost = (effect: Exclude<PowerShellEffect, { kind: "write" }>) => Promise<PowerShellAnswer>;

/** A script that is waited for, effect by effect. */
export interface RunningScript {
  /** Runs to its end, an endless loop until `isEnough` of what is printed from here on; gives that. */
  goOn(isEnough: (printed: string) => boolean): Promise<string>;
}

/** Begins a script that a machine runs. Throws UnsupportedScript. */
export function startScript(script: string, host: PowerShellHost): RunningScript {
  const { prelude, body } = splitLoop(parsePowerShell(script));
  const variables: Variables = new Map();
  let isBegun = false;

  async function* printed(statements: readonly Statement[]): AsyncGenerator<string> {
    const running = runStatements(statements, variables);
    for (let step = running.next(); step.done !== true;) {
      const effect = step.value;
      if (effect.kind === "write") yield effect.text;
      step = running.next(effect.kind === "write" ? undefined : await host(effect));
    }
  }

  return {
    async goOn(isEnough) {
      let output = "";
      if (!isBegun) for await (const text of printed(prelude)) output += text;
      isBegun = true;
      if (body === undefined) return output;
      do for await (const text of printed(body)) output += text;
      while (!isEnough(output));
      return output;
    },
  };
}
