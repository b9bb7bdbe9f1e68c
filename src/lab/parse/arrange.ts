import { isShownFile, isStep, type TranscriptItem } from "../transcript.ts";
import { baseName, filesRead } from "./command-words.ts";

/** Where a document's commands read a file, and where it shows it first. */
interface Uses {
  firstRead?: number;
  lastRead?: number;
  firstShown?: number;
  /** It lies in the book's repository, which every cluster has. */
  fromBook?: boolean;
}

/**
 * Files that a document shows only behind the commands that read them go before the first of these: `apply -f a.yaml`, and what stands in it.
 * What the book's repository has, and a later command reads again, is a change of the file and stays where it is.
 */
export function arrangeFiles(items: readonly TranscriptItem[]): TranscriptItem[] {
  const uses = usesOf(items);
  const before = new Map<number, TranscriptItem[]>();
  const moved = new Set<TranscriptItem>();
  for (const [index, item] of items.entries()) {
    if (!isShownFile(item)) continue;
    const { firstRead, lastRead = 0, firstShown, fromBook } = uses.get(baseName(item.path)) ?? {};
    if (firstShown !== index || firstRead === undefined || firstRead > index || (fromBook === true && lastRead > index)) continue;
    before.set(firstRead, [...(before.get(firstRead) ?? []), item]);
    moved.add(item);
  }
  if (moved.size === 0) return [...items];
  return items.flatMap((item, index) => [...(before.get(index) ?? []), ...(moved.has(item) ? [] : [item])]);
}

function usesOf(items: readonly TranscriptItem[]): Map<string, Uses> {
  const uses = new Map<string, Uses>();
  const of = (path: string): Uses => {
    const name = baseName(path);
    const known = uses.get(name) ?? {};
    uses.set(name, known);
    return known;
  };
  for (const [index, item] of items.entries()) {
    if (isShownFile(item)) of(item.path).firstShown ??= index;
    else if (isStep(item)) {
      for (const path of filesRead(item.command)) {
        const use = of(path);
        use.firstRead ??= index;
        use.lastRead = index;
        use.fromBook ||= /_Book_k8sInfra|_Lecture_k8s_starter\.kit/.test(path);
      }
    }
  }
  return uses;
}
