/**
 * A manifest of the book, or of the lectures that go with it, that the reader has not got: any path that ends in `_Book_k8sInfra/ch3/…` or
 * `_Lecture_k8s_starter.kit/ch3/…`. Undefined for other paths, and for files of theirs that are not here yet.
 */
export function bookFile(path: string): string | undefined {
  const [, repository = "", inside = ""] = /(?:^|\/)(_Book_k8sInfra|_Lecture_k8s_starter\.kit)\/(.+)$/.exec(path) ?? [];
  return repository === "" ? undefined : filesOf(repository)[inside];
}

/** Names in one of these directories, sorted; undefined for other paths, and for directories without a file that is here. */
export function bookDirectory(path: string): string[] | undefined {
  const [, repository = "", inside = ""] = /(?:^|\/)(_Book_k8sInfra|_Lecture_k8s_starter\.kit)\/(.+?)\/*$/.exec(path) ?? [];
  if (repository === "") return undefined;
  const below = Object.keys(filesOf(repository)).filter((file) => file.startsWith(`${inside}/`));
  const names = new Set(below.map((file) => file.slice(inside.length + 1).split("/")[0] ?? ""));
  return names.size === 0 ? undefined : [...names].toSorted();
}

/** The texts are read when somebody names a path of theirs, not with every command. */
function filesOf(repository: string): Readonly<Record<string, string>> {
  if (repository !== "_Book_k8sInfra")
    return (require("./manifests/starter-kit.ts") as typeof import("./manifests/starter-kit.ts")).STARTER_KIT_FILES;
  return (require("./manifests/book.ts") as typeof import("./manifests/book.ts")).BOOK_FILES;
}
