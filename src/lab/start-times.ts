import { readTables, type ShownRow } from "./tables.ts";
import { isEndless } from "./performance/endless.ts";
import { namespaceOf } from "./namespace.ts";
import { ageRange } from "./timeline/age-range.ts";
import { isStep, type Transcript } from "./transcript.ts";

/** A start is over at the earliest and at the latest so many ms after the pod came to be. */
interface StartRange {
  readonly from: number;
  readonly to: number;
}

/** Quick and slow among ordinary starts, in ms. */
const QUICK_MS = 900;
const SLOW_MS = 1500;
/** Looks fall into the middle of a second of a pod's age, more or less. */
const LOOK_MS = 500;

/**
 * How long the start of a pod took, in ms by `NAMESPACE/NAME`, where a table does not show what an ordinary start does: it was still starting at some
 * age, or ran already at a very young one; one job's pod has failed once because another's was slower.
 */
export function startTimes({ items }: Transcript): Map<string, number> {
  const ranges = new Map<string, StartRange>();
  for (const item of items) {
    if (!isStep(item)) continue;
    for (const { rows } of readTables(item.expected ?? [])) {
      const pods = rows.filter(({ cells }) => cells["READY"] !== undefined && cells["RESTARTS"] !== undefined);
      const hasFailed = pods.some(({ cells }) => cells["STATUS"] === "Completed" && !cells["RESTARTS"]?.startsWith("0"));
      for (const { cells } of pods) {
        const key = `${cells["NAMESPACE"] ?? namespaceOf(item)}/${(cells["NAME"] ?? "").replace(/^pod\//, "")}`;
        const range =
          rangeOf(cells, hasFailed) ?? (isEndless(item) && rows.some((row) => isStarting(row, cells)) ? rangeInWatch(cells) : undefined);
        const known = ranges.get(key) ?? { from: 0, to: Infinity };
        if (range !== undefined) ranges.set(key, { from: Math.max(known.from, range.from), to: Math.min(known.to, range.to) });
      }
    }
  }
  return new Map(
    [...ranges].filter(([, { from, to }]) => from > QUICK_MS || to < SLOW_MS || from === to).map(([key, range]) => [key, within(range)]),
  );
}

function rangeOf(
  { STATUS: status, RESTARTS: restarts = "", AGE: age = "" }: ShownRow["cells"],
  hasFailed: boolean,
): StartRange | undefined {
  const seconds = ageRange(age)?.from;
  if (seconds === undefined) return undefined;
  if (status === "ContainerCreating" && seconds > 0) return { from: seconds * 1000 + LOOK_MS / 5, to: Infinity };
  if (status === "Running" && seconds < 2) return { from: 0, to: (seconds + 1) * 1000 };
  if (status !== "Completed" || !hasFailed) return undefined;
  const ms = restarts.startsWith("0") ? SLOW_MS : QUICK_MS;
  return { from: ms, to: ms };
}

/** A watch shows the very moment at which a pod runs, in whole seconds since the one in which it came to be. */
function rangeInWatch({ STATUS: status, AGE: age = "" }: ShownRow["cells"]): StartRange | undefined {
  const seconds = ageRange(age)?.from ?? 0;
  return status === "Running" && seconds > 0 ? { from: seconds * 1000, to: seconds * 1000 + LOOK_MS } : undefined;
}

function isStarting({ cells }: ShownRow, { NAME: name }: ShownRow["cells"]): boolean {
  return cells["NAME"] === name && cells["STATUS"] !== "Running";
}

function within({ from, to }: StartRange): number {
  if (to <= from) return Math.round(from);
  return Math.round(
    to === Infinity
      ? from + SLOW_MS / 2
      : from > QUICK_MS
        ? Math.min(from + LOOK_MS / 25, (from + to) / 2)
        : Math.max(QUICK_MS / 2, to - LOOK_MS),
  );
}
