import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBranch, type Root } from "../../src/cluster/branch.ts";
import type { Cluster } from "../../src/cluster/cluster.ts";
import { readMoulds, storeMoulds } from "../../src/cluster/kept-moulds.ts";
import { collectMoulds, rootFromMould } from "../../src/cluster/mould.ts";
import { fileState } from "../../src/cluster/state/file-state.ts";
import { restore } from "../../src/cluster/state/restore.ts";
import { createStateFile } from "../../src/cluster/state/state-file.ts";
import { createMachines } from "../../src/shell/machines.ts";
import { openTerminal } from "../../src/shell/terminal.ts";
import { createTape } from "../../src/sim/tape.ts";

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "k8sim-kept-"));
});

afterEach(() => rmSync(home, { recursive: true }));

const OPTIONS = { profile: "book", seed: 9 };

/** What is printed, and what a cluster holds then. */
async function afterRollout(cluster: Cluster): Promise<unknown> {
  const terminal = openTerminal(createMachines(cluster));
  const printed: string[] = [];
  for (const line of [
    "kubectl create deployment web --image=nginx",
    "kubectl scale deployment web --replicas=3",
    "sleep 60",
    "kubectl get all -A -o wide",
  ])
    printed.push((await terminal.run(line)).text);
  const { changes, meta, timers, counters } = cluster.snapshot?.() ?? {};
  return { printed, changes, meta, timers, counters };
}

async function install(): Promise<{ root: Root; kept: Root }> {
  const moulds = await collectMoulds(async () => void (await rootFromMould(home, OPTIONS, createTape())));
  const files = storeMoulds(moulds);
  const [read] = readMoulds((name) => files.get(name));
  if (moulds[0] === undefined || read === undefined) throw new Error("a cluster was installed, and it is one that is kept");
  expect({ options: read.options, asked: read.asked }).toEqual({ options: moulds[0].options, asked: moulds[0].asked });
  return { root: moulds[0].form, kept: read.form() };
}

let made: ReturnType<typeof install> | undefined;

/** A process installs the same cluster once. */
function installed(): ReturnType<typeof install> {
  return (made ??= install());
}

test("a cluster that is carried is the one that was installed, and what happens on it is the same", async () => {
  const { root, kept } = await installed();
  expect(kept.kubeconfig).toBe(root.kubeconfig);
  const [own, copy] = [await openBranch(root, home, "own"), await openBranch(kept, home, "copy")];
  expect(await afterRollout(copy)).toEqual(await afterRollout(own));
}, 60_000);

test("a state file is made of a snapshot: objects, changes, memory, timers and counters", async () => {
  const { kept } = await installed();
  const file = createStateFile(join(home, "state.db"), { lasting: false });
  restore(fileState(file), kept.snapshot);
  const state = fileState(file);
  state.begin("read");
  state.store.refresh();
  const { store, source } = state;
  const { snapshot } = kept;
  expect(store.changesSince(0)?.map(({ revision, type, object }) => ({ revision, type, object }))).toEqual(
    snapshot.changes.map(({ revision, type, object }) => ({ revision, type, object })),
  );
  for (const [resource, objects] of snapshot.objects) expect(store.list(resource)).toEqual(objects);
  for (const [key, value] of snapshot.meta) expect(store.getMeta(key)).toEqual(value);
  expect(source.after(-1, 0, 1000)).toEqual(snapshot.timers.toSorted((left, right) => left.at - right.at || left.seq - right.seq));
  for (const [stream, counter] of snapshot.counters) expect(source.counter(stream)).toBe(counter);
  state.close();
}, 60_000);
