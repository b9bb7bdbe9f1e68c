import { parseRfc3339 } from "../base/rfc3339.ts";
import { copyCluster, removeCluster } from "../cluster/copy.ts";
import { openCluster, type Cluster } from "../cluster/cluster.ts";
import { createCluster, type CreateOptions } from "../cluster/create.ts";
import { createSession } from "../cluster/session.ts";
import { advanceTimeTo } from "../cluster/time.ts";
import { openTerminal, type Terminal } from "../shell/terminal.ts";
import { createMachines } from "../shell/machines.ts";
import { UnsupportedCommand } from "../shell/program.ts";
import { UnsupportedScript } from "../shell/powershell/syntax.ts";
import { createTape } from "../sim/tape.ts";
import { pinBackends } from "./backends.ts";
import { compareOutput } from "./compare.ts";
import { createLoops, iterationOf, SECONDS_PER_ITERATION } from "./loops.ts";
import { agesOf } from "./objects.ts";
import type { LabReport, PlayedItem } from "./report/types.ts";
import { tapeOf } from "./tape.ts";
import { inferTimeline, type Contradiction, type ShownAge, type ShownPassage } from "./timeline/infer.ts";
import { isShownFile, isStep, type MoreOutput, type Step, type Transcript } from "./transcript.ts";

/** How a lab is played. */
export interface PlayOptions {
  readonly home: string;
  /** Name of the cluster that is left behind. */
  readonly cluster: string;
  readonly create: Omit<CreateOptions, "clock" | "name">;
  /** Called after each item of the real play. */
  readonly onItem?: (played: PlayedItem) => void;
  /** Called before each item of the real play and after the last; the play ends where it answers false. */
  readonly between?: (standstill: Standstill) => Promise<boolean>;
}

/** Where a play stands between two items. */
export interface Standstill {
  /** How many items have been played. */
  readonly played: number;
  readonly cluster: Cluster;
  /** The terminal of the last step; of the first one, before any. */
  readonly terminal: Terminal;
}

/** Where within a second steps begin, so that every age is a whole number of seconds by half a second. */
const PHASE_MS = 400;
/** Time between the steps of the rehearsal. */
const REHEARSAL_STEP_SECONDS = 15;

/**
 * Plays a transcript on a fresh cluster as its document shows it: draws come from the tape that its outputs imply, and the time between
 * steps is inferred from the ages that it shows. A rehearsal on a copy finds out which step makes which object.
 */
export async function playLab(document: Transcript, options: PlayOptions): Promise<LabReport> {
  const { home, cluster: name, create } = options;
  const transcript = { ...document, items: document.items.filter((item): item is MoreOutput | Step => !isShownFile(item)) };
  const rehearsal = `${name}-rehearsal`;
  await createCluster(home, { ...create, name, clock: "stepped" });
  copyCluster(home, name, rehearsal);
  try {
    const even = transcript.items.map((_, index) => (index + 1) * REHEARSAL_STEP_SECONDS);
    const { ages, passages } = (await perform(transcript, home, rehearsal, even, [])).shown;
    const { seconds, contradictions } = inferTimeline(transcript.items.length, ages, passages);
    const { items } = await perform(transcript, home, name, seconds, contradictions, options);
    return { file: transcript.file, items, contradictions };
  } finally {
    removeCluster(home, rehearsal);
  }
}

interface Performance {
  readonly items: readonly PlayedItem[];
  /** What the outputs show of time, for {@link inferTimeline}. */
  readonly shown: { readonly ages: readonly ShownAge[]; readonly passages: readonly ShownPassage[] };
}

type Played = Omit<Transcript, "items"> & { readonly items: readonly (MoreOutput | Step)[] };

