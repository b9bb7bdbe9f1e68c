/** An error that is our own fault. The edges (cli, server) print it with the seed and event number, so that it can be reproduced. */
export class AssertionError extends Error {
  override name = "AssertionError";
}

/** Throws {@link AssertionError} when a condition that the engine guarantees does not hold. Never for a user's mistake. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}
