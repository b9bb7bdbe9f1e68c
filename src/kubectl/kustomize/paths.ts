/** Go's filepath.Clean of an absolute path. */
export function cleanAbsolute(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** Go's filepath.Join of a directory and a path below it. */
export function joinPath(directory: string, path: string): string {
  return cleanAbsolute(`${directory}/${path}`);
}

/** Go's filepath.Join of paths that may be relative; "" for nothing. */
export function joinRelative(...paths: readonly string[]): string {
  const parts: string[] = [];
  const joined = paths.filter((path) => path !== "").join("/");
  for (const part of joined.split("/")) {
    if (part === "..") {
      if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
      else if (!joined.startsWith("/")) parts.push("..");
    } else if (part !== "" && part !== ".") parts.push(part);
  }
  if (joined.startsWith("/")) return `/${parts.join("/")}`;
  return parts.length > 0 ? parts.join("/") : joined === "" ? "" : ".";
}

/** Directory part of a clean absolute path. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? "/" : path.slice(0, slash);
}

/** Last part of a path, as Go's path.Base gives it. */
export function baseName(path: string): string {
  if (path === "") return ".";
  const stripped = path.replace(/\/+$/, "");
  return stripped === "" ? "/" : stripped.slice(stripped.lastIndexOf("/") + 1);
}

/** Whether a directory is `above` or lies below it. */
export function isWithin(directory: string, above: string): boolean {
  return above === "/" || directory === above || directory.startsWith(`${above}/`);
}

/** Splits at a delimiter; a backslash before it keeps it: `a\.b.c` is [a.b, c]. One empty first part is dropped. */
// kyaml/utils/pathsplitter.go PathSplitter
export function splitPath(path: string, delimiter: string): string[] {
  const pieces = path.split(delimiter);
  if (pieces.length > 1 && pieces[0] === "") pieces.shift();
  const parts: string[] = [pieces[0] ?? ""];
  for (const piece of pieces.slice(1)) {
    const last = parts.at(-1) ?? "";
    if (last.endsWith("\\")) parts[parts.length - 1] = `${last.slice(0, -1)}${delimiter}${piece}`;
    else parts.push(piece);
  }
  return parts;
}

/** As {@link splitPath}, but brackets hold together: `a.[b.c].[d=e.f]` is [a, b.c, [d=e.f]]. */
// kyaml/utils/pathsplitter.go SmarterPathSplitter
export function splitBracketPath(path: string): string[] {
  const pieces = splitPath(path, ".");
  const parts: string[] = [];
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at] ?? "";
    if (!piece.startsWith("[") || piece.endsWith("]")) {
      parts.push(piece);
      continue;
    }
    const held = [piece];
    while (at < pieces.length - 1) {
      at++;
      held.push(pieces[at] ?? "");
      if (pieces[at]?.endsWith("]") === true) break;
    }
    const text = held.join(".");
    parts.push(text.includes("=") ? text : text.replace(/^[[\]]+|[[\]]+$/g, ""));
  }
  return parts;
}
