import { readFileSync, writeFileSync } from "node:fs";
import { kindTerms } from "../kinds/index-terms.ts";
import { createTape, type PinnedTape } from "../sim/tape.ts";
import type { Tape } from "../sim/types.ts";
import type { Root } from "./branch.ts";
import { createCluster, DEFAULT_PROFILE, DEFAULT_SEED, fill, publishNew, type CreateOptions } from "./create.ts";
import { clusterPaths, DEFAULT_CLUSTER, onDisk } from "./home.ts";
import { keptMoulds } from "./kept-moulds.ts";
import { fileState } from "./state/file-state.ts";
import { createMemoryState, emptySnapshot } from "./state/memory-state.ts";
import { restore } from "./state/restore.ts";
import { createStateFile, type StateFileOptions } from "./state/state-file.ts";

/** What an installer asked of its tape, or told it, and what the answer was. */
export interface Asked {
  readonly call: "drew" | "take";
  readonly stream: string;
  readonly value: string | undefined;
}

/** A cluster as its installer left it, and all that it depends on. */
export interface Mould<Form> {
  readonly options: string;
  readonly asked: readonly Asked[];
  readonly form: Form;
}

/** The files of a cluster. */
interface Files {
  readonly state: Uint8Array;
  readonly kubeconfig: Uint8Array;
}

type MouldOptions = Omit<CreateOptions, "clock">;

/** One is some MB; documents of one course ask for one or two. */
const MOULDS_MAX = 4;

/** The moulds of this process, the one that was used last at the end. */
const inFiles: Mould<Files>[] = [];
const inMemory: Mould<Root>[] = [];
/** Where {@link collectMoulds} collects. */
let collected: Mould<Root>[] | undefined;

/**
 * Makes a cluster on a stepped clock as {@link createCluster} does. Where this process has made one of the very same options before, and the
 * tape answers the installer as it was answered then, the new cluster is a copy of that one as it was when it was new: nothing but options
 * and draws decides how a cluster on a stepped clock begins. The tape is left as the installer would leave it. For what is thrown away: a
 * power failure before the next commit may lose it.
 */
export async function createFromMould(home: string, options: MouldOptions, tape: PinnedTape): Promise<void> {
  const known = take(inFiles, options, tape);
  if (known !== undefined) {
    await publishNew(home, options, (staging) =>
      onDisk(staging.directory, () => {
        writeFileSync(staging.state, known.state);
        writeFileSync(staging.kubeconfig, known.kubeconfig, { mode: 0o600 });
      }),
    );
    return;
  }
  if (await createFromKept(home, options, tape, { lasting: false })) return;
  await make(inFiles, options, tape, async (heard) => {
    await createCluster(home, { ...options, clock: "stepped" }, { tape: heard, lasting: false });
    const paths = clusterPaths(home, options.name ?? DEFAULT_CLUSTER);
    return onDisk(paths.directory, () => ({ state: readFileSync(paths.state), kubeconfig: readFileSync(paths.kubeconfig) }));
  });
}

/** As {@link createFromMould} and lasting, from a mould that the executable carries; false, and nothing is done, where none fits. */
export async function createFromKept(home: string, options: MouldOptions, tape: PinnedTape, open: StateFileOptions = {}): Promise<boolean> {
  const root = takeKept(options, tape);
  if (root === undefined) return false;
  const { snapshot, kubeconfig } = root;
  await publishNew(home, options, (staging) => {
    const state = fileState(createStateFile(staging.state, open));
    try {
      restore(state, snapshot);
    } finally {
      state.close();
    }
    onDisk(staging.directory, () => writeFileSync(staging.kubeconfig, kubeconfig, { mode: 0o600 }));
  });
  return true;
}

/**
 * As {@link createFromMould}, for clusters in memory: any number of branches may begin with what it gives. The executable carries the moulds of
 * the shipped labs.
 */
export async function rootFromMould(home: string, options: MouldOptions, tape: PinnedTape): Promise<Root> {
  return take(inMemory, options, tape) ?? takeKept(options, tape) ?? makeNew(home, options, tape);
}

