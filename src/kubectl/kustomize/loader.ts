import type { Disk } from "./disk.ts";
import { KustomizeError, noNetwork, within } from "./errors.ts";
import { directoryOf, isWithin, joinPath } from "./paths.ts";
import { isRepository, isRepositoryV2, isUrl } from "./remote.ts";

/** How a generation of kustomize words and restricts its reading. */
export interface LoaderStyle {
  readonly generation: "v2" | "v4";
  /** `must build at directory: not a valid directory: ` in front of a missing root. */
  readonly longRootErrors: boolean;
  /** Files outside of the root may be read. */
  readonly unrestricted: boolean;
}

/** Reads files of one kustomization's directory, and opens others. */
export interface Loader {
  readonly root: string;
  /** Throws KustomizeError when the path is no file in or below the root. */
  loadBytes(path: string): Uint8Array;
  load(path: string): string;
  /** The loader of another directory; a cycle is refused. */
  open(path: string): Loader;
}

/** The loader of the directory that the user named. Throws KustomizeError when it is none. */
export function openLoader(disk: Disk, path: string, style: LoaderStyle): Loader {
  refuseRepository(path, style);
  return loaderAt(disk, demandRoot(disk, disk.absolute(path), path, style), style, []);
}

function refuseRepository(path: string, style: LoaderStyle): void {
  if (style.generation === "v2" ? isRepositoryV2(path) : isRepository(path)) throw noNetwork(path);
}

function demandRoot(disk: Disk, absolute: string, typed: string, style: LoaderStyle): string {
  if (!style.longRootErrors) {
    const look = (): "file" | "directory" => disk.demand(absolute, typed);
    const kind = style.generation === "v2" ? within(`absolute path error in '${typed}' `, look) : look();
    if (kind === "file") throw new KustomizeError(`got file '${fileName(absolute)}', but '${typed}' must be a directory to be a root`);
    return absolute;
  }
  return within("must build at directory", () => {
    const kind = within("not a valid directory", () => disk.demand(absolute, typed));
    if (kind === "file") throw new KustomizeError(`'${typed}': file is not directory`);
    return absolute;
  });
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function loaderAt(disk: Disk, root: string, style: LoaderStyle, visited: readonly string[]): Loader {
  const loadBytes = (path: string): Uint8Array => {
    if (style.generation === "v4" && isUrl(path)) throw noNetwork(path);
    if (style.generation === "v2" && path.startsWith("/")) throw outOfBounds(path, root);
    const absolute = path.startsWith("/") ? path : joinPath(root, path);
    if (!style.unrestricted) checkFile(disk, { root, path, absolute }, style);
    return disk.readBytes(absolute);
  };
  return {
    root,
    loadBytes,
    load: (path) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(loadBytes(path)),
    open(path) {
      if (path === "") throw new KustomizeError("new root cannot be empty");
      refuseRepository(path, style);
      if (path.startsWith("/")) throw new KustomizeError(`new root '${path}' cannot be absolute`);
      const typed = joinPath(root, path);
      const candidate = demandRoot(disk, typed, typed, style);
      const above = [root, ...visited].find((one) => isWithin(one, candidate));
      if (above !== undefined) {
        throw new KustomizeError(`cycle detected: candidate root '${candidate}' contains visited root '${above}'`);
      }
      return loaderAt(disk, candidate, style, [root, ...visited]);
    },
  };
}

function checkFile(disk: Disk, file: { root: string; path: string; absolute: string }, style: LoaderStyle): void {
  const { root, path, absolute } = file;
  const kind = disk.demand(absolute, absolute);
  if (kind === "directory") {
    throw new KustomizeError(
      style.generation === "v2" ? `'${path}' must be a file (got d='${absolute}')` : `'${absolute}' must resolve to a file`,
    );
  }
  if (!isWithin(directoryOf(absolute), root)) throw outOfBounds(style.generation === "v2" ? path : absolute, root);
}

function outOfBounds(path: string, root: string): KustomizeError {
  return new KustomizeError(`security; file '${path}' is not in or below '${root}'`);
}
