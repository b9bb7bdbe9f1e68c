import { CommandError } from "../errors.ts";

/** `[[NAMESPACE/]POD:]PATH` */
export interface FileSpec {
  /** "" for the namespace to work in. */
  readonly namespace: string;
  /** "" for a file of this machine. */
  readonly pod: string;
  readonly file: string;
}

/** Reads an argument of cp. Throws CommandError. kubectl/pkg/cmd/cp/cp.go extractFileSpec */
export function readSpec(text: string): FileSpec {
  const colon = text.indexOf(":");
  if (colon < 0) return { namespace: "", pod: "", file: text };
  const parts = text.slice(0, colon).split("/");
  if (colon === 0 || parts.length > 2) throw new CommandError("filespec must match the canonical format: [[namespace/]pod:]file/path");
  const file = text.slice(colon + 1);
  return parts.length === 1 ? { namespace: "", pod: parts[0] ?? "", file } : { namespace: parts[0] ?? "", pod: parts[1] ?? "", file };
}

/** A path without `.`, `..` and doubled slashes, as far as it goes. Go's path.Clean */
export function cleanPath(path: string): string {
  const isAbsolute = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part === ".." ? !isAbsolute : part !== "" && part !== ".") parts.push(part);
  }
  return `${isAbsolute ? "/" : ""}${parts.join("/")}` || ".";
}

/** All but the last part. Go's path.Dir */
export function directoryOf(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf("/") + 1));
}

/** The last part. Go's path.Base */
export function baseOf(path: string): string {
  if (path === "") return ".";
  const bare = path.replace(/\/+$/, "");
  return bare === "" ? "/" : bare.slice(bare.lastIndexOf("/") + 1);
}

/** Go's path.Join */
export function joinPaths(...parts: readonly string[]): string {
  const given = parts.filter((part) => part !== "");
  return given.length === 0 ? "" : cleanPath(given.join("/"));
}

/** A path without `../` at its beginning and without its slash. kubectl/pkg/cmd/cp/cp.go stripPathShortcuts */
export function withoutShortcuts(path: string): string {
  const stripped = cleanPath(path).replace(/^(\.\.\/)+/, "");
  return stripped === "." || stripped === ".." ? "" : stripped.replace(/^\//, "");
}

/** Whether a path stays in a directory. kubectl/pkg/cmd/cp/cp.go isDestRelative */
export function staysIn(directory: string, path: string): boolean {
  const [base, inner] = [cleanPath(directory), cleanPath(path)];
  return base === "." ? !inner.startsWith("..") : inner === base || inner.startsWith(base === "/" ? "/" : `${base}/`);
}