/** Lets something happen, and gives the moulds of clusters in memory that were made for it. */
export async function collectMoulds(action: () => Promise<void>): Promise<readonly Mould<Root>[]> {
  const made: Mould<Root>[] = [];
  collected = made;
  try {
    await action();
    return made;
  } finally {
    collected = undefined;
  }
}

/** Installs a cluster in memory, whatever moulds there are. */
export async function makeRoot(home: string, options: MouldOptions, tape: Tape): Promise<Root> {
  const name = options.name ?? DEFAULT_CLUSTER;
  const paths = clusterPaths(home, name);
  const state = createMemoryState(paths.state, emptySnapshot(), kindTerms);
  const kubeconfig = await fill(state, { name, paths }, { ...options, clock: "stepped" }, { tape });
  return { snapshot: state.snapshot(), kubeconfig };
}

/** All that decides how a cluster begins, but draws. */
function keyOf({ profile = DEFAULT_PROFILE, seed = DEFAULT_SEED, changes = {}, ...others }: CreateOptions): string {
  return JSON.stringify({ profile, seed, changes, ...others, name: undefined, force: undefined, clock: undefined });
}

/** What a mould gives that fits, the tape left as its installer would leave it; undefined where none does. */
function take<Form>(moulds: Mould<Form>[], options: MouldOptions, tape: PinnedTape): Form | undefined {
  const known = fitting(moulds, options, tape);
  if (known === undefined) return undefined;
  play(known.asked, tape);
  keep(moulds, known);
  return known.form;
}

/** As {@link take}, of the moulds that the executable carries; from then on this process has what it gives. */
function takeKept(options: MouldOptions, tape: PinnedTape): Root | undefined {
  const known = fitting(keptMoulds(), options, tape);
  if (known === undefined) return undefined;
  play(known.asked, tape);
  const form = known.form();
  keep(inMemory, { ...known, form });
  return form;
}

function fitting<Form>(moulds: readonly Mould<Form>[], options: MouldOptions, tape: PinnedTape): Mould<Form> | undefined {
  const key = keyOf(options);
  return moulds.find((mould) => mould.options === key && answersAlike(createTape(tape.rest()), mould.asked));
}

/** Leaves a tape as the installer would that asked this of it. */
function play(asked: readonly Asked[], tape: PinnedTape): void {
  for (const { call, stream, value } of asked) {
    if (call === "take") tape.take(stream);
    else tape.drew?.(stream, value ?? "");
  }
}

async function makeNew(home: string, options: MouldOptions, tape: PinnedTape): Promise<Root> {
  const form = await make(inMemory, options, tape, (heard) => makeRoot(home, options, heard));
  const made = inMemory.at(-1);
  if (made !== undefined) collected?.push(made);
  return form;
}

async function make<Form>(
  moulds: Mould<Form>[],
  options: MouldOptions,
  tape: Tape,
  install: (heard: Tape) => Promise<Form>,
): Promise<Form> {
  const asked: Asked[] = [];
  const form = await install(heardBy(tape, asked));
  keep(moulds, { options: keyOf(options), asked, form });
  return form;
}

function keep<Form>(moulds: Mould<Form>[], mould: Mould<Form>): void {
  const at = moulds.indexOf(mould);
  if (at >= 0) moulds.splice(at, 1);
  moulds.push(mould);
  if (moulds.length > MOULDS_MAX) moulds.shift();
}

function answersAlike(tape: Tape, asked: readonly Asked[]): boolean {
  return asked.every(({ call, stream, value }) => call === "drew" || tape.take(stream) === value);
}

function heardBy(tape: Tape, asked: Asked[]): Tape {
  return {
    take(stream) {
      const value = tape.take(stream);
      asked.push({ call: "take", stream, value });
      return value;
    },
    drew(stream, value) {
      asked.push({ call: "drew", stream, value });
      tape.drew?.(stream, value);
    },
  };
}
