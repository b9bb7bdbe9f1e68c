import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compareBytewise } from "../base/bytewise.ts";
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

/** The real file system. */
export const realFiles: KubectlFiles = {
  read: (path) => attempt("open", path, () => readFileSync(path, "utf8"), "read"),
  readBytes: (path) => attempt("open", path, () => readFileSync(path), "read"),
  write: (path, text, mode) => attempt("open", path, () => writeFileSync(path, text, mode === undefined ? {} : { mode })),
  remove: (path) => attempt("remove", path, () => rmSync(path, { recursive: true })),
  makeDirectory: (path) => attempt("mkdir", path, () => void mkdirSync(path, { recursive: true })),
  kind(path) {
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined ? undefined : found.isDirectory() ? "directory" : "file";
  },
  executable(path) {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  },
  list: (path) => attempt("open", path, () => readdirSync(path)).sort(compareBytewise),
  temporary(prefix, suffix) {
    // mkdtemp draws the middle; the file itself stands beside, as Go's TempFile makes it.
    const directory = mkdtempSync(join(tmpdir(), prefix));
    const path = join(dirname(directory), `${directory.slice(dirname(directory).length + 1)}${suffix}`);
    writeFileSync(join(directory, "file"), "", { mode: 0o600 });
    renameSync(join(directory, "file"), `${path}.new`);
    rmSync(directory, { recursive: true });
    renameSync(`${path}.new`, path);
    return path;
  },
};

function attempt<T>(operation: string, path: string, action: () => T, onDirectory = operation): T {
  try {
    return action();
  } catch (error) {
    const code = (error as { code?: string }).code ?? "";
    throw new FileError(code === "EISDIR" ? onDirectory : operation, path, REASONS[code] ?? code);
  }
}
