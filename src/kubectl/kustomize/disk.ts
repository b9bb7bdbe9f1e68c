import { FileError, type KubectlEnv } from "../env.ts";
import { KustomizeError } from "./errors.ts";
import { cleanAbsolute, directoryOf } from "./paths.ts";

/** Files by absolute path, with kustomize's words for what is missing. */
export interface Disk {
  /** The absolute path of what the user typed. */
  absolute(path: string): string;
  kind(path: string): "file" | "directory" | undefined;
  readBytes(path: string): Uint8Array;
  /** Throws when nothing is at the absolute path; `typed` is how messages call it. kyaml/filesys/fsondisk.go CleanedAbs */
  demand(path: string, typed: string): "file" | "directory";
}

/** The surroundings' files as kustomize sees them. */
export function openDisk(env: KubectlEnv): Disk {
  const here = cleanAbsolute(env.variable("PWD") ?? env.home);
  /** The surroundings know paths as they were typed: below the working directory they are relative. */
  const typedPath = (path: string): string => {
    if (path === here) return ".";
    return path.startsWith(`${here}/`) ? path.slice(here.length + 1) : path;
  };
  const kind = (path: string): "file" | "directory" | undefined => {
    if (path === here || path === "/") return "directory";
    // Below a file there is nothing to ask for.
    return kind(directoryOf(path)) === "file" ? undefined : env.files.kind(typedPath(path));
  };
  return {
    absolute: (path) => cleanAbsolute(path.startsWith("/") ? path : `${here}/${path}`),
    kind,
    readBytes(path) {
      try {
        return env.files.readBytes(typedPath(path));
      } catch (error) {
        if (error instanceof FileError) throw new KustomizeError(`${error.operation} ${path}: ${error.reason}`);
        throw error;
      }
    },
    demand(path, typed) {
      const found = kind(path);
      if (found !== undefined) return found;
      throw new KustomizeError(`evalsymlink failure on '${typed}' : ${missingPart(path, here, kind)}`);
    },
  };
}

/** lstat's complaint about the first part of a path that is not there. */
function missingPart(path: string, here: string, kind: (path: string) => "file" | "directory" | undefined): string {
  const isBelow = path.startsWith(`${here}/`);
  let at = isBelow ? here : "";
  for (const part of path.slice(at.length + 1).split("/")) {
    const isBelowFile = at !== "" && kind(at) === "file";
    at = `${at}/${part}`;
    if (isBelowFile) return "not a directory";
    if (kind(at) === undefined) break;
  }
  return `lstat ${at}: no such file or directory`;
}
