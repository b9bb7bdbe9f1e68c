import { compareBytewise } from "../../base/bytewise.ts";
import type { Release } from "../../release/release.ts";
import type { Refusal } from "./findings.ts";

/** What a failed attempt found. */
export interface Failure {
  readonly podReason?: string;
  readonly refusals: readonly Refusal[];
  readonly nodeCount: number;
}

const NO_HELP = "Preemption is not helpful for scheduling";
const NO_VICTIMS = "No preemption victims found for incoming pod";

/** The text of the FailedScheduling event and of the PodScheduled condition. pkg/scheduler/framework FitError, 1.20 to 1.30 */
export function failureMessage({ podReason, refusals, nodeCount }: Failure, release: Release): string {
  if (nodeCount === 0)
    return withPreemption(
      "0/0 nodes are available: no nodes available to schedule pods.",
      [],
      0,
      release,
      "no nodes available to schedule pods",
    );
  if (podReason === undefined) {
    const list = histogram(refusals.flatMap(({ reasons }) => reasons));
    const why = refusals.map(({ unresolvable }) => (unresolvable ? NO_HELP : NO_VICTIMS));
    return withPreemption(`0/${nodeCount} nodes are available: ${list}.`, why, nodeCount, release);
  }
  const form = release.value("schedulerPodLevelReason");
  if (form === "bare") return podReason;
  const text = form === "counted" ? `${nodeCount} ${podReason}` : podReason;
  return withPreemption(
    `0/${nodeCount} nodes are available: ${text}.`,
    Array.from({ length: nodeCount }, () => NO_HELP),
    nodeCount,
    release,
  );
}

function withPreemption(message: string, why: readonly string[], nodeCount: number, release: Release, alone?: string): string {
  if (alone !== undefined) return release.has("schedulerPreemptionMessage") ? message : alone;
  if (!release.has("schedulerPreemptionMessage")) return message;
  return `${message} preemption: 0/${nodeCount} nodes are available: ${histogram(why)}.`;
}

/** `1 reason a, 3 reason b`, sorted as text. */
function histogram(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort(compareBytewise)
    .join(", ");
}
