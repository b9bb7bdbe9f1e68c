import type { UserlandFiles } from "../../base/userland/program.ts";
import { resolvePath } from "../../base/sh/state.ts";
import type { FileSystem } from "../files.ts";

const READ_ONLY = "Read-only file system";

/** A container's files as shells and small programs see them. */
export function shellFiles(files: FileSystem): UserlandFiles {
  const isDirectory = (path: string): boolean => files.list(path) !== undefined;
  return {
    kind(path) {
      if (isDirectory(path)) return "directory";
      return files.read(path) === undefined ? undefined : "file";
    },
    read: files.read,
    write(path, content) {
      if (files.isReadOnly(path)) return READ_ONLY;
      files.write(path, content);
      return true;
    },
    list: (path) => files.list(path) ?? [],
    makeDirectory: files.makeDirectory,
    remove: (path) => !files.isReadOnly(path) && files.remove(path),
  };
}

/** The same files for a program that has a working directory: its paths may be relative. */
export function filesFrom(files: FileSystem, directory: string): FileSystem {
  if (directory === "/") return files;
  const at = (path: string): string => resolvePath(directory, path);
  return {
    read: (path) => files.read(at(path)),
    list: (path) => files.list(at(path)),
    write: (path, content) => files.write(at(path), content),
    isReadOnly: (path) => files.isReadOnly(at(path)),
    makeDirectory: (path) => files.makeDirectory(at(path)),
    modified: (path) => files.modified(at(path)),
    remove: (path) => files.remove(at(path)),
  };
}
