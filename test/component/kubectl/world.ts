import { createAsyncClient } from "../../../src/client/async-client.ts";
import { createCatalog } from "../../../src/kinds/index.ts";
import { createWorld, type ReadyAfter } from "../controllers/world.ts";
import { fakeCluster, kubectl } from "../../unit/kubectl/support.ts";

const STEP_MS = 100;

/** A cluster of real controllers and a kubectl for it: a line in, stdout and stderr (behind `E|`) out. */
export function createKubectl(version = "v1.20.2", readyAfter: ReadyAfter = () => 1000) {
  const world = createWorld("v1.20.2", readyAfter);
  const sleep = async (ms: number): Promise<void> => world.advance(ms);
  const transport = {
    handle: world.api.handle,
    watch: world.api.watch,
    now: () => world.sim.now(),
    async wait<T>(poll: () => T | undefined, { deadline }: { deadline?: number }): Promise<T | undefined> {
      const until = deadline ?? world.sim.now() + 600_000;
      for (let found = poll(); ; found = poll()) {
        if (found !== undefined || world.sim.now() >= until) return found;
        world.advance(STEP_MS);
      }
    },
  };
  const connect = () =>
    createAsyncClient(transport, { name: "kubernetes-admin", groups: ["system:masters", "system:authenticated"] }, "kubectl/v1.20.2");
  const env = { connect, catalog: createCatalog(), now: () => world.sim.now(), sleep };
  async function run(line: string, files: Record<string, string> = {}): Promise<string> {
    const result = await kubectl(
      fakeCluster(),
      line.split(" ").map((word) => word.replaceAll("_", " ")),
      { version, env, files },
    );
    world.advance(0);
    const errors = result.stderr === "" ? "" : `E|${result.stderr}`;
    return `${result.stdout}${errors}`;
  }
  return { world, run };
}
