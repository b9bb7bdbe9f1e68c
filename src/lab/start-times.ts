import { isJsonObject } from "../base/json.ts";
import { readTables, type ShownRow } from "./tables.ts";
import { isEndless } from "./performance/endless.ts";
import { namespaceOf } from "./namespace.ts";
import { shownManifests } from "./presuppose/shown-manifests.ts";
import { ageRange } from "./timeline/age-range.ts";
import { isStep, type Step, type Transcript, type TranscriptItem } from "./transcript.ts";

/** A start is over at the earliest and at the latest so many ms after the pod came to be. */
interface StartRange {
  readonly from: number;
  readonly to: number;
}

/** Quick and slow among ordinary starts, in ms. */
const QUICK_MS = 900;
const SLOW_MS = 1500;
/** What is still on its way when others of its sort are done. */
const LAGGING_MS = 3000;
/** Looks fall into the middle of a second of a pod's age, more or less. */
const LOOK_MS = 500;
const EARLIEST_LOOK_MS = 300;

/**
 * How long the start of a pod took, in ms by `NAMESPACE/NAME`, where a table does not show what an ordinary start does: it was still starting at some
 * age, or ran already at a very young one; one job's pod has failed once because another's was slower.
 */
export function startTimes(transcript: Transcript): Map<string, number> {
  const { items } = transcript;
  const ranges = new Map<string, StartRange>();
  for (const [index, item] of items.entries()) {
    if (!isStep(item)) continue;
    for (const { rows } of readTables(item.expected ?? [])) {
      for (const { cells } of rows.filter(isLagging)) ranges.set(keyOf(cells, item), { from: LAGGING_MS, to: Infinity });
      for (const [cells, ms] of inTurn(rows, items.slice(0, index))) ranges.set(keyOf(cells, item), { from: ms, to: ms });
      for (const [cells, ms] of inOrder(rows, transcript)) ranges.set(keyOf(cells, item), { from: ms, to: ms });
      const pods = rows.filter(({ cells }) => cells["READY"] !== undefined && cells["RESTARTS"] !== undefined);
      const hasFailed = pods.some(({ cells }) => cells["STATUS"] === "Completed" && !cells["RESTARTS"]?.startsWith("0"));
      for (const { cells } of pods) {
        const key = keyOf(cells, item);
        const range =
          (isEndless(item) && rows.some((row) => isStarting(row, cells)) ? rangeInWatch(cells) : undefined) ?? rangeOf(cells, hasFailed);
        const known = ranges.get(key) ?? { from: 0, to: Infinity };
        if (range !== undefined) ranges.set(key, { from: Math.max(known.from, range.from), to: Math.min(known.to, range.to) });
      }
    }
  }
  return new Map(
    [...ranges].filter(([, { from, to }]) => from > QUICK_MS || to <= SLOW_MS || from === to).map(([key, range]) => [key, within(range)]),
  );
}

function keyOf(cells: ShownRow["cells"], item: Step): string {
  return `${cells["NAMESPACE"] ?? namespaceOf(item)}/${(cells["NAME"] ?? "").replace(/^pod\//, "")}`;
}

/** Placed and without an address yet, in a list that shows no ages. */
function isLagging({ cells }: ShownRow): boolean {
  const { AGE: age, STATUS: status, IP: address, NODE: node = "<none>" } = cells;
  return age === undefined && status === "Pending" && address === "<none>" && node !== "<none>";
}

/**
 * A rolling update makes its next pod when the one before is ready: the difference of their ages is how long that one's start took. So with up to three
 * replicas, of which none may be missing.
 */
