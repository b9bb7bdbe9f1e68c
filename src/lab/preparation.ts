import type { Cluster } from "../cluster/cluster.ts";
import type { CreateOptions } from "../cluster/create.ts";
import type { OwnCommands } from "../shell/machines.ts";
import { createTape, type PinnedTape, type Pins } from "../sim/tape.ts";
import { beginClusters } from "./beginning.ts";
import { isConverted } from "./compare/converted.ts";
import { isOlderKubectl } from "./compare/older-kubectl.ts";
import { keepingDraws } from "./draws/labels.ts";
import { createDraws, type Draws } from "./draws/registry.ts";
import type { Findings } from "./findings.ts";
import { passageOf } from "./performance/going-on.ts";
import { isImplied, isWaiting, withImpliedSteps } from "./performance/implied.ts";
import { withLeftOutDeletions } from "./performance/left-out.ts";
import type { Script } from "./performance/perform.ts";
import { printedFiles } from "./performance/printed-files.ts";
import { createLackingAddons, type LackingAddons } from "./presuppose/addons.ts";
import { withMovedFiles } from "./presuppose/moved-network.ts";
import { createLearnedAnswers, type LearnedAnswers } from "./presuppose/learned-answers.ts";
import { withEarlierSections } from "./presuppose/earlier-sections.ts";
import { withPromptDirectories } from "./presuppose/prompt-directories.ts";
import { evidenceIn } from "./presuppose/evidence.ts";
import { createLacks, type Lacks } from "./presuppose/lacks.ts";
import { withPresupposed } from "./presuppose/presuppose.ts";
import { shownManifests } from "./presuppose/shown-manifests.ts";
import { rehearse, type Making, type Rehearsal } from "./rehearsal.ts";
import { printingsShown } from "./settings/printings.ts";
import type { VersionRange } from "./settings/version-range.ts";
import { tapeOf } from "./tape.ts";
import { inferTimeline, rigidPlaces, type ShownPassage } from "./timeline/infer.ts";
import { isShownFile, isStep, type Step, type Transcript, type TranscriptItem } from "./transcript.ts";

/** What a play is prepared with. */
export interface PreparationOptions {
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
  /** What rehearsals of this program have found out before in plays that have that key. */
  readonly known?: (key: string) => Findings | undefined;
}

/** All that the real play of a transcript goes by. */
export interface Preparation {
  readonly installed: Installed;
  /** What the real play performs: the transcript's items, with what is put in. */
  readonly script: Prepared;
  readonly made: Making;
  /** What the document pins by itself. */
  readonly guessed: Pins;
  readonly findings: Findings;
  /** What was drawn in the rehearsal, and within what; undefined where its findings were known before. */
  readonly rehearsed: Pick<Rehearsal, "kept" | "world"> | undefined;
  /** Another play of the transcript with the same options may go by the same findings: nothing was put in, and the version is the one it began with. */
  readonly isKeepable: boolean;
}

type Prepared = Pick<Script, "items" | "own" | "printed" | "reasonAt" | "settings">;

