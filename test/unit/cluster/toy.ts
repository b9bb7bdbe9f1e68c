import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Assemble, Cluster } from "../../../src/cluster/cluster.ts";
import { openCluster } from "../../../src/cluster/cluster.ts";
import { createCluster, type CreateOptions } from "../../../src/cluster/create.ts";
import { createEngine } from "../../../src/cluster/engine.ts";
import { createSession, type Session } from "../../../src/cluster/session.ts";
import type { ComponentContext } from "../../../src/machinery/component.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";

/** A cluster without Kubernetes: things that a component lets grow by one each second up to their goal, and pods that start in 3 s. */
export interface Toy {
  readonly home: string;
  open(name?: string): Promise<Cluster>;
  /** How often components were loaded. */
  engineLoads(): number;
  remove(): void;
}

export function thing(name: string, goal: number, value = 0): KubeObject {
  return { apiVersion: "v1", kind: "Thing", metadata: { name }, goal, value };
}

export function valueOf(cluster: Cluster, name: string): number {
  return cluster.store.get("things", "", name)?.["value"] as number;
}

export async function makeToy(options: CreateOptions = {}, wall: () => number = Date.now): Promise<Toy> {
  const home = mkdtempSync(join(tmpdir(), "k8sim-toy-"));
  let loads = 0;
  const assemble: Assemble = async (base) => ({
    api: { handle: refuse, watch: refuse },
    catalog: { names: () => [], all: () => [], byResource: () => undefined, byKind: () => undefined },
    clientOf: refuse,
    typedShells: refuse,
    loadEngine: async () => {
      loads++;
      return toyEngine(base);
    },
  });
  await createCluster(home, options, { wall, assemble }, async () => undefined);
  loads = 0;
  const opened: Cluster[] = [];
  return {
    home,
    async open(name = options.name ?? "default") {
      const cluster = await openCluster(home, name, { wall, assemble });
      opened.push(cluster);
      return cluster;
    },
    engineLoads: () => loads,
    remove() {
      for (const cluster of opened) cluster.close();
      rmSync(home, { recursive: true });
    },
  };
}

function refuse(): never {
  throw new Error("a toy has no API");
}

function toyEngine({ store, sim, relieve, record }: Parameters<Assemble>[0]) {
  const grower = {
    name: "grower",
    user: "u",
    userAgent: "a",
    watches: [{ resource: "things", keys: (change: { object: KubeObject }) => [change.object.metadata.name ?? ""] }],
    reconcile(key: string) {
      const object = store.get("things", "", key);
      if (object === undefined || (object["value"] as number) >= (object["goal"] as number)) return undefined;
      sim.scheduleIfSooner({ at: sim.now() + 1000, actor: "grower", name: "grow", key });
      return undefined;
    },
    handle({ key }: { key: string }) {
      const object = store.get("things", "", key);
      if (object !== undefined)
        store.put("things", { ...object, value: (object["value"] as number) + 1, luck: sim.stream(`luck/${key}`).int(1e9) });
    },
  };
  const starter = {
    name: "starter",
    user: "u",
    userAgent: "a",
    watches: [{ resource: "pods", keys: (change: { object: KubeObject }) => [change.object.metadata.name ?? ""] }],
    reconcile(key: string) {
      const pod = store.get("pods", "", key);
      if ((pod?.["status"] as { phase?: string } | undefined)?.phase === "Pending")
        sim.scheduleIfSooner({ at: sim.now() + 3000, actor: "starter", name: "started", key });
      return undefined;
    },
    handle({ key }: { key: string }) {
      const pod = store.get("pods", "", key);
      if (pod) store.put("pods", { ...pod, status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] } });
    },
  };
  return createEngine({
    store,
    sim,
    relieve,
    components: [grower, starter],
    contextOf: () => ({}) as ComponentContext,
    seed: record.settings.seed,
  });
}

/** Runs one command to its end. */
export async function command<T>(cluster: Cluster, action: (session: Session) => Promise<T>): Promise<T> {
  const session = createSession(cluster);
  try {
    const result = await action(session);
    await session.end();
    return result;
  } catch (error) {
    session.abort();
    throw error;
  }
}
