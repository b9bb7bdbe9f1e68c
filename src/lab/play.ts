import type { Cluster } from "../cluster/cluster.ts";
import { DEFAULT_SEED, type CreateOptions } from "../cluster/create.ts";
import type { OwnCommands } from "../shell/machines.ts";
import type { Terminal } from "../shell/terminal.ts";
import { createTape, type PinnedTape, type Pins } from "../sim/tape.ts";
import { beginAnew, beginClusters } from "./beginning.ts";
import { isConverted } from "./compare/converted.ts";
import { isOlderKubectl } from "./compare/older-kubectl.ts";
import { createBinder, type OwnDraws } from "./draws/binder.ts";
import { createLabels, DOCUMENT_LABELS, keepingDraws, type Labels } from "./draws/labels.ts";
import { piecesOf } from "./draws/parts.ts";
import { createDraws, type Draws } from "./draws/registry.ts";
import { placedPods } from "./draws/world.ts";
import { passageOf } from "./performance/going-on.ts";
import { historyExcuse } from "./performance/history.ts";
import { isImplied, isWaiting, presupposedNames, withImpliedSteps } from "./performance/implied.ts";
import { withLeftOutDeletions } from "./performance/left-out.ts";
import { managedExcuse } from "./performance/managed.ts";
import { perform, type Script } from "./performance/perform.ts";
import { printedFiles } from "./performance/printed-files.ts";
import type { LabReport, PlayedItem } from "./report/types.ts";
import { printingsShown } from "./settings/printings.ts";
import { createLackingAddons, type LackingAddons } from "./presuppose/addons.ts";
import { createLearnedAnswers, type LearnedAnswers } from "./presuppose/learned-answers.ts";
import { withEarlierSections } from "./presuppose/earlier-sections.ts";
import { evidenceIn } from "./presuppose/evidence.ts";
import { createLacks, type Lacks } from "./presuppose/lacks.ts";
import { withPresupposed } from "./presuppose/presuppose.ts";
import { shownManifests } from "./presuppose/shown-manifests.ts";
import { hashExcuse, unknownTemplates } from "./presuppose/unknown-templates.ts";
import { cachedWorld, rehearse, type Rehearsal } from "./rehearsal.ts";
import type { VersionRange } from "./settings/version-range.ts";
import { tapeOf } from "./tape.ts";
import { inferTimeline, rigidPlaces, type Contradiction, type ShownPassage } from "./timeline/infer.ts";
import { isShownFile, isStep, type Step, type Transcript, type TranscriptItem } from "./transcript.ts";

/** How a lab is played. */
export interface PlayOptions {
  readonly home: string;
  /** Name of the cluster that is left behind. */
  readonly cluster: string;
  readonly create: Omit<CreateOptions, "clock" | "name">;
  /** Minor versions that the document may have been written on, where nobody says it: names that it shows may tell more. */
  readonly openVersions?: VersionRange;
  /** Nobody else looks at the cluster, and nothing of it is left behind: it is in memory alone. */
  readonly alone?: boolean;
  /** The cluster has names, addresses and ports of its own; the document's stand for them. */
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

/**
 * Plays a transcript on a fresh cluster as its document shows it: draws come from the tape that its outputs imply, and the time between
 * steps is inferred from the ages that it shows. A rehearsal on a copy finds out which step makes which object and draws what. The cluster that is
 * left behind lasts from the next commit on.
 */
export async function playLab(transcript: Transcript, options: PlayOptions): Promise<LabReport> {
  const { home, cluster: name, fresh = false, alone = false } = options;
  const guessed = tapeOf(transcript);
  const made = { converted: isConverted(transcript), older: isOlderKubectl(transcript) };
  const settings = { ...transcript.settings, files: { ...printingsShown(transcript), ...transcript.settings.files } };
  const answers = createLearnedAnswers();
  const setting = () => ({
    printed: printedFiles(transcript.items),
    settings: { ...settings, images: [...settings.images, ...answers.images()] },
    ...(options.own ? { own: options.own } : {}),
  });
  const evidence = evidenceIn(transcript.items);

  async function install(create: PlayOptions["create"]): Promise<Installed> {
    const [own, kept] = [createDraws(), createTape()];
    const tape = keepingDraws(own.over(createTape(guessed)), kept);
    const clusters = await beginClusters(home, { ...create, name }, tape, alone);
    return { create: { ...create, name }, own, kept, clusters, pins: tape.rest() };
  }

  async function tryOut(items: readonly TranscriptItem[], { own, clusters, pins }: Installed): Promise<Tried> {
    const watched = { lacks: createLacks(evidence, shownManifests(transcript)), addons: createLackingAddons(transcript.items), answers };
    const tried = await rehearse({ ...setting(), items, open: clusters.rehearsal }, own.copy(), pins, made, watched);
    return { tried, ...watched };
  }

  let installed = await install(options.create);
  try {
    let items = withLeftOutDeletions(withEarlierSections(withImpliedSteps(transcript.items)));
    let { tried, lacks, addons } = await tryOut(items, installed);
    let learned = 0;
    // what is put in may show more that lacks
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const more = withPresupposed(items, transcript, lacks, evidence, addons) ?? (answers.count() > learned ? items : undefined);
      learned = answers.count();
      const version = options.openVersions && tried.templates.versionOf(items, tried.version, options.openVersions);
      if (more === undefined && version === undefined) break;
      items = more ?? items;
      if (version !== undefined) installed = await install({ ...options.create, kubernetesVersion: version, force: true });
      ({ tried, lacks, addons } = await tryOut(items, installed));
    }
    const { create, own, kept, clusters } = installed;
    const script = { ...setting(), items };
    const pins = tried.pins(guessed, own.all.length);
    const planned = tried.waits.map((wait) => plannedWait(wait, items[wait.from]));
    const passages = [...passagesOf(items), ...planned];
    const wished = [...tried.needed, ...planned.filter(({ isWhole }) => isWhole)];
    const { seconds, contradictions } = inferTimeline(items.length, tried.ages, passages, wished, filesAmong(items), begunAt(items));
    const followed = { install: kept, rehearsal: tried.kept, world: tried.world };
    const labels = fresh ? createLabels(create.seed ?? DEFAULT_SEED, followed) : DOCUMENT_LABELS;
    const draws = fresh ? createDraws() : own.copy();
    const heard = (told: Pins): PinnedTape => labels.over(draws.over(createTape(told)));
    const shown = { isShown: shownIn(items), home: tried.home };
    const { items: played } = await perform({
      ...script,
      ...(options.onItem ? { onItem: options.onItem } : {}),
      ...(options.between ? { between: options.between } : {}),
      open: fresh ? await beginAnew(home, create, heard(guessed), alone) : clusters.play,
      tape: heard(pins),
      seconds,
      reasonAt: answers.reasonAt,
      // what no age fixes has been typed when things were ready; what never comes keeps nobody from typing on
      vain: tried.vain,
      rigid: rigidPlaces(tried.ages),
      compare: (cluster) => ({ ...comparison(cluster, draws, { contradictions, ...made, labels, own: shown, items }), ownWidths: fresh }),
    });
    return { file: transcript.file, items: played, contradictions };
  } finally {
    installed.clusters.end();
  }
}

