import { bytesOfText, textOfBytes } from "../base/byte-text.ts";
import { resolvePath } from "../base/sh/state.ts";
import { FileError, type KubectlFiles } from "../kubectl/env.ts";
import type { Disk } from "./disk.ts";

/** A disk as kubectl sees it from a working directory. */
export function kubectlFilesOn(disk: Disk, directory: string): KubectlFiles {
  const place = (path: string): string => resolvePath(directory, path);

  function read(path: string): string {
    const text = disk.read(place(path));
    if (text !== undefined) return text;
    const isDirectory = disk.kind(place(path)) === "directory";
    throw new FileError(isDirectory ? "read" : "open", path, isDirectory ? "is a directory" : "no such file or directory");
  }

  return {
    read,
    readBytes: (path) => bytesOfText(read(path)),
    write: (path, content) => void disk.write(place(path), typeof content === "string" ? content : textOfBytes(content)),
    remove: (path) => void disk.remove(place(path)),
    makeDirectory: (path) => disk.makeDirectory(place(path)),
    kind: (path) => disk.kind(place(path)),
    executable: () => false,
    link: () => undefined,
    list: (path) => [...disk.list(place(path))],
    temporary: disk.temporary,
    temporaryDirectory: disk.temporaryDirectory,
  };
}
