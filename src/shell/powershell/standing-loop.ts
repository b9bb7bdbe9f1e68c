import { parsePowerShell } from "./parse.ts";
import { runStatements, splitLoop, type PowerShellHost, type Variables } from "./run.ts";
import type { Statement } from "./syntax.ts";

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
export function startLoop(script: string, get: PowerShellHost["get"]): StandingLoop | undefined {
  const { prelude, body } = splitLoop(parsePowerShell(script));
  if (!body) return undefined;
  let output = "";
  const host: PowerShellHost = { get, sleep: () => {}, write: (text) => (output += text) };
  const variables: Variables = new Map();
  runStatements(prelude, variables, host);
  let iterations = 0;
  return {
    get iterations() {
      return iterations;
    },
    next() {
      output = "";
      runStatements(body, variables, host);
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

/** How each number changes in one iteration whose requests nobody looks at. */
function changeOfOneIteration(body: readonly Statement[], variables: Variables): Map<string, number> {
  const copy: Variables = new Map(variables);
  runStatements(body, copy, { get: () => "", sleep: () => {}, write: () => {} });
  const changes = new Map<string, number>();
  for (const [name, value] of copy) {
    const before = variables.get(name);
    if (typeof value === "number" && typeof before === "number" && value !== before) changes.set(name, value - before);
  }
  return changes;
}
