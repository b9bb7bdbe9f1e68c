import type { FileResult } from "./results.ts";

/**
 * `[{file, steps: [{line, cmd, status, expected, actual, why}]}]`; a document that is played more than once has a `variant` as well, and a step before
 * which something was put in that the document presupposes a `note`.
 */
export function jsonReport(results: readonly FileResult[]): string {
  const files = results.map(({ file, variant, steps }) => ({
    file,
    ...(variant === "" ? {} : { variant }),
    steps: steps.map(({ line, cmd, status, expected, actual, why, note }) => ({
      line,
      cmd,
      status,
      expected,
      actual,
      why,
      ...(note === undefined ? {} : { note }),
    })),
  }));
  return `${JSON.stringify(files, null, 2)}\n`;
}
