import { namespaceOf } from "./namespace.ts";
import { readTables } from "./tables.ts";
import { isStep, type Transcript } from "./transcript.ts";

/** Longer than a reader takes to look at what has just been deleted. */
const SLOW_MS = 8000;

/**
 * Which part of a pod's end took long, in ms by stream: a row that shows it `Terminating` with its containers still ready (`pod-stop/NAMESPACE/NAME`: up to
 * their end), or with all of them ended (`pod-gone/NAMESPACE/NAME`: what comes behind it).
 */
export function stopTimes({ items }: Transcript): Map<string, number> {
  const found = new Map<string, number>();
  for (const item of items) {
    if (!isStep(item)) continue;
    for (const { rows } of readTables(item.expected ?? [])) {
      for (const { cells } of rows) {
        const [, ready] = /^(\d+)\/\d+$/.exec(cells["READY"] ?? "") ?? [];
        if (cells["STATUS"] !== "Terminating" || ready === undefined) continue;
        const pod = `${cells["NAMESPACE"] ?? namespaceOf(item)}/${(cells["NAME"] ?? "").replace(/^pod\//, "")}`;
        found.set(ready === "0" ? `pod-gone/${pod}` : `pod-stop/${pod}`, SLOW_MS);
      }
    }
  }
  return found;
}
