import type { FileResult } from "./results.ts";

/** `[{file, steps: [{line, cmd, status, expected, actual, why}]}]`; a document that is played more than once has a `variant` as well. */
export function jsonReport(results: readonly FileResult[]): string {
  const files = results.map(({ file, variant, steps }) => ({
    file,
    ...(variant === "" ? {} : { variant }),
    steps: steps.map(({ line, cmd, status, expected, actual, why }) => ({ line, cmd, status, expected, actual, why })),
  }));
  return `${JSON.stringify(files, null, 2)}\n`;
}