async function perform(
  transcript: Played,
  home: string,
  name: string,
  seconds: readonly number[],
  contradictions: readonly Contradiction[],
  { onItem, between }: Pick<PlayOptions, "between" | "onItem"> = {},
): Promise<Performance> {
  const tape = createTape(tapeOf(transcript));
  const cluster = await openCluster(home, name, { tape });
  try {
    const now = () => createSession(cluster).now();
    const start = Math.ceil(now() / 1000) * 1000 + PHASE_MS;
    const machines = createMachines(cluster);
    const terminal = openTerminal(machines);
    const remote = openTerminal(machines, { machine: "pc" });
    const loops = createLoops(cluster, tape);
    const items: PlayedItem[] = [];
    const ages: ShownAge[] = [];
    const begun: number[] = [];
    const waits: ShownPassage[] = [];
    const goesOn = (played: number): Promise<boolean> => {
      const last = transcript.items.slice(0, Math.max(1, played)).findLast(isStep);
      return between?.({ played, cluster, terminal: last?.terminal === "remote" ? remote : terminal }) ?? Promise.resolve(true);
    };
    for (const [index, item] of transcript.items.entries()) {
      if (!(await goesOn(index))) break;
      // What a command before has waited for has passed already.
      const at = Math.max(start + (seconds[index] ?? 0) * 1000, nextStart(now()));
      begun.push(at);
      await advanceTimeTo(createSession(cluster), at);
      if (isStep(item)) ages.push(...shownAges(item, index, cluster, start, begun));
      const unpin = isStep(item) ? pinBackends(item, cluster, tape) : () => undefined;
      const played = await playItem(item, { terminal, remote, loops, contradictions, now });
      unpin();
      waits.push({ line: item.line, from: index, to: index + 1, seconds: (nextStart(now()) - at) / 1000 });
      items.push(played);
      onItem?.(played);
    }
    if (items.length === transcript.items.length) await goesOn(items.length);
    return { items, shown: { ages, passages: [...passagesOf(transcript), ...waits.slice(0, -1)] } };
  } finally {
    cluster.close();
  }
}

/** The first moment, now or later, at which a step may begin. */
function nextStart(now: number): number {
  return Math.ceil((now - PHASE_MS) / 1000) * 1000 + PHASE_MS;
}

interface Stage {
  readonly terminal: ReturnType<typeof openTerminal>;
  /** The reader's own machine. */
  readonly remote: ReturnType<typeof openTerminal>;
  readonly loops: ReturnType<typeof createLoops>;
  readonly contradictions: readonly Contradiction[];
  readonly now: () => number;
}

async function playItem(item: MoreOutput | Step, { terminal, remote, loops, contradictions, now }: Stage): Promise<PlayedItem> {
  try {
    const actual = !isStep(item)
      ? await loops.goOn(item)
      : item.shell === "powershell"
        ? await loops.start(item)
        : (await (item.terminal === "remote" ? remote : terminal).run(item.command, { ends: endOf(item, now) })).text;
    const { status, why } = compareOutput(item.expected, actual, contradictions, item.excuses);
    return { item, status, actual, ...(why === undefined ? {} : { why }) };
  } catch (error) {
    if (error instanceof UnsupportedCommand || error instanceof UnsupportedScript)
      return { item, status: "unsupported", actual: "", why: error.message };
    throw error;
  }
}

/** Commands that somebody has to end. */
const ENDLESS = /^watch\s|\bwhile (?:true|:|\[ 1 \])/;
/** How long a reader looks at a command that does not end by itself and whose output the document does not show. */
const LOOK_MS = 5000;

/** When a command is interrupted: an endless one that the document shows nothing of, after a short look. */
function endOf({ command, expected }: Step, now: () => number): () => boolean {
  if (expected !== undefined || !ENDLESS.test(command)) return () => false;
  const until = now() + LOOK_MS;
  return () => now() >= until;
}

/** The ages that a step's document output shows, each with the step that made its object. */
function shownAges(
  step: Extract<Transcript["items"][number], { command: string }>,
  index: number,
  cluster: Cluster,
  start: number,
  begun: readonly number[],
): ShownAge[] {
  return agesOf(step, cluster).map(({ line, age, title, object }) => {
    const created = parseRfc3339(object.metadata.creationTimestamp ?? "") ?? 0;
    const maker = begun.findLastIndex((at, other) => other <= index && Math.floor(at / 1000) * 1000 <= created);
    const made =
      maker < 0
        ? { seconds: (created - (start - PHASE_MS)) / 1000 }
        : { step: maker, seconds: Math.round((created - Math.floor((begun[maker] ?? 0) / 1000) * 1000) / 1000) };
    return { line, step: index, object: title, age, made };
  });
}

/** A running loop's count tells how much time has passed since it was started. */
function passagesOf({ items }: Played): ShownPassage[] {
  return items.flatMap((item, to) => {
    if (isStep(item)) return [];
    const from = items.findLastIndex((other, index) => index < to && isStep(other) && other.shell === "powershell");
    const count = iterationOf(item.expected[0]?.text ?? "");
    return from < 0 || count === undefined ? [] : [{ line: item.line, from, to, seconds: (count - 1) * SECONDS_PER_ITERATION }];
  });
}
