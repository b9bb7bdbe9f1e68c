import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCluster, type Cluster } from "../../src/cluster/cluster.ts";
import { createCluster, type CreateOptions } from "../../src/cluster/create.ts";
import { openTerminal } from "../../src/shell/terminal.ts";
import { createMachines } from "../../src/shell/machines.ts";

/** A whole cluster in this process, on a stepped clock, with a terminal on its control plane node. */
export interface StartedCluster {
  readonly cluster: Cluster;
  /** Runs a command line as root on the control plane node; gives both streams in their order. */
  run(line: string): Promise<string>;
  /** Closes the cluster and removes all of it. */
  end(): void;
}

/** Sets a cluster up; `files` stand in root's home directory. */
export async function startCluster(
  options: Omit<CreateOptions, "clock" | "name"> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<StartedCluster> {
  const home = mkdtempSync(join(tmpdir(), "k8sim-test-"));
  await createCluster(home, { ...options, name: "test", clock: "stepped" });
  const cluster = await openCluster(home, "test");
  const terminal = openTerminal(
    createMachines(cluster, Object.fromEntries(Object.entries(files).map(([path, text]) => [`/root/${path}`, text]))),
  );
  return {
    cluster,
    run: async (line) => (await terminal.run(line)).text,
    end() {
      cluster.close();
      rmSync(home, { recursive: true });
    },
  };
}
