import { parseYaml, YamlError } from "../../base/yaml-in.ts";
import { resolvePath } from "../../base/sh/state.ts";
import type { Disk } from "../../shell/disk.ts";
import type { ShownFile } from "../transcript.ts";

/** Files that a document shows and that no command has asked for yet. */
export interface ShownFiles {
  add(file: ShownFile): void;
  /** Puts those that a command names on the machine's disk. Gives their paths. */
  place(command: string, directory: string, home: string, disk: Disk): string[];
}

/** No files yet. */
export function createShownFiles(): ShownFiles {
  const files = new Map<string, ShownFile>();
  // what has been put somewhere may have been changed there since
  const put = new Map<string, ShownFile>();
  return {
    add: (file) => void files.set(nameOf(file.path), file),
    place(command, directory, home, disk) {
      const placed: string[] = [];
      for (const word of [...command.split(/[\s'"=;|&()<>]+/), ...buildContext(command, files)]) {
        const file = files.get(nameOf(word));
        // what is published somewhere is no file of the reader's
        if (file === undefined || (/^https?:/.test(word) && file.path !== word)) continue;
        const path = resolvePath(directory, word.replace(/^~(?=\/|$)/, home));
        if (put.get(path) === file || disk.kind(path) === "directory" || !isBetter(file, disk.read(path))) continue;
        put.set(path, file);
        disk.write(path, file.content.endsWith("\n") ? file.content : `${file.content}\n`);
        placed.push(path);
      }
      return placed;
    },
  };
}

/** What `docker build` reads without being told: the Dockerfile, and what it adds. */
function buildContext(command: string, files: ReadonlyMap<string, ShownFile>): string[] {
  const build = /\bdocker\s+(?:image\s+|buildx\s+)?build\s(?:.*\s)?(\S+)/.exec(command);
  const dockerfile = files.get("Dockerfile");
  if (build === null || dockerfile === undefined) return [];
  const added = [...dockerfile.content.matchAll(/^(?:ADD|COPY)\s+(\S+)\s/gm)].map(([, file = ""]) => file);
  return ["Dockerfile", ...added].map((file) => `${build[1] ?? "."}/${file}`);
}

/** The last part of a path, under which documents speak of a file. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** What the document shows counts, unless it shows only a part of what is there, or means the same. */
function isBetter(file: ShownFile, existing: string | undefined): boolean {
  if (existing === undefined) return true;
  if (file.onlyWhereAbsent === true) return false;
  if (existing === file.content || !/\.(?:ya?ml|json)$/.test(file.path)) return existing !== file.content;
  const [shown, there] = [meaningOf(file.content), meaningOf(existing)];
  if (shown === undefined) return false;
  const isPart =
    typeof there === "object" && there !== null && "kind" in there && !(typeof shown === "object" && shown !== null && "kind" in shown);
  return !isPart && JSON.stringify(shown) !== JSON.stringify(there);
}

/** Whether two manifests say the same: a document's author explains lines behind a #, in texts inside the YAML as well. */
export function isSameManifest(left: string, right: string): boolean {
  const meaning = meaningOf(left);
  return meaning !== undefined && JSON.stringify(meaning) === JSON.stringify(meaningOf(right));
}

function meaningOf(manifest: string): unknown {
  return parsed(withoutComments(manifest));
}

function withoutComments(text: string): string {
  return text.replace(/^\s*#.*\n?/gm, "").replace(/\s+#.*$/gm, "");
}

function parsed(text: string): unknown {
  const documents = text.split(/^---\s*$/m).filter((part) => part.trim() !== "");
  try {
    return documents.length === 1 ? parseYaml(documents[0] ?? "") : documents.map((part) => parseYaml(part));
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
}
