import { afterAll, beforeAll, expect, test } from "bun:test";
import fc from "fast-check";
import type { Cluster } from "../../src/cluster/cluster.ts";
import { resourceKey } from "../../src/machinery/object.ts";
import { openTerminal } from "../../src/shell/terminal.ts";
import { createMachines } from "../../src/shell/machines.ts";
import { answerText, type Answer } from "../../src/why/answer.ts";
import { explain } from "../../src/why/explain.ts";
import { whyWorld } from "../../src/why/world.ts";
import { createMould, effort, faultsIn, type Mould } from "../support/bench-cluster.ts";
import { sequences } from "../support/random-sequences.ts";

const RUNS = 25;

let mould: Mould;
beforeAll(async () => {
  mould = await createMould({}, ["k8sim time settle"]);
}, 60_000);
afterAll(() => mould.end());

/** An answer for everything in the default namespace, every node, and every pod that is gone. */
function answers(cluster: Cluster): Answer[] {
  const world = whyWorld(cluster);
  const live = cluster.catalog.names().flatMap((kind) => {
    const namespace = kind.namespaced ? "default" : "";
    const asked = kind.namespaced ? kind.plural !== "events" : kind.plural === "nodes" || kind.plural === "namespaces";
    const objects = asked ? cluster.store.list(resourceKey(kind.group, kind.plural), { namespace }) : [];
    return objects.map(({ metadata }) => explain(world, kind, namespace, metadata.name ?? ""));
  });
  const pods = { group: "", kind: "Pod", plural: "pods", namespaced: true };
  const gone = (cluster.store.changesSince(0, "pods") ?? []).filter(
    ({ type, object }) => type === "DELETED" && object.metadata.namespace === "default",
  );
  return [...live, ...gone.map(({ object }) => explain(world, pods, "default", object.metadata.name ?? ""))];
}

/** What is wrong with an answer: words that no answer has, or a pod that is where it did not score best. */
function problemsOf(answer: Answer): string[] {
  const placed = answer.causes.flatMap(({ reason, data }) => {
    const isChoice = reason === "HighestScore" || reason === "ChosenByChance";
    return isChoice ? [data as { node: string; candidates: { node: string; score: number }[] }] : [];
  });
  const worse = placed.filter(({ node, candidates }) => {
    const best = Math.max(...candidates.map(({ score }) => score));
    return candidates.find((candidate) => candidate.node === node)?.score !== best;
  });
  return [
    ...faultsIn({ text: answerText(answer), exitCode: 0 }),
    ...worse.map(({ node }) => `${answer.name} is on ${node}, which is not the best`),
  ];
}

test(`after ${RUNS} random sequences everything has an answer, and no pod is where it did not score best`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(sequences, { minLength: 3, maxLength: 3 }), async (all) => {
      const cluster = await mould.fresh();
      const terminal = openTerminal(createMachines(cluster));
      for (const line of all.flat()) await terminal.run(line);
      const given = answers(cluster);
      expect({ all, problems: given.flatMap(problemsOf) }).toEqual({ all, problems: [] });
      expect(given.length).toBeGreaterThan(5);
    }),
    effort(RUNS),
  );
}, 3_600_000);
