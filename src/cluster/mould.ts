import { readFileSync, writeFileSync } from "node:fs";
import { createTape, type PinnedTape } from "../sim/tape.ts";
import type { Tape } from "../sim/types.ts";
import { createCluster, publishNew, type CreateOptions } from "./create.ts";
import { clusterPaths, DEFAULT_CLUSTER, onDisk } from "./home.ts";

/** What an installer asked of its tape, or told it, and what the answer was. */
interface Asked {
  readonly call: "drew" | "take";
  readonly stream: string;
  readonly value: string | undefined;
}

/** A cluster as its installer left it, and all that it depends on. */
interface Mould {
  readonly options: string;
  readonly asked: readonly Asked[];
  readonly state: Uint8Array;
  readonly kubeconfig: Uint8Array;
}

/** One is some 1.5 MB; documents of one course ask for one or two. */
const MOULDS_MAX = 4;

/** The moulds of this process, the one that was used last at the end. */
const moulds: Mould[] = [];

/**
 * Makes a cluster on a stepped clock as {@link createCluster} does. Where this process has made one of the very same options before, and the
 * tape answers the installer as it was answered then, the new cluster is a copy of that one as it was when it was new: nothing but options
 * and draws decides how a cluster on a stepped clock begins. The tape is left as the installer would leave it. For what is thrown away: a
 * power failure before the next commit may lose it.
 */
export async function createFromMould(home: string, options: Omit<CreateOptions, "clock">, tape: PinnedTape): Promise<void> {
  const key = JSON.stringify({ ...options, name: undefined, force: undefined });
  const known = moulds.find((mould) => mould.options === key && answersAlike(createTape(tape.rest()), mould.asked));
  if (known !== undefined) {
    await publishNew(home, options, (staging) =>
      onDisk(staging.directory, () => {
        writeFileSync(staging.state, known.state);
        writeFileSync(staging.kubeconfig, known.kubeconfig, { mode: 0o600 });
      }),
    );
    for (const { call, stream, value } of known.asked) {
      if (call === "take") tape.take(stream);
      else tape.drew?.(stream, value ?? "");
    }
    keep(known);
    return;
  }
  const asked: Asked[] = [];
  await createCluster(home, { ...options, clock: "stepped" }, { tape: heard(tape, asked), lasting: false });
  const paths = clusterPaths(home, options.name ?? DEFAULT_CLUSTER);
  keep(
    onDisk(paths.directory, () => ({ options: key, asked, state: readFileSync(paths.state), kubeconfig: readFileSync(paths.kubeconfig) })),
  );
}

function keep(mould: Mould): void {
  const at = moulds.indexOf(mould);
  if (at >= 0) moulds.splice(at, 1);
  moulds.push(mould);
  if (moulds.length > MOULDS_MAX) moulds.shift();
}

function answersAlike(tape: Tape, asked: readonly Asked[]): boolean {
  return asked.every(({ call, stream, value }) => call === "drew" || tape.take(stream) === value);
}

function heard(tape: Tape, asked: Asked[]): Tape {
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
