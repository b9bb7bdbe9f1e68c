import { isShownFile, isStep, type MoreOutput, type Step, type Transcript } from "../transcript.ts";

/** What is played, in its order. */
export function playedItems({ items }: Transcript): (MoreOutput | Step)[] {
  return items.filter((item): item is MoreOutput | Step => !isShownFile(item));
}

/** How many items have been played when one stands behind the last one that begins on the line or above. */
export function countUpTo(transcript: Transcript, line: number): number {
  return playedItems(transcript).filter((item) => item.line <= line).length;
}

/** Where one stands: `step 2 of 13 (a.md:14); next a.md:26: kubectl get nodes`. */
export function positionText(transcript: Transcript, played: number): string {
  const items = playedItems(transcript);
  const { file } = transcript;
  const here = items[played - 1];
  const next = items[played];
  const at = here === undefined ? `before the first of ${items.length} steps` : `step ${played} of ${items.length} (${file}:${here.line})`;
  return next === undefined ? `${at}; that was the last` : `${at}; next ${file}:${next.line}: ${titleOf(next)}`;
}

function titleOf(item: MoreOutput | Step): string {
  if (!isStep(item)) return "the output goes on";
  const [first = "", ...rest] = item.command.split("\n");
  return rest.length === 0 ? first : `${first} …`;
}
