import { afterAll, beforeAll, expect, test } from "bun:test";
import fc from "fast-check";
import { openTerminal } from "../../src/shell/terminal.ts";
import { createMachines } from "../../src/shell/machines.ts";
import { createMould, effort, faultsIn, type Mould } from "../support/bench-cluster.ts";
import { sequences } from "../support/random-sequences.ts";
import { exceededQuotas, misplacedPods, orphans, sharedValues, watchBudgets, watchChanges, wrongEndpoints } from "./checkers.ts";

const CLUSTERS = 125;
/** One after the other on each cluster. */
const SEQUENCES_EACH = 8;
/** Endpoints follow their pods, and the garbage collector its owners, within this much quiet; pods take up to 30 s to stop. */
const QUIET = "k8sim time advance 45s";

const VERSIONS = ["v1.18.4", "v1.23.7", "v1.28.0"] as const;

const moulds = new Map<string, Mould>();
beforeAll(async () => {
  for (const version of VERSIONS) moulds.set(version, await createMould({ kubernetesVersion: version }, ["k8sim time settle"]));
}, 60_000);
afterAll(() => {
  for (const mould of moulds.values()) mould.end();
});

/** Runs sequences of lines on a fresh cluster and gives everything that is wrong on the way or at their ends. */
async function problemsAfter(version: string, sequencesOfLines: readonly (readonly string[])[]): Promise<string[]> {
  const cluster = await moulds.get(version)?.fresh();
  if (cluster === undefined) throw new Error(version);
  const terminal = openTerminal(createMachines(cluster));
  const watch = watchChanges(cluster);
  const problems: string[] = [];
  for (const [index, lines] of sequencesOfLines.entries()) {
    for (const line of lines) {
      const budgets = line.startsWith("kubectl drain") ? watchBudgets(cluster) : undefined;
      const { text, exitCode } = await terminal.run(line);
      budgets?.end();
      problems.push(
        ...faultsIn({ text, exitCode: exitCode ?? 130 }),
        ...(budgets?.problems ?? []),
        ...exceededQuotas(cluster),
        ...misplacedPods(cluster),
      );
    }
    problems.push(...sharedValues(cluster));
    // Every other sequence begins in the middle of what the one before has set off.
    if (index % 2 === 1) {
      await terminal.run(QUIET);
      problems.push(...wrongEndpoints(cluster), ...orphans(cluster));
    }
    if (problems.length > 0) break;
  }
  watch.end();
  return [...watch.problems, ...problems];
}

test(`nothing that holds of every cluster is broken by ${CLUSTERS * SEQUENCES_EACH} random sequences of commands`, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...VERSIONS),
      fc.array(sequences, { minLength: SEQUENCES_EACH, maxLength: SEQUENCES_EACH }),
      async (version, all) => {
        expect({ version, all, problems: await problemsAfter(version, all) }).toEqual({ version, all, problems: [] });
      },
    ),
    effort(CLUSTERS),
  );
}, 3_600_000);
