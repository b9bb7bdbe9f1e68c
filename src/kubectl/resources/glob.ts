import type { KubectlFiles } from "../env.ts";

/** Paths that a pattern of `*`, `?` and `[a-z]` matches, sorted; undefined for a pattern with a bracket left open. */
// path/filepath/match.go Glob
export function glob(files: Pick<KubectlFiles, "kind" | "list">, pattern: string): string[] | undefined {
  const [first = "", ...rest] = pattern.split("/");
  const parts = first === "" ? rest : [first, ...rest];
  let found = [first === "" ? "/" : ""];
  for (const part of parts) {
    const matcher = matcherOf(part);
    if (matcher === undefined) return undefined;
    found = found.flatMap((directory) => matchesIn(files, directory, part, matcher));
  }
  return found;
}

function matchesIn(files: Pick<KubectlFiles, "kind" | "list">, directory: string, part: string, matcher: RegExp): string[] {
  const inside = (name: string): string => (directory === "" || directory.endsWith("/") ? `${directory}${name}` : `${directory}/${name}`);
  if (!/[*?[\\]/.test(part)) return files.kind(inside(part)) === undefined ? [] : [inside(part)];
  const place = directory === "" ? "." : directory;
  if (files.kind(place) !== "directory") return [];
  return files
    .list(place)
    .filter((name) => matcher.test(name))
    .map(inside);
}

function matcherOf(part: string): RegExp | undefined {
  const tokens = part.match(/\\.|\[\^?(?:\\.|[^\]\\])+\]|[\s\S]/g) ?? [];
  if (tokens.some((token) => token === "[" || token === "\\")) return undefined;
  const source = tokens.map((token) => {
    if (token === "*") return "[^/]*";
    if (token === "?") return "[^/]";
    return token.length > 1 && token.startsWith("[") ? token : token.replace(/^\\/, "").replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  });
  return new RegExp(`^${source.join("")}$`);
}
