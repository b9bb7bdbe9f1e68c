import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCluster, type Cluster } from "../../src/cluster/cluster.ts";
import { createCluster } from "../../src/cluster/create.ts";
import { createSession } from "../../src/cluster/session.ts";
import { advanceTime, settle } from "../../src/cluster/time.ts";
import type { KubeObject } from "../../src/machinery/object.ts";

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "k8sim-determinism-"));
});
afterAll(() => rmSync(home, { recursive: true }));

const DEPLOYMENTS = { group: "apps", version: "v1", resource: "deployments", namespace: "default" };

function deployment(name: string, replicas: number): KubeObject {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: "c", image: "nginx" }] } };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "default" },
    spec: { replicas, selector: { matchLabels: labels }, template },
  };
}

/** A few commands on a new cluster; between them it may be closed and opened. Gives all that can be seen of it. */
async function play(name: string, seed: number, reopens: boolean): Promise<string> {
  await createCluster(home, { name, seed, clock: "stepped" });
  let cluster: Cluster = await openCluster(home, name);
  const step = async (action: (session: ReturnType<typeof createSession>) => Promise<unknown>): Promise<void> => {
    if (reopens) {
      cluster.close();
      cluster = await openCluster(home, name);
    }
    const session = createSession(cluster);
    await action(session);
    await session.end();
  };
  const admin = () => cluster.clientOf("kubernetes-admin", "kubectl/v1.18.4");
  await step((session) => session.write(() => admin().create(DEPLOYMENTS, deployment("a", 5))));
  await step((session) => advanceTime(session, 700));
  await step((session) => session.write(() => admin().create(DEPLOYMENTS, deployment("b", 2))));
  await step((session) => settle(session, 600_000));
  await step((session) => session.write(() => admin().delete(DEPLOYMENTS, "a")));
  for (let index = 0; index < 5; index++) await step((session) => advanceTime(session, 5000));
  const session = createSession(cluster);
  const changes = await session.read(() => JSON.stringify(cluster.store.changesSince(0)?.map(({ type, object }) => [type, object])));
  const seen = `${cluster.sim.traceHash()} ${cluster.sim.handled()} ${cluster.sim.now()} ${changes}`;
  cluster.close();
  return seen;
}

test("equal seeds and steps give equal bytes, however often the cluster is closed and opened between; another seed does not", async () => {
  const straight = await play("one", 7, false);
  expect(await play("two", 7, true)).toBe(straight);
  expect(await play("three", 8, false)).not.toBe(straight);
}, 30_000);
