import { expect, test } from "bun:test";
import type { ReplicaSet } from "../../src/kinds/apps/replicaset/types.ts";
import type { Pod } from "../../src/kinds/core/pod/types.ts";
import { startCluster } from "../support/cluster.ts";
import { isReady } from "./checkers.ts";

interface Case {
  readonly replicas: number;
  readonly maxSurge: number | string;
  readonly maxUnavailable: number | string;
  /** The two limits in pods. */
  readonly most: number;
  readonly fewest: number;
}

const CASES: readonly Case[] = [
  { replicas: 1, maxSurge: "25%", maxUnavailable: "25%", most: 2, fewest: 1 },
  { replicas: 4, maxSurge: "25%", maxUnavailable: "25%", most: 5, fewest: 3 },
  { replicas: 5, maxSurge: 0, maxUnavailable: 2, most: 5, fewest: 3 },
  { replicas: 7, maxSurge: "30%", maxUnavailable: 0, most: 10, fewest: 7 },
];

for (const { replicas, maxSurge, maxUnavailable, most, fewest } of CASES) {
  test(`a rolling update of ${replicas} with surge ${maxSurge}, unavailable ${maxUnavailable} has ${fewest} ready and ${most} in all`, async () => {
    const { cluster, run, end } = await startCluster();
    try {
      await run(`kubectl create deployment web --image=nginx:1.18`);
      await run(`kubectl scale deployment web --replicas=${replicas}`);
      const strategy = { rollingUpdate: { maxSurge, maxUnavailable } };
      await run(`kubectl patch deployment web -p '${JSON.stringify({ spec: { strategy } })}'`);
      await run("k8sim time settle");
      const pods = () =>
        (cluster.store.list("pods", { namespace: "default" }) as readonly Pod[]).filter(({ metadata }) => !metadata.deletionTimestamp);
      expect(pods().filter(isReady)).toHaveLength(replicas);
      const seen = { most: 0, fewest: replicas };
      cluster.store.onChange(({ resource }) => {
        // what controllers asked for is bounded at every change; the pods follow a moment later
        if (resource === "replicasets.apps") {
          const sets = cluster.store.list(resource, { namespace: "default" }) as readonly ReplicaSet[];
          seen.most = Math.max(
            seen.most,
            sets.reduce((sum, { spec }) => sum + (spec.replicas ?? 0), 0),
          );
        }
        if (resource === "pods") seen.fewest = Math.min(seen.fewest, pods().filter(isReady).length);
      });
      for (const image of ["nginx:1.19", "nginx:1.20"]) {
        await run(`kubectl set image deployment/web nginx=${image}`);
        await run("k8sim time settle");
      }
      expect(pods().map(({ spec }) => spec.containers[0]?.image)).toEqual(Array.from({ length: replicas }, () => "nginx:1.20"));
      expect(seen.most).toBeLessThanOrEqual(most);
      expect(seen.fewest).toBeGreaterThanOrEqual(fewest);
    } finally {
      end();
    }
  }, 30_000);
}
