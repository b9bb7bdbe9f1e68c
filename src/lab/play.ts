import type { Cluster } from "../cluster/cluster.ts";
import { DEFAULT_SEED } from "../cluster/create.ts";
import type { Terminal } from "../shell/terminal.ts";
import { createTape, type PinnedTape, type Pins } from "../sim/tape.ts";
import { beginAnew } from "./beginning.ts";
import { createBinder, type OwnDraws } from "./draws/binder.ts";
import { createLabels, DOCUMENT_LABELS, type Labels } from "./draws/labels.ts";
import { piecesOf } from "./draws/parts.ts";
import { createDraws, type Draws } from "./draws/registry.ts";
import { placedPods } from "./draws/world.ts";
import { historyExcuse } from "./performance/history.ts";
import { presupposedNames } from "./performance/implied.ts";
import { managedExcuse } from "./performance/managed.ts";
import { perform, type Script } from "./performance/perform.ts";
import { prepare, type PreparationOptions } from "./preparation.ts";
import { hashExcuse, unknownTemplates } from "./presuppose/unknown-templates.ts";
import { cachedWorld } from "./rehearsal.ts";
import type { LabReport, PlayedItem } from "./report/types.ts";
import type { Contradiction } from "./timeline/infer.ts";
import { isShownFile, type Transcript, type TranscriptItem } from "./transcript.ts";

/** How a lab is played. */
export interface PlayOptions extends PreparationOptions {
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
  const { home, fresh = false, alone = false } = options;
  const { installed, script, made, guessed, findings, rehearsed } = await prepare(transcript, options);
  const { create, own, kept, clusters } = installed;
  try {
    const { items } = script;
    const { contradictions } = findings;
    const labels =
      fresh && rehearsed
        ? createLabels(create.seed ?? DEFAULT_SEED, { install: kept, rehearsal: rehearsed.kept, world: rehearsed.world })
        : DOCUMENT_LABELS;
    const draws = fresh ? createDraws() : own.copy();
    const heard = (told: Pins): PinnedTape => labels.over(draws.over(createTape(told)));
    const homes = new Map(Object.entries(findings.homes));
    const shown = { isShown: shownIn(items), home: (pod: string) => homes.get(pod) };
    const how = { contradictions, ...made, labels, own: shown, items };
    const { items: played } = await perform({
      ...script,
      ...(options.onItem ? { onItem: options.onItem } : {}),
      ...(options.between ? { between: options.between } : {}),
      open: fresh ? await beginAnew(home, create, heard(guessed), alone) : clusters.play,
      tape: heard(findings.pins),
      seconds: findings.seconds,
      // what no age fixes has been typed when things were ready; what never comes keeps nobody from typing on
      vain: new Set(findings.vain),
      rigid: new Set(findings.rigid),
      compare: (cluster) => ({ ...comparison(cluster, draws, how), ownWidths: fresh }),
    });
    return { file: transcript.file, items: played, contradictions };
  } finally {
    clusters.end();
  }
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
