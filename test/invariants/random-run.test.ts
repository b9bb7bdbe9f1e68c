import { expect, test } from "bun:test";
import { randomCommands } from "../support/random-commands.ts";
import { startCluster } from "../support/cluster.ts";
import { misplacedPods, orphans, sharedValues, watchChanges, wrongEndpoints } from "./checkers.ts";

const COMMANDS = 60;
/** Endpoints follow their pods, and the garbage collector its owners, within this much quiet. */
const QUIET = "k8sim time advance 30s";

for (const seed of [1, 2, 3]) {
  test(`nothing that holds of every cluster is broken by ${COMMANDS} random commands (seed ${seed})`, async () => {
    const { cluster, run, end } = await startCluster({ seed });
    try {
      const watch = watchChanges(cluster);
      for (const args of randomCommands(seed, COMMANDS)) {
        const line = args[0] === "kubectl" ? args.map((arg) => arg.replace("*", "\\*")).join(" ") : `k8sim ${args.join(" ")}`;
        await run(line);
        expect({ after: line, problems: [...watch.problems, ...sharedValues(cluster), ...misplacedPods(cluster)] }).toEqual({
          after: line,
          problems: [],
        });
        if (args[1] !== "settle") continue;
        await run(QUIET);
        expect({ after: line, problems: [...wrongEndpoints(cluster), ...orphans(cluster)] }).toEqual({ after: line, problems: [] });
      }
      watch.end();
    } finally {
      end();
    }
  }, 60_000);
}
