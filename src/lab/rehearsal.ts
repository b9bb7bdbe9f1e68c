import { assert } from "../base/assert.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { createTape, type PinnedTape, type Pins } from "../sim/tape.ts";
import { createBinder } from "./draws/binder.ts";
import { createHarvest } from "./draws/harvest.ts";
import { keepingDraws } from "./draws/labels.ts";
import type { DrawnWorld, Home } from "./draws/parts.ts";
import type { Draws } from "./draws/registry.ts";
import { drawnWorldOf } from "./draws/world.ts";
import { historyExcuse } from "./performance/history.ts";
import { presupposedNames } from "./performance/implied.ts";
import { managedExcuse } from "./performance/managed.ts";
import { isAnswer } from "./performance/item.ts";
import { perform, type Script } from "./performance/perform.ts";
import type { LackingAddons } from "./presuppose/addons.ts";
import type { LearnedAnswers } from "./presuppose/learned-answers.ts";
import type { Lacks } from "./presuppose/lacks.ts";
import { hashExcuse, unknownTemplates } from "./presuppose/unknown-templates.ts";
import { createSeenTemplates, type SeenTemplates } from "./settings/hash-version.ts";
import type { ShownPassage } from "./timeline/infer.ts";

/** Time between the steps of the rehearsal, however long they take themselves. */
const REHEARSAL_STEP_SECONDS = 15;

/** What the cluster draws within, looked up once. */
export function cachedWorld(cluster: Cluster, draws: Draws): () => DrawnWorld {
  let world: DrawnWorld | undefined;
  return () => (world ??= drawnWorldOf(cluster, draws));
}

/** What a document's text tells of how it was made. */
export interface Making {
  /** By a conversion from another format. */
  readonly converted: boolean;
  /** With an older kubectl. */
  readonly older: boolean;
}

/** What a rehearsal tells of the play. */
export interface Rehearsal {
  readonly ages: Awaited<ReturnType<typeof perform>>["ages"];
  readonly waits: readonly ShownPassage[];
  readonly needed: readonly ShownPassage[];
  readonly vain: ReadonlySet<number>;
  readonly templates: SeenTemplates;
  /** The version of the cluster. */
  readonly version: string;
  /** What was drawn, by chance or by the tape. */
  readonly kept: PinnedTape;
  readonly world: DrawnWorld;
  /** The draws of the play, as the document shows them; the first so many were made before it. */
  pins(guessed: Pins, before: number): Pins;
  /** Where the document has its pods with drawn names. */
  homes(): Readonly<Record<string, Home>>;
}

/** Plays the items in even steps on a copy, to find out what is drawn and made when. */
export async function rehearse(
  script: Omit<Script, "compare" | "seconds" | "tape">,
  draws: Draws,
  pins: Pins,
  made: Making,
  watched: { readonly lacks: Lacks; readonly addons: LackingAddons; readonly answers: LearnedAnswers },
): Promise<Rehearsal> {
  const kept = createTape();
  let harvest: ReturnType<typeof createHarvest> | undefined;
  let stage: Cluster | undefined;
  let drawnWithin: DrawnWorld | undefined;
  const templates = createSeenTemplates();
  const { ages, waits, needed, vain } = await perform({
    ...script,
    tape: keepingDraws(draws.over(createTape(pins)), kept),
    seconds: [],
    rest: REHEARSAL_STEP_SECONDS,
    compare(cluster) {
      stage = cluster;
      watched.lacks.begin(cluster);
      const world = cachedWorld(cluster, draws);
      drawnWithin = world();
      const binder = createBinder(world);
      harvest = createHarvest(world, binder);
      return {
        toCluster: binder.translate,
        toDocument: (text) => text,
        excuseCell: historyExcuse(cluster, presupposedNames(script.items)),
        excuseLine: managedExcuse(script.items, cluster),
        excuseWord: hashExcuse(unknownTemplates(script.items), binder, made.older),
        contradictions: [],
        ...made,
        names: { baseOf: (word) => draws.named(word)?.base, isBound: () => false, isNode: (word) => world().nodes.has(word) },
      };
    },
    onPerformed(performed, index) {
      const { command, pairs } = performed;
      if (command !== undefined && !isAnswer(command)) harvest?.take(pairs);
      if (stage === undefined) return;
      templates.look(stage);
      watched.lacks.look(performed, index, stage);
      watched.addons.look(performed, stage);
      watched.answers.look(performed);
    },
  });
  assert(drawnWithin, "a performance opens its cluster");
  return {
    ages,
    waits,
    needed,
    vain,
    templates,
    version: stage?.record.kubernetesVersion ?? "",
    kept,
    world: drawnWithin,
    pins: (guessed, before) => harvest?.pins(guessed, before) ?? guessed,
    homes: () => harvest?.homes() ?? {},
  };
}
