import type { Cluster } from "../cluster/cluster.ts";
import type { CreateOptions } from "../cluster/create.ts";
import type { OwnCommands } from "../shell/machines.ts";
import type { Terminal } from "../shell/terminal.ts";
import { createTape, type Pins } from "../sim/tape.ts";
import { beginClusters } from "./beginning.ts";
import { isConverted } from "./compare/converted.ts";
import { createBinder } from "./draws/binder.ts";
import { createHarvest } from "./draws/harvest.ts";
import type { DrawnWorld } from "./draws/parts.ts";
import { createDraws, type Draws } from "./draws/registry.ts";
import { drawnWorldOf } from "./draws/world.ts";
import { iterationOf, SECONDS_PER_ITERATION } from "./loops.ts";
import { historyExcuse } from "./performance/history.ts";
import { isImplied, isWaiting, withImpliedSteps } from "./performance/implied.ts";
import { withLeftOutDeletions } from "./performance/left-out.ts";
import { isAnswer } from "./performance/item.ts";
import { perform, type Script } from "./performance/perform.ts";
import { printedFiles } from "./performance/printed-files.ts";
import type { LabReport, PlayedItem } from "./report/types.ts";
import { printingsShown } from "./settings/printings.ts";
import { tapeOf } from "./tape.ts";
import { inferTimeline, type Contradiction, type ShownPassage } from "./timeline/infer.ts";
import { isShownFile, isStep, type Step, type Transcript, type TranscriptItem } from "./transcript.ts";

