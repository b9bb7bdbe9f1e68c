import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { compareBytewise } from "../base/bytewise.ts";
import { bookDirectory, bookFile } from "../cluster/book-files.ts";
import { FileError, type KubectlFiles } from "../kubectl/env.ts";

/** Go's words for the system's errors. syscall/zerrors_linux.go */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  EISDIR: "is a directory",
  ENOTDIR: "not a directory",
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EROFS: "read-only file system",
  ENOSPC: "no space left on device",
  EEXIST: "file exists",
  ELOOP: "too many levels of symbolic links",
  ENAMETOOLONG: "file name too long",
};

/** The real file system. What the book's reader has not got of the book's own files is answered from the copy that k8sim carries. */
export const realFiles: KubectlFiles = {
  read: (path) => absentBookFile(path) ?? attempt("open", path, () => readFileSync(path, "utf8"), "read"),
  readBytes(path) {
    const text = absentBookFile(path);
    return text === undefined ? attempt("open", path, () => readFileSync(path), "read") : new TextEncoder().encode(text);
  },
  write: (path, content, mode) => attempt("open", path, () => writeFileSync(path, content, mode === undefined ? {} : { mode })),
  remove: (path) => attempt("remove", path, () => rmSync(path, { recursive: true })),
  makeDirectory: (path) => attempt("mkdir", path, () => void mkdirSync(path, { recursive: true })),
  kind(path) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found !== undefined) return found.isDirectory() ? "directory" : "file";
    if (bookFile(path) !== undefined) return "file";
    return bookDirectory(path) === undefined ? undefined : "directory";
  },
  executable(path) {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  },
  link: (path) => (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(path) : undefined),
  list(path) {
    const names = existsSync(path) ? undefined : bookDirectory(path);
    return names ?? attempt("open", path, () => readdirSync(path)).sort(compareBytewise);
  },
  temporary(prefix, suffix, middle) {
    return draw(prefix, suffix, middle, (path) => writeFileSync(path, "", { mode: 0o600, flag: "wx" }));
  },
  temporaryDirectory: (prefix) => draw(prefix, "", "digits", (path) => mkdirSync(path, { mode: 0o700 })),
};

function absentBookFile(path: string): string | undefined {
  const text = bookFile(path);
  return text === undefined || existsSync(path) ? undefined : text;
}

const MIDDLES = {
  letters: { alphabet: "abcdefghijklmnopqrstuvwxyz0123456789", length: 5 },
  digits: { alphabet: "0123456789", length: 10 },
} as const;

/** Draws names in the temporary directory until `make` finds one that is free. */
function draw(prefix: string, suffix: string, middle: keyof typeof MIDDLES, make: (path: string) => void): string {
  const { alphabet, length } = MIDDLES[middle];
  for (;;) {
    const letters = Array.from(crypto.getRandomValues(new Uint32Array(length)), (value) => alphabet[value % alphabet.length] ?? "");
    const path = join(process.getBuiltinModule("node:os").tmpdir(), `${prefix}${letters.join("")}${suffix}`);
    try {
      make(path);
      return path;
    } catch (error) {
      if ((error as { code?: string }).code !== "EEXIST") throw error;
    }
  }
}

function attempt<T>(operation: string, path: string, action: () => T, onDirectory = operation): T {
  try {
    return action();
  } catch (error) {
    const code = (error as { code?: string }).code ?? "";
    throw new FileError(code === "EISDIR" ? onDirectory : operation, path, REASONS[code] ?? code);
  }
}
