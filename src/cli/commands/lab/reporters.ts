import { UserError } from "../../../base/user-error.ts";
import { githubReport } from "../../../lab/report/github.ts";
import { jsonReport } from "../../../lab/report/json.ts";
import { junitReport } from "../../../lab/report/junit.ts";
import { colourPaint, plainPaint, prettyFile, prettyTotal } from "../../../lab/report/pretty.ts";
import type { FileResult } from "../../../lab/report/results.ts";
import { tapReport } from "../../../lab/report/tap.ts";
import type { Output } from "../../output.ts";

/** Told of each result as it comes, and of all at the end. */
export interface Reporter {
  result(result: FileResult): void;
  end(results: readonly FileResult[]): void;
}

const WHOLE: Readonly<Record<string, (results: readonly FileResult[]) => string>> = {
  github: githubReport,
  json: jsonReport,
  junit: (results) => junitReport(results, new Date().toISOString().slice(0, 19)),
  tap: tapReport,
};

/** Throws UserError for a name that is none. */
export function createReporter(name: string, output: Output): Reporter {
  if (name === "pretty") return prettyReporter(output);
  const report = Object.hasOwn(WHOLE, name) ? WHOLE[name] : undefined;
  if (report === undefined) throw new UserError(`"${name}" is no reporter; there are pretty, ${Object.keys(WHOLE).join(", ")}`);
  return { result: () => undefined, end: (results) => output.stdout(report(results)) };
}

function prettyReporter(output: Output): Reporter {
  const paint = isColourful() ? colourPaint : plainPaint;
  return {
    result(result) {
      output.stdout(prettyFile(result, paint));
      output.flush();
    },
    end: (results) => output.stdout(prettyTotal(results, paint)),
  };
}

/** Colours are for people at a terminal who have not declined them: https://no-color.org */
export function isColourful(): boolean {
  return process.stdout.isTTY && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}
