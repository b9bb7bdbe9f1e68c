/**
 * A manifest of the book that the reader has not got: any path that ends in `_Book_k8sInfra/ch3/…`. Undefined for other paths, and for the
 * book's files that are not here yet.
 */
export function bookFile(path: string): string | undefined {
  const inside = /(?:^|\/)_Book_k8sInfra\/(.+)$/.exec(path)?.[1];
  return inside === undefined ? undefined : bookFiles()[inside];
}

/** Names in one of the book's directories, sorted; undefined for other paths, and for directories without a file that is here. */
export function bookDirectory(path: string): string[] | undefined {
  const inside = /(?:^|\/)_Book_k8sInfra\/(.+?)\/*$/.exec(path)?.[1];
  if (inside === undefined) return undefined;
  const below = Object.keys(bookFiles()).filter((file) => file.startsWith(`${inside}/`));
  const names = new Set(below.map((file) => file.slice(inside.length + 1).split("/")[0] ?? ""));
  return names.size === 0 ? undefined : [...names].toSorted();
}

/** The texts are read when somebody names a path of the book, not with every command. */
function bookFiles(): Readonly<Record<string, string>> {
  return (require("./manifests/book.ts") as typeof import("./manifests/book.ts")).BOOK_FILES;
}
