import { PlainError } from "../errors.ts";

/** kustomize cannot build the directory; the message is kustomize's own. */
export class KustomizeError extends Error {
  override name = "KustomizeError";
}

/** An object that cannot be printed; found when it is read, told when all else went well. */
export class UnprintableError extends Error {
  override name = "UnprintableError";
}

/** `prefix: message` around a failure of kustomize; other failures pass as they are. */
export function wrapped(prefix: string, error: unknown): unknown {
  return error instanceof KustomizeError ? new KustomizeError(`${prefix}: ${error.message}`) : error;
}

/** Runs `action` and puts `prefix: ` in front of its failure. */
export function within<T>(prefix: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw wrapped(prefix, error);
  }
}

/** The one line for what k8sim leaves out of kustomize. */
export function notEmulated(what: string): PlainError {
  return new PlainError(`error: k8sim does not emulate ${what} of kustomize\n`);
}

/** The one line for what lies on other machines. */
export function noNetwork(url: string): PlainError {
  return new PlainError(`error: k8sim has no network: kustomize cannot fetch ${JSON.stringify(url)}\n`);
}