/** A cluster as its installer has left it: what was drawn for it, and what the document pins beyond. */
interface Installed {
  readonly create: PlayOptions["create"] & { readonly name: string };
  readonly own: Draws;
  readonly kept: PinnedTape;
  readonly clusters: Awaited<ReturnType<typeof beginClusters>>;
  readonly pins: Pins;
}

interface Tried {
  readonly tried: Rehearsal;
  readonly lacks: Lacks;
  readonly addons: LackingAddons;
  readonly answers: LearnedAnswers;
}

/** How often a rehearsal is done anew with what the one before has found lacking. */
const MOST_ROUNDS = 4;

/** The first item that the document itself shows. */
function begunAt(items: readonly TranscriptItem[]): number {
  return Math.max(
    0,
    items.findIndex((item) => !isShownFile(item) && !isImplied(item)),
  );
}

/** The items that are files. */
function filesAmong(items: readonly TranscriptItem[]): Set<number> {
  return new Set(items.flatMap((item, index) => (isShownFile(item) ? [index] : [])));
}

/** What the outputs of the real play are compared by. */
interface Compared {
  readonly contradictions: readonly Contradiction[];
  readonly converted: boolean;
  readonly older: boolean;
  readonly labels: Labels;
  readonly own: OwnDraws;
  readonly items: readonly TranscriptItem[];
}

/** How the outputs of the real play are compared. */
function comparison(
  cluster: Cluster,
  draws: Draws,
  { contradictions, converted, older, labels, own, items }: Compared,
): ReturnType<Script["compare"]> {
  const world = cachedWorld(cluster, draws);
  const binder = createBinder(world, own);
  labels.open(() => placedPods(cluster));
  const excuse = historyExcuse(cluster, presupposedNames(items));
  return {
    contradictions,
    converted,
    older,
    binder,
    toCluster: (text) => labels.toCluster(binder.translate(text)),
    toDocument: labels.toDocument,
    names: { baseOf: (word) => draws.named(word)?.base, isBound: isSameName, isNode: (word) => world().nodes.has(word) },
    excuseCell: (column, shown, actual, row) => excuse(column, shown, actual, labels.toCluster(row)),
    excuseLine: managedExcuse(items, cluster),
    excuseWord: hashExcuse(unknownTemplates(items), binder, older),
  };
}

/** Tells the names, addresses and numbers of a document's outputs. */
function shownIn(items: readonly TranscriptItem[]): OwnDraws["isShown"] {
  const lines = items.flatMap((item) => (isShownFile(item) ? [] : (item.expected ?? [])));
  const pieces = new Set(lines.flatMap(({ text }) => piecesOf(text)));
  return (actual) => pieces.has(actual);
}

/** Rows that are listed under the same name. */
function isSameName(shown: string, actual: string): boolean {
  const name = /^(?:\S+\s+)?\S*/
    .exec(actual)?.[0]
    .split(/\s+/)
    .find((word) => /-[a-z0-9]{5}$/.test(word));
  return name !== undefined && shown.split(/\s+/).includes(name);
}

/** A running loop's count tells how much time has passed since it was started; so does what a sidecar lets pass. */
function passagesOf(items: readonly TranscriptItem[]): ShownPassage[] {
  return items.flatMap((item, to): ShownPassage[] => {
    if (isShownFile(item)) return [];
    if (isStep(item)) return advanceOf(item, to);
    const passage = passageOf(items, to);
    return passage === undefined ? [] : [passage];
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
