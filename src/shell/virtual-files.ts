import { bytesOfText, textOfBytes } from "../base/byte-text.ts";
import { FileError, type KubectlFiles } from "../kubectl/env.ts";
import { bookFile } from "../cluster/book-files.ts";

/** Files of a lab: what its transcript brings and its commands write, over the book's own manifests. Nothing of the real machine. */
export function createVirtualFiles(home: string, initial: Readonly<Record<string, string>> = {}): KubectlFiles {
  const texts = new Map(Object.entries(initial).map(([path, text]) => [absolute(path), text]));
  let made = 0;

  function absolute(path: string): string {
    const parts: string[] = [];
    for (const part of (path.startsWith("/") ? path : `${home}/${path}`).split("/")) {
      if (part === "..") parts.pop();
      else if (part !== "" && part !== ".") parts.push(part);
    }
    return `/${parts.join("/")}`;
  }

  function find(path: string): string | undefined {
    return texts.get(absolute(path)) ?? bookFile(absolute(path));
  }

  function isDirectory(path: string): boolean {
    const prefix = `${absolute(path)}/`;
    return [...texts.keys()].some((name) => name.startsWith(prefix));
  }

  function read(path: string): string {
    const text = find(path);
    if (text !== undefined) return text;
    throw new FileError("open", path, isDirectory(path) ? "is a directory" : "no such file or directory");
  }

  return {
    read,
    readBytes: (path) => bytesOfText(read(path)),
    write: (path, content) => void texts.set(absolute(path), typeof content === "string" ? content : textOfBytes(content)),
    remove(path) {
      const gone = absolute(path);
      for (const name of texts.keys()) if (name === gone || name.startsWith(`${gone}/`)) texts.delete(name);
    },
    makeDirectory: () => undefined,
    kind: (path) => (find(path) !== undefined ? "file" : isDirectory(path) ? "directory" : undefined),
    executable: () => false,
    link: () => undefined,
    list(path) {
      const prefix = `${absolute(path)}/`;
      const names = [...texts.keys()]
        .filter((name) => name.startsWith(prefix))
        .map((name) => name.slice(prefix.length).split("/")[0] ?? "");
      return [...new Set(names)].toSorted();
    },
    temporary(prefix, suffix) {
      const path = `/tmp/${prefix}${String(++made).padStart(5, "0")}${suffix}`;
      texts.set(path, "");
      return path;
    },
    temporaryDirectory: (prefix) => `/tmp/${prefix}${String(++made).padStart(10, "0")}`,
  };
}
