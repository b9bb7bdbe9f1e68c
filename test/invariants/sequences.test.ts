import { afterAll, beforeAll, expect, test } from "bun:test";
import fc from "fast-check";
import { openTerminal } from "../../src/shell/terminal.ts";
import { createVirtualFiles } from "../../src/shell/virtual-files.ts";
import { createMould, effort, faultsIn, type Mould } from "../support/bench-cluster.ts";
import { sequences } from "../support/random-sequences.ts";
import { exceededQuotas, misplacedPods, orphans, sharedValues, watchBudgets, watchChanges, wrongEndpoints } from "./checkers.ts";

const CLUSTERS = 125;
/** One after the other on each cluster. */
const SEQUENCES_EACH = 8;
/** Endpoints follow their pods, and the garbage collector its owners, within this much quiet; pods take up to 30 s to stop. */
const QUIET = "k8sim time advance 45s";

let mould: Mould;
beforeAll(async () => {
  mould = await createMould({}, ["k8sim time settle"]);
}, 60_000);
afterAll(() => mould.end());

/** Runs sequences of lines on a fresh cluster and gives everything that is wrong on the way or at the end of each. */
async function problemsAfter(sequencesOfLines: readonly (readonly string[])[]): Promise<string[]> {
  const cluster = await mould.fresh();
  const terminal = openTerminal(cluster, createVirtualFiles("/root"));
  const watch = watchChanges(cluster);
  const problems: string[] = [];
  for (const lines of sequencesOfLines) {
    for (const line of lines) {
      const budgets = line.startsWith("kubectl drain") ? watchBudgets(cluster) : undefined;
      const { text, exitCode } = await terminal.run(line);
      budgets?.end();
      problems.push(...faultsIn({ text, exitCode }), ...(budgets?.problems ?? []), ...exceededQuotas(cluster), ...misplacedPods(cluster));
    }
    await terminal.run(QUIET);
    problems.push(...sharedValues(cluster), ...wrongEndpoints(cluster), ...orphans(cluster));
    if (problems.length > 0) break;
  }
  watch.end();
  return [...watch.problems, ...problems];
}

test(`nothing that holds of every cluster is broken by ${CLUSTERS * SEQUENCES_EACH} random sequences of commands`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(sequences, { minLength: SEQUENCES_EACH, maxLength: SEQUENCES_EACH }), async (all) => {
      expect({ all, problems: await problemsAfter(all) }).toEqual({ all, problems: [] });
    }),
    effort(CLUSTERS),
  );
}, 3_600_000);
