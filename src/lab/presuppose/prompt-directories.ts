import { bookDirectory } from "../../cluster/book-files.ts";
import type { ImpliedStep } from "../performance/implied.ts";
import { isStep, type TranscriptItem } from "../transcript.ts";

const REPOSITORIES = ["_Book_k8sInfra", "_Lecture_k8s_starter.kit"];

/**
 * The same items with the way into a section of the book before what is typed there, as prompts tell it: behind `[root@m-k8s 3.2.8]#` stands what was
 * typed in `~/_Book_k8sInfra/ch3/3.2.8`, whether or not the document shows the `cd`.
 */
export function withPromptDirectories(items: readonly TranscriptItem[]): TranscriptItem[] {
  /** What the last prompt of each terminal has shown; undefined behind a `cd`. */
  const last = new Map<string, string | undefined>();
  return items.flatMap((item): TranscriptItem[] => {
    if (!isStep(item) || item.shell !== "sh" || item.skip !== undefined) return [item];
    const { line, prompt, terminal, inside } = item;
    const place = prompt === undefined ? undefined : placeOf(prompt);
    const known = last.has(terminal) ? last.get(terminal) : "~";
    if (/\b(?:cd|pushd|popd|su|exit)\b/.test(item.command)) last.set(terminal, undefined);
    else if (place !== undefined) last.set(terminal, place);
    const path = place === undefined || known === undefined || known === place ? undefined : sectionAt(place, known);
    if (path === undefined) return [item];
    const step: ImpliedStep = {
      line,
      command: `cd ${path}`,
      shell: "sh",
      terminal,
      ...(inside === true ? { inside } : {}),
      implied: `the terminal was in ${path}: the prompt of line ${line} shows it`,
    };
    return [step, item];
  });
}

/** The directory that a prompt shows, by its path or its last name. */
function placeOf(prompt: string): string | undefined {
  return /^\[\S+ ([^\]\s]+)\]/.exec(prompt)?.[1] ?? /^\S+@[\w.-]+:(~?[^\s#$%>]*)[#$%>]/.exec(prompt)?.[1];
}

/** The section's directory in the reader's home, or the way back from one. */
function sectionAt(place: string, known: string): string | undefined {
  if (place === "~") return directoryOf(known) === undefined ? undefined : "~";
  return directoryOf(place);
}

function directoryOf(place: string): string | undefined {
  const chapter = /^(\d+)(?:\.\d+)+$/.exec(place)?.[1];
  const paths =
    chapter === undefined
      ? REPOSITORIES.some((name) => place.includes(`${name}/`))
        ? [place]
        : []
      : REPOSITORIES.map((name) => `~/${name}/ch${chapter}/${place}`);
  return paths.find((path) => bookDirectory(path) !== undefined);
}
