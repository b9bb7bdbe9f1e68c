import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCluster, type Cluster } from "../../src/cluster/cluster.ts";
import { copyCluster } from "../../src/cluster/copy.ts";
import { createCluster, type CreateOptions } from "../../src/cluster/create.ts";
import { createSession } from "../../src/cluster/session.ts";
import { runKubectl } from "../../src/kubectl/main.ts";
import type { Change } from "../../src/machinery/store.ts";
import { createLabEnv } from "../../src/shell/kubectl-env.ts";
import { openTerminal } from "../../src/shell/terminal.ts";
import { createDisk } from "../../src/shell/disk.ts";
import { createMachines } from "../../src/shell/machines.ts";

/** What one run of kubectl did. */
export interface Ran {
  readonly text: string;
  readonly exitCode: number;
  /** What it wrote itself, not what followed from it. */
  readonly written: readonly string[];
}

/** A cluster of which copies are made in a moment. */
export interface Mould {
  /** A copy as the mould was left. The one before is gone then. */
  fresh(): Promise<Cluster>;
  end(): void;
}

/** Files in memory, where a system has such: thousands of small commits need no disk. */
const MEMORY = "/dev/shm";

/** Makes a cluster, runs `lines` on it, and lets it settle. */
export async function createMould(options: Omit<CreateOptions, "clock" | "name"> = {}, lines: readonly string[] = []): Promise<Mould> {
  const home = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), "k8sim-mould-"));
  await createCluster(home, { ...options, name: "mould", clock: "stepped" });
  const first = await openCluster(home, "mould");
  const terminal = openTerminal(createMachines(first));
  for (const line of lines) await terminal.run(line);
  first.close();
  let open: Cluster | undefined;
  return {
    async fresh() {
      open?.close();
      copyCluster(home, "mould", "copy");
      open = await openCluster(home, "copy");
      return open;
    },
    end() {
      open?.close();
      rmSync(home, { recursive: true });
    },
  };
}

/** Runs kubectl as its own process would, then takes everything back that it did (unless it had to wait). */
export async function tryKubectl(cluster: Cluster, args: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const session = createSession(cluster);
  const written: string[] = [];
  let text = "";
  const end = cluster.store.onChange((change) => {
    if (isByKubectl(change))
      written.push(`${change.type} ${change.resource} ${change.object.metadata.namespace ?? ""}/${change.object.metadata.name}`);
  });
  try {
    const print = (more: string): void => void (text += more);
    const disk = createDisk(Object.fromEntries(Object.entries(files).map(([path, content]) => [`/root/${path}`, content])));
    const streams = { input: { rest: "" }, out: print, err: print };
    const patientUntil = session.now() + 3_600_000;
    const call = {
      streams,
      disk,
      directory: "/root",
      environment: { HOME: "/root" },
      edit: () => undefined,
      patientUntil: () => patientUntil,
    };
    const exitCode = await runKubectl(args, createLabEnv(session, call));
    return { text, exitCode, written };
  } finally {
    end();
    session.abort();
  }
}

/** Whether a change has a field that kubectl wrote and the state before had not. */
function isByKubectl({ object, previous }: Change): boolean {
  const marks = (state: Change["object"] | undefined): string =>
    JSON.stringify((state?.metadata.managedFields ?? []).filter(({ manager }) => manager?.startsWith("kubectl")));
  return marks(object) !== marks(previous) && marks(object) !== "[]";
}

/** What a program that is well never prints. */
export function faultsIn({ text, exitCode }: Pick<Ran, "exitCode" | "text">): string[] {
  const signs = [
    /k8sim has a bug/,
    /\bundefined\b/,
    /\[object Object\]/,
    /\bTypeError\b|\bRangeError\b|\bReferenceError\b/,
    /^\s+at .*\.ts:\d+/m,
  ];
  const faults = signs.filter((sign) => sign.test(text)).map((sign) => `prints ${sign.source}`);
  return Number.isInteger(exitCode) && exitCode >= 0 && exitCode < 256 ? faults : [...faults, `exit code ${exitCode}`];
}

/** How often a property is tried, and from which seed: K8SIM_RUNS multiplies, K8SIM_SEED chooses. */
export function effort(runs: number): { numRuns: number; seed: number } {
  const times = Number(process.env["K8SIM_RUNS"] ?? 1);
  return { numRuns: Math.max(1, Math.round(runs * times)), seed: Number(process.env["K8SIM_SEED"] ?? 20) };
}
