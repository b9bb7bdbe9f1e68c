import { bookFile } from "../../cluster/book-files.ts";
import { isShownFile, type TranscriptItem } from "../transcript.ts";

/** The file that a command reads with -f. */
export function fileOf(command: string): string | undefined {
  const file = /\s(?:-f|--filename)[ =]?\s*([^\s;|&]+)/.exec(command)?.[1];
  return file === "-" || file === undefined ? undefined : file;
}

/** Names of the objects of the manifest at a path. */
export function namesAt(file: string, items: readonly TranscriptItem[]): string[] {
  return namesIn(manifestAt(file, items) ?? "");
}

/** The manifest at a path: one that the document shows, or one of the book's. */
export function manifestAt(file: string, items: readonly TranscriptItem[]): string | undefined {
  const base = file.slice(file.lastIndexOf("/") + 1);
  const shown = items.findLast((item) => isShownFile(item) && item.path.slice(item.path.lastIndexOf("/") + 1) === base);
  return shown !== undefined && isShownFile(shown) ? shown.content : bookFile(file);
}

/** Names of the objects of a manifest; also of one that is part of a command. */
export function namesIn(content: string): string[] {
  const names: string[] = [];
  let indent: string | undefined;
  for (const line of content.split("\n")) {
    const [, blanks, key = "", value = ""] = /^( *)([\w.-]+): *(?:"([^"]*)"|.*)$/.exec(line) ?? [];
    if (blanks === undefined) continue;
    if (indent !== undefined && blanks.length <= indent.length) indent = undefined;
    if (key === "metadata") indent ??= blanks;
    else if (key === "name" && indent !== undefined) {
      const name =
        value === ""
          ? line
              .slice(line.indexOf(":") + 1)
              .trim()
              .split(/\s/)[0]
          : value;
      if (name) names.push(name);
      indent = undefined;
    }
  }
  return names;
}

/** The objects of a manifest: `Deployment/web`. */
export function objectsIn(content: string): string[] {
  return content.split(/^---\s*$/m).flatMap((text) => {
    const kind = /^kind: *(\w+)/m.exec(text)?.[1];
    const name = namesIn(text)[0];
    return kind === undefined || name === undefined ? [] : [`${kind}/${name}`];
  });
}
