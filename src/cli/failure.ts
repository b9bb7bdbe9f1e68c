import { AssertionError } from "../base/assert.ts";
import { UserError } from "../base/user-error.ts";

/** A mistake in the use of one of k8sim's own commands. */
export class UsageMistake extends Error {
  override name = "UsageMistake";
}

/** What a failure says and the exit code it means. This is the only place where errors of k8sim itself become text. */
export function explainFailure(error: unknown): { text: string; code: number } {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UserError) return { text: `error: ${message}\n`, code: 1 };
  if (error instanceof UsageMistake) return { text: `error: ${message}\n`, code: 2 };
  const what = error instanceof AssertionError ? message : `${error instanceof Error ? error.name : "error"}: ${message}`;
  return { text: `k8sim has a bug: ${what}\n`, code: 70 };
}
