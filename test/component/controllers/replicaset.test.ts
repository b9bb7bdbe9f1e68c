import { describe, expect, test } from "bun:test";
import type { ReplicaSet } from "../../../src/kinds/apps/replicaset/types.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { createWorld } from "./world.ts";

const SETS = { group: "apps", version: "v1", resource: "replicasets", namespace: "default" };
const PODS = { group: "", version: "v1", resource: "pods", namespace: "default" };

function replicaSet(name: string, replicas: number, more: Record<string, unknown> = {}): KubeObject {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: "c", image: "nginx" }] } };
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: { name, namespace: "default" },
    spec: { replicas, selector: { matchLabels: labels }, template, ...more },
  };
}

describe("replica set", () => {
  test("replaces a deleted pod and scales down", () => {
    const world = createWorld();
    world.client.create(SETS, replicaSet("rs", 3));
    world.advance(3000);
    const [first] = world.list("pods");
    world.client.delete(PODS, first?.metadata.name ?? "");
    world.advance(3000);
    expect(world.list("pods")).toHaveLength(3);
    world.client.patch(SETS, "rs", "merge", { spec: { replicas: 1 } });
    world.advance(1000);
    expect(world.list("pods")).toHaveLength(1);
    expect(world.get<ReplicaSet>("replicasets.apps", "rs").status).toMatchObject({
      replicas: 1,
      readyReplicas: 1,
      availableReplicas: 1,
      observedGeneration: 2,
    });
    const events = world.events("ReplicaSet");
    expect(events.filter((event) => /^SuccessfulCreate Created pod: rs-\w{5}$/.test(event))).toHaveLength(4);
    expect(events.filter((event) => /^SuccessfulDelete Deleted pod: rs-\w{5}$/.test(event))).toHaveLength(2);
  });

  test("adopts an orphan that its selector wants and releases what it no longer wants", () => {
    const world = createWorld();
    const orphan = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "orphan", namespace: "default", labels: { app: "rs" } },
      spec: { containers: [{ name: "c", image: "nginx" }] },
    };
    world.client.create(PODS, orphan);
    world.client.create(SETS, replicaSet("rs", 2));
    world.advance(3000);
    expect(world.list("pods")).toHaveLength(2);
    expect(world.get("pods", "orphan").metadata.ownerReferences).toMatchObject([
      { kind: "ReplicaSet", name: "rs", controller: true, blockOwnerDeletion: true },
    ]);
    world.client.patch(PODS, "orphan", "merge", { metadata: { labels: { app: "debug" } } });
    world.advance(3000);
    expect(world.get("pods", "orphan").metadata.ownerReferences).toBeUndefined();
    expect(world.list("pods")).toHaveLength(3);
  });

  test("minReadySeconds: ready first, available later", () => {
    const world = createWorld();
    world.client.create(SETS, replicaSet("rs", 1, { minReadySeconds: 10 }));
    world.advance(5000);
    expect(world.get<ReplicaSet>("replicasets.apps", "rs").status).toMatchObject({ readyReplicas: 1 });
    expect(world.get<ReplicaSet>("replicasets.apps", "rs").status?.availableReplicas).toBeUndefined();
    world.advance(8000);
    expect(world.get<ReplicaSet>("replicasets.apps", "rs").status?.availableReplicas).toBe(1);
  });

  test("says why it cannot make pods, and goes on trying ever more slowly", () => {
    const world = createWorld();
    world.client.create(
      SETS,
      replicaSet("rs", 2, {
        template: {
          metadata: { labels: { app: "rs" } },
          spec: { serviceAccountName: "nobody", containers: [{ name: "c", image: "nginx" }] },
        },
      }),
    );
    world.advance(3000);
    const { status } = world.get<ReplicaSet>("replicasets.apps", "rs");
    expect(status?.conditions).toMatchObject([{ type: "ReplicaFailure", status: "True", reason: "FailedCreate" }]);
    expect(status?.conditions?.[0]?.message).toContain('service account default/nobody: serviceaccount "nobody" not found');
    expect(world.sim.pending("replicaset", "retry", "default/rs")?.data).toBeGreaterThan(5);
    expect(world.events("ReplicaSet")[0]).toStartWith("FailedCreate Error creating: pods ");
  });

  test("a thousand replicas are one pass over the thousand now and then", () => {
    const world = createWorld("v1.20.2", () => 1000);
    world.client.create(SETS, replicaSet("rs", 1000));
    const before = world.store.revision();
    world.advance(2000);
    expect(world.get<ReplicaSet>("replicasets.apps", "rs").status).toMatchObject({
      replicas: 1000,
      readyReplicas: 1000,
      availableReplicas: 1000,
    });
    const writes = (world.store.changesSince(before, "replicasets.apps") ?? []).length;
    expect(writes).toBeLessThan(10);
  });
});
