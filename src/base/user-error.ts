/** A mistake of the user or of the user's machine. The edges print the message alone, one line, and exit with 1. */
export class UserError extends Error {
  override name = "UserError";
}