/** A cluster as its installer has left it: what was drawn for it, and what the document pins beyond. */
export interface Installed {
  readonly create: PreparationOptions["create"] & { readonly name: string };
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

/**
 * Has a transcript's cluster installed and the transcript rehearsed on copies of it, until nothing more is found lacking: that tells what the real play
 * goes by. Where that is known, nothing is rehearsed. Whoever asks ends the clusters.
 */
export async function prepare(transcript: Transcript, options: PreparationOptions): Promise<Preparation> {
  const { home, alone = false, fresh = false } = options;
  const guessed = tapeOf(transcript);
  const settings = { ...transcript.settings, files: { ...printingsShown(transcript), ...transcript.settings.files } };
  const answers = createLearnedAnswers();
  const setting = () => ({
    printed: printedFiles(transcript.items),
    settings: { ...settings, images: [...settings.images, ...answers.images()] },
    ...(options.own ? { own: options.own } : {}),
  });
  const made = { converted: isConverted(transcript), older: isOlderKubectl(transcript) };
  const evidence = evidenceIn(transcript.items);

  async function install(create: PreparationOptions["create"]): Promise<Installed> {
    const [own, kept] = [createDraws(), createTape()];
    const tape = keepingDraws(own.over(createTape(guessed)), kept);
    const named = { ...create, name: options.cluster };
    const clusters = await beginClusters(home, named, tape, alone);
    return { create: named, own, kept, clusters, pins: tape.rest() };
  }

  async function tryOut(items: readonly TranscriptItem[], { own, clusters, pins }: Installed): Promise<Tried> {
    const watched = { lacks: createLacks(evidence, shownManifests(transcript)), addons: createLackingAddons(transcript.items), answers };
    const script = { ...setting(), items, open: clusters.rehearsal };
    const tried = await rehearse(script, own.copy(), pins, made, watched);
    return { tried, ...watched };
  }

  let installed = await install(options.create);
  try {
    const moved = (some: readonly TranscriptItem[]) => withMovedFiles(some, options.create);
    let items = await moved(withPromptDirectories(withLeftOutDeletions(withEarlierSections(withImpliedSteps(transcript.items)))));
    const known = fresh ? undefined : options.known?.(keyOf(transcript, options));
    const script = (): Prepared => ({ ...setting(), items, reasonAt: answers.reasonAt });
    if (known !== undefined) return { installed, script: script(), made, guessed, findings: known, rehearsed: undefined, isKeepable: true };
    let isKeepable = true;
    let learned = 0;
    let { tried, lacks, addons } = await tryOut(items, installed);
    // what is put in may show more that lacks
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const more = withPresupposed(items, transcript, lacks, evidence, addons) ?? (answers.count() > learned ? items : undefined);
      learned = answers.count();
      const version = options.openVersions && tried.templates.versionOf(items, tried.version, options.openVersions);
      if (more === undefined && version === undefined) break;
      isKeepable = false;
      items = more === undefined ? items : await moved(more);
      if (version !== undefined) installed = await install({ ...options.create, kubernetesVersion: version, force: true });
      ({ tried, lacks, addons } = await tryOut(items, installed));
    }
    const pins = tried.pins(guessed, installed.own.all.length);
    return { installed, script: script(), made, guessed, findings: findingsOf(items, tried, pins), rehearsed: tried, isKeepable };
  } catch (error) {
    installed.clusters.end();
    throw error;
  }
}

/** What the rehearsals of a play find out, for `known` of other plays with that key; undefined where none may go by it. */
export async function findOut(
  transcript: Transcript,
  options: PreparationOptions,
): Promise<{ key: string; findings: Findings } | undefined> {
  const { installed, findings, isKeepable } = await prepare(transcript, options);
  installed.clusters.end();
  return isKeepable ? { key: keyOf(transcript, options), findings } : undefined;
}

/** All that findings follow from, beside the program: where two plays have the same key, they find the same. */
function keyOf({ settings, items, loose }: Transcript, { create: { force: _force, ...create }, openVersions }: PreparationOptions): string {
  return JSON.stringify({ settings, items, loose, create, openVersions });
}

function findingsOf(items: readonly TranscriptItem[], { ages, waits, needed, vain, homes }: Rehearsal, pins: Pins): Findings {
  const planned = waits.map((wait) => plannedWait(wait, items[wait.from]));
  const passages = [...passagesOf(items), ...planned];
  const wished = [...needed, ...planned.filter(({ isWhole }) => isWhole)];
  const { seconds, contradictions } = inferTimeline(items.length, ages, passages, wished, filesAmong(items), begunAt(items));
  return { pins, seconds, contradictions, vain: [...vain], rigid: [...rigidPlaces(ages)], homes: homes() };
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
