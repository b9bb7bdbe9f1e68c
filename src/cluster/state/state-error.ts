import { UserError } from "../../base/user-error.ts";

/**
 * What a failure of SQLite or of the file system means to a user: a {@link UserError} of one sentence, or the error itself when it is
 * no such failure.
 */
export function stateError(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (code === undefined || error instanceof UserError) return error;
  if (code.startsWith("SQLITE_CORRUPT") || code === "SQLITE_NOTADB") return damaged(path, "it is no whole SQLite file");
  if (code === "SQLITE_FULL" || code === "ENOSPC" || code === "EDQUOT") {
    return new UserError(`no space left to write ${path}; nothing was changed`);
  }
  if (
    code.startsWith("SQLITE_READONLY") ||
    code.startsWith("SQLITE_CANTOPEN") ||
    code === "SQLITE_PERM" ||
    code === "EACCES" ||
    code === "EROFS" ||
    code === "EPERM"
  ) {
    return new UserError(`cannot write ${path}: the file or its directory is read-only or cannot be opened; nothing was changed`);
  }
  if (code.startsWith("SQLITE_IOERR"))
    return new UserError(`cannot read or write ${path} (${code}): disk or quota trouble; nothing was changed`);
  if (code === "ENOTDIR" || code === "EEXIST") return new UserError(`cannot use ${path}: part of the path is not a directory`);
  // Everything else the file system may say: EFBIG, EMFILE, EIO …
  if (/^E[A-Z0-9]+$/.test(code)) return new UserError(`cannot use ${path} (${code}); nothing was changed`);
  return error;
}

/** The sentence for a state file that cannot be trusted. */
export function damaged(path: string, how: string): UserError {
  return new UserError(
    `the state file ${path} is damaged: ${how}; put back a copy of it, or delete the cluster with "k8sim cluster delete"`,
  );
}

/** True for what {@link stateError} has, or would make, a sentence for: the machine's trouble, not ours. */
export function isStateFailure(error: unknown): boolean {
  return error instanceof UserError || (codeOf(error)?.startsWith("SQLITE_") ?? false);
}

/** True when another process holds the lock. */
export function isBusy(error: unknown): boolean {
  return codeOf(error)?.startsWith("SQLITE_BUSY") ?? false;
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