function inTurn(rows: readonly ShownRow[], before: readonly TranscriptItem[]): [ShownRow["cells"], number][] {
  const groups = Map.groupBy(rows, ({ cells }) => /^(?:pod\/)?(.+)-[a-z0-9]{6,10}-[a-z0-9]{5}$/.exec(cells["NAME"] ?? "")?.[1]);
  return [...groups].flatMap(([name, pods]) => {
    if (name === undefined || pods.length > MOST_IN_TURN || !before.some((item) => isStep(item) && rolls(item.command, name))) return [];
    const old = pods
      .map(({ cells }) => ({ cells, range: ageRange(cells["AGE"] ?? ""), running: cells["STATUS"] === "Running" }))
      .toSorted((a, b) => (b.range?.from ?? 0) - (a.range?.from ?? 0));
    if (new Set(pods.map(({ cells }) => hashOf(cells["NAME"]))).size > 1) return [];
    if (old.some(({ range, running }) => !running || range === undefined || range.to - range.from > 1)) return [];
    return old.slice(0, -1).flatMap(({ cells, range }, at): [ShownRow["cells"], number][] => {
      const ms = ((range?.from ?? 0) - (old[at + 1]?.range?.from ?? 0)) * 1000;
      return ms > SLOW_MS ? [[cells, ms]] : [];
    });
  });
}
const MOST_IN_TURN = 3;

/**
 * A stateful set makes its next pod when the one before is ready, so that their ages tell the same of all but the last. So where the document shows
 * the set, and none of its pods is another than the first of its number. pkg/controller/statefulset/stateful_set_control.go
 */
function inOrder(rows: readonly ShownRow[], transcript: Transcript): [ShownRow["cells"], number][] {
  const groups = Map.groupBy(rows, ({ cells }) => NUMBERED.exec(cells["NAME"] ?? "")?.[1]);
  return [...groups].flatMap(([name, pods]) => {
    if (name === undefined || pods.length < 2 || !isShownSet(name, transcript)) return [];
    const ages = pods.map(({ cells }) => ageRange(cells["AGE"] ?? ""));
    const isWhole = pods.every(({ cells }, at) => NUMBERED.exec(cells["NAME"] ?? "")?.[2] === String(at) && cells["RESTARTS"] === "0");
    if (!isWhole || ages.some((range) => range === undefined || range.to - range.from > 1)) return [];
    const times = ages.slice(1).map((range, at) => ((ages[at]?.from ?? 0) - (range?.from ?? 0)) * 1000);
    if (times.some((ms) => ms < 0)) return [];
    return times.flatMap((ms, at): [ShownRow["cells"], number][] => (ms > SLOW_MS && pods[at] ? [[pods[at].cells, ms]] : []));
  });
}
const NUMBERED = /^(?:pod\/)?(.+)-(\d{1,3})$/;

function isShownSet(name: string, transcript: Transcript): boolean {
  return shownManifests(transcript).some(({ kind, name: own, object }) => {
    const { spec } = object;
    return kind === "StatefulSet" && own === name && !(isJsonObject(spec) && spec["podManagementPolicy"] === "Parallel");
  });
}

function hashOf(name = ""): string | undefined {
  return name.split("-").at(-2);
}

function rolls(command: string, deployment: string): boolean {
  return (
    /\b(?:set\s+(?:image|env|resources)|rollout\s+(?:undo|restart)|edit)\b/.test(command) && command.split(/[\s/]+/).includes(deployment)
  );
}

function rangeOf(
  { STATUS: status, RESTARTS: restarts = "", AGE: age = "" }: ShownRow["cells"],
  hasFailed: boolean,
): StartRange | undefined {
  const seconds = ageRange(age)?.from;
  if (seconds === undefined) return undefined;
  if (status === "ContainerCreating" && seconds > 0) return { from: seconds * 1000 + LOOK_MS / 5, to: Infinity };
  if (status === "Running" && seconds < 2) return { from: 0, to: Math.max(1000, seconds * 1000 + EARLIEST_LOOK_MS) };
  if (status !== "Completed") return undefined;
  // jobs that need each other begin alike where none has failed
  const ms = restarts.startsWith("0") && hasFailed ? SLOW_MS : QUICK_MS;
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
