import { resolvePath, type ShellFiles } from "../base/sh/state.ts";
import { bookDirectory, bookFile } from "../cluster/book-files.ts";

/** Directories that every machine has. */
const STANDING = [
  "/",
  "/root",
  "/tmp",
  "/etc",
  "/etc/kubernetes",
  "/home",
  "/usr",
  "/usr/bin",
  "/var",
  "/var/log",
  "/opt",
  "/mnt",
  "/dev",
  "/proc",
];

/** The files of one emulated machine: what its documents bring and its commands write, over the book's own manifests. Paths are absolute. */
export interface Disk extends ShellFiles {
  makeDirectory(path: string): void;
  /** Removes a file, or a directory with all that is in it; false when nothing was there. */
  remove(path: string): boolean;
  /** An empty file with a new name. */
  temporary(prefix: string, suffix: string): string;
  temporaryDirectory(prefix: string): string;
  /** All that was written, by path: for keeping it. */
  written(): Readonly<Record<string, string>>;
}

/** An empty disk with these files. Nothing of the real machine is on it. */
export function createDisk(initial: Readonly<Record<string, string>> = {}): Disk {
  const texts = new Map<string, string>();
  const directories = new Set(STANDING);
  let made = 0;

  function makeDirectory(path: string): void {
    for (let at = path; at !== "/" && !directories.has(at); at = resolvePath(at, "..")) directories.add(at);
  }

  function write(path: string, content: string): true | string {
    if (directories.has(path)) return "Is a directory";
    makeDirectory(resolvePath(path, ".."));
    texts.set(path, content);
    return true;
  }

  function list(path: string): string[] {
    const prefix = path === "/" ? "/" : `${path}/`;
    const below = [...texts.keys(), ...directories].filter((name) => name.startsWith(prefix) && name !== prefix);
    const names = below.map((name) => name.slice(prefix.length).split("/")[0] ?? "");
    return [...new Set([...names, ...(bookDirectory(path) ?? [])])].filter((name) => name !== "").toSorted();
  }

  for (const [path, content] of Object.entries(initial)) write(path, content);
  return {
    kind(path) {
      if (texts.has(path) || bookFile(path) !== undefined) return "file";
      return directories.has(path) || bookDirectory(path) !== undefined ? "directory" : undefined;
    },
    read: (path) => texts.get(path) ?? bookFile(path),
    write,
    list,
    makeDirectory,
    remove(path) {
      const names = [...texts.keys(), ...directories].filter((name) => name === path || name.startsWith(`${path}/`));
      for (const name of names) {
        texts.delete(name);
        directories.delete(name);
      }
      return names.length > 0;
    },
    temporary(prefix, suffix) {
      const path = `/tmp/${prefix}${String(++made).padStart(5, "0")}${suffix}`;
      write(path, "");
      return path;
    },
    temporaryDirectory(prefix) {
      const path = `/tmp/${prefix}${String(++made).padStart(10, "0")}`;
      makeDirectory(path);
      return path;
    },
    written: () => Object.fromEntries(texts),
  };
}