/** How a lab is played. */
export interface PlayOptions {
  readonly home: string;
  /** Name of the cluster that is left behind. */
  readonly cluster: string;
  readonly create: Omit<CreateOptions, "clock" | "name">;
  /** Nobody else looks at the cluster, and nothing of it is left behind: it is in memory alone. */
  readonly alone?: boolean;
  /** The cluster draws for itself; the document's draws stand for its own. */
  readonly fresh?: boolean;
  /** k8sim's own commands, for documents that use them. */
  readonly own?: (cluster: Cluster) => OwnCommands;
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

/** Time between the steps of the rehearsal, however long they take themselves. */
const REHEARSAL_STEP_SECONDS = 15;

/**
 * Plays a transcript on a fresh cluster as its document shows it: draws come from the tape that its outputs imply, and the time between
 * steps is inferred from the ages that it shows. A rehearsal on a copy finds out which step makes which object and draws what. The cluster that is
 * left behind lasts from the next commit on.
 */
export async function playLab(transcript: Transcript, options: PlayOptions): Promise<LabReport> {
  const { home, cluster: name, create, fresh = false, alone = false } = options;
  const items = withLeftOutDeletions(withImpliedSteps(transcript.items));
  const settings = { ...transcript.settings, files: { ...printingsShown(transcript), ...transcript.settings.files } };
  const guessed = tapeOf(transcript);
  const converted = isConverted(transcript);
  const own = createDraws();
  const tape = own.over(createTape(fresh ? {} : guessed));
  const clusters = await beginClusters(home, { ...create, name }, tape, alone);
  try {
    const script = { items, printed: printedFiles(transcript.items), settings, ...(options.own ? { own: options.own } : {}) };
    const tried = await rehearse({ ...script, open: clusters.rehearsal }, own.copy(), fresh ? {} : tape.rest(), converted);
    const pins = fresh ? {} : tried.pins(guessed, own.all.length);
    const planned = tried.waits.map((wait) => plannedWait(wait, items[wait.from]));
    const passages = [...passagesOf(items), ...planned];
    const wished = [...tried.needed, ...planned.filter(({ isWhole }) => isWhole)];
    const { seconds, contradictions } = inferTimeline(items.length, tried.ages, passages, wished, filesAmong(items));
    const draws = own.copy();
    const { items: played } = await perform({
      ...script,
      ...(options.onItem ? { onItem: options.onItem } : {}),
      ...(options.between ? { between: options.between } : {}),
      open: clusters.play,
      tape: draws.over(createTape(pins)),
      seconds,
      // what no age fixes has been typed when things were ready
      isPatient: true,
      compare: (cluster) => comparison(cluster, draws, contradictions, converted, fresh),
    });
    return { file: transcript.file, items: played, contradictions };
  } finally {
    clusters.end();
  }
}

/** The items that are files. */
function filesAmong(items: readonly TranscriptItem[]): Set<number> {
  return new Set(items.flatMap((item, index) => (isShownFile(item) ? [index] : [])));
}

/** How the outputs of the real play are compared. */
function comparison(
  cluster: Cluster,
  draws: Draws,
  contradictions: readonly Contradiction[],
  converted: boolean,
  fresh: boolean,
): ReturnType<Script["compare"]> {
  const world = cachedWorld(cluster, draws);
  const binder = createBinder(world);
  return {
    contradictions,
    converted,
    binder,
    ownWidths: fresh,
    translate: binder.translate,
    // where draws are the document's, which backend answers is so as well
    answering: (isAnswering) => binder.answering(fresh && isAnswering),
    names: { baseOf: (word) => draws.named(word)?.base, isBound: fresh ? binder.isBound : isSameName },
    excuseCell: historyExcuse(cluster, fresh),
  };
}

/** Rows that are listed under the same name. */
function isSameName(shown: string, actual: string): boolean {
  const name = /^(?:\S+\s+)?\S*/
    .exec(actual)?.[0]
    .split(/\s+/)
    .find((word) => /-[a-z0-9]{5}$/.test(word));
  return name !== undefined && shown.split(/\s+/).includes(name);
}

function cachedWorld(cluster: Cluster, draws: Draws): () => DrawnWorld {
  let world: DrawnWorld | undefined;
  return () => (world ??= drawnWorldOf(cluster, draws));
}

interface Rehearsal {
  readonly ages: Awaited<ReturnType<typeof perform>>["ages"];
  readonly waits: readonly ShownPassage[];
  readonly needed: readonly ShownPassage[];
  /** The draws of the play, as the document shows them; the first so many were made before it. */
  pins(guessed: Pins, before: number): Pins;
}

/** Plays the items in even steps on a copy, to find out what is drawn and made when. */
async function rehearse(
  script: Omit<Script, "compare" | "seconds" | "tape">,
  draws: Draws,
  pins: Pins,
  converted: boolean,
): Promise<Rehearsal> {
  const tape = createTape(pins);
  let harvest: ReturnType<typeof createHarvest> | undefined;
  const { ages, waits, needed } = await perform({
    ...script,
    tape: draws.over(tape),
    seconds: [],
    rest: REHEARSAL_STEP_SECONDS,
    isPatient: true,
    compare(cluster) {
      const world = cachedWorld(cluster, draws);
      const binder = createBinder(world);
      harvest = createHarvest(world, binder);
      return {
        translate: binder.translate,
        answering: () => undefined,
        excuseCell: historyExcuse(cluster),
        contradictions: [],
        converted,
        names: { baseOf: (word) => draws.named(word)?.base, isBound: () => false },
      };
    },
    onPairs(item, pairs) {
      if (!isAnswer(item)) harvest?.take(pairs);
    },
  });
  return { ages, waits, needed, pins: (guessed, before) => harvest?.pins(guessed, before) ?? guessed };
}

/** A running loop's count tells how much time has passed since it was started; so does what a sidecar lets pass. */
function passagesOf(items: readonly TranscriptItem[]): ShownPassage[] {
  return items.flatMap((item, to): ShownPassage[] => {
    if (isShownFile(item)) return [];
    if (isStep(item)) return advanceOf(item, to);
    const from = items.findLastIndex((other, index) => index < to && isStep(other) && other.shell === "powershell");
    const count = iterationOf(item.expected[0]?.text ?? "");
    return from < 0 || count === undefined ? [] : [{ line: item.line, from, to, seconds: (count - 1) * SECONDS_PER_ITERATION }];
  });
}

/**
 * What settings put before a step ends when the step begins: it may wait for the moment at which that is typed. How long one waits for something, each
 * performance finds out anew.
 */
function plannedWait(wait: ShownPassage, item: TranscriptItem | undefined): ShownPassage {
  if (item === undefined || isShownFile(item) || !isImplied(item) || item.fromSettings !== true) return wait;
  return { ...wait, isWhole: true, seconds: isWaiting(item) ? 1 : wait.seconds };
}

function advanceOf({ advanceMs, line }: Step, to: number): ShownPassage[] {
  return advanceMs === undefined || to === 0 ? [] : [{ line, from: to - 1, to, seconds: advanceMs / 1000 }];
}
