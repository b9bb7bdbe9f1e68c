import { describe, expect, test } from "bun:test";
import type { Deployment } from "../../../src/kinds/apps/deployment/types.ts";
import type { ReplicaSet } from "../../../src/kinds/apps/replicaset/types.ts";
import type { Pod } from "../../../src/kinds/core/pod/types.ts";
import { PODS } from "../../../src/components/controller/resources.ts";
import { DEPLOYMENTS, createWorld, deployment } from "./world.ts";
import type { World } from "./world.ts";

function setImage(world: World, name: string, image: string): void {
  world.client.patch(DEPLOYMENTS, name, "strategic", { spec: { template: { spec: { containers: [{ name: "nginx", image }] } } } });
}

function conditions(world: World, name: string): string[] {
  const { status } = world.get<Deployment>("deployments.apps", name);
  return (status?.conditions ?? []).map((condition) => `${condition.type}=${condition.status} ${condition.reason ?? ""}`);
}

describe("deployment", () => {
  test("comes up: replica set, pods, status, conditions, events", () => {
    const world = createWorld();
    world.client.create(DEPLOYMENTS, deployment("web", 3));
    world.advance(100);
    const [set] = world.list<ReplicaSet>("replicasets.apps");
    expect(set?.metadata.name).toMatch(/^web-[456789bcdf]{1,10}$/);
    expect(set?.metadata.annotations).toEqual({
      "deployment.kubernetes.io/desired-replicas": "3",
      "deployment.kubernetes.io/max-replicas": "4",
      "deployment.kubernetes.io/revision": "1",
    });
    expect(world.list("pods")).toHaveLength(3);
    expect(conditions(world, "web")).toEqual(["Available=False MinimumReplicasUnavailable", "Progressing=True ReplicaSetUpdated"]);
    world.advance(2000);
    const { status, metadata } = world.get<Deployment>("deployments.apps", "web");
    expect(status).toMatchObject({ observedGeneration: 1, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 });
    expect(status?.unavailableReplicas).toBeUndefined();
    expect(metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe("1");
    expect(conditions(world, "web")).toEqual(["Available=True MinimumReplicasAvailable", "Progressing=True NewReplicaSetAvailable"]);
    expect(world.events("Deployment")).toEqual([`ScalingReplicaSet Scaled up replica set ${set?.metadata.name ?? ""} to 3`]);
    expect(world.events("ReplicaSet")).toHaveLength(3);
  });

  test("rolls out step by step and back to a former revision", () => {
    const world = createWorld();
    world.client.create(DEPLOYMENTS, deployment("web", 3));
    world.advance(5000);
    const [old] = world.list<ReplicaSet>("replicasets.apps").map((set) => set.metadata.name ?? "");
    setImage(world, "web", "nginx:1.19");
    world.advance(10_000);
    const [fresh] = world
      .list<ReplicaSet>("replicasets.apps")
      .map((set) => set.metadata.name ?? "")
      .filter((name) => name !== old);
    expect(world.events("Deployment").slice(1)).toEqual([
      `ScalingReplicaSet Scaled up replica set ${fresh ?? ""} to 1`,
      `ScalingReplicaSet Scaled down replica set ${old ?? ""} to 2`,
      `ScalingReplicaSet Scaled up replica set ${fresh ?? ""} to 2`,
      `ScalingReplicaSet Scaled down replica set ${old ?? ""} to 1`,
      `ScalingReplicaSet Scaled up replica set ${fresh ?? ""} to 3`,
      `ScalingReplicaSet Scaled down replica set ${old ?? ""} to 0`,
    ]);
    setImage(world, "web", "nginx");
    world.advance(10_000);
    const back = world.get<ReplicaSet>("replicasets.apps", old ?? "");
    expect(back.spec.replicas).toBe(3);
    expect(back.metadata.annotations).toMatchObject({
      "deployment.kubernetes.io/revision": "3",
      "deployment.kubernetes.io/revision-history": "1",
    });
    expect(world.get("deployments.apps", "web").metadata.annotations?.["deployment.kubernetes.io/revision"]).toBe("3");
  });

  test("tells each step of a rollout as the recorded one does", () => {
    const world = createWorld();
    world.client.create(DEPLOYMENTS, deployment("ro", 2));
    world.advance(5000);
    const before = world.store.revision();
    setImage(world, "ro", "nginx:1.19");
    world.advance(10_000);
    const seen = (world.store.changesSince(before, "deployments.apps") ?? []).map(({ object }) => {
      const { updatedReplicas = 0, replicas = 0, observedGeneration = 0 } = (object as Deployment).status ?? {};
      return observedGeneration < 2 ? "unseen" : `${updatedReplicas} of ${replicas}`;
    });
    expect(seen.filter((step) => step !== "unseen" && !step.startsWith("0"))).toEqual([
      "1 of 3",
      "1 of 3",
      "1 of 2",
      "2 of 3",
      "2 of 3",
      "2 of 2",
    ]);
  });

  test("a rollout that gets stuck is said to be after its deadline", () => {
    const world = createWorld("v1.20.2", (pod: Pod) => (pod.spec.containers[0]?.image === "broken" ? undefined : 500));
    world.client.create(DEPLOYMENTS, deployment("web", 2, { progressDeadlineSeconds: 60 }));
    world.advance(5000);
    setImage(world, "web", "broken");
    world.advance(55_000);
    expect(conditions(world, "web")).toContain("Progressing=True ReplicaSetUpdated");
    world.advance(10_000);
    expect(conditions(world, "web")).toEqual(["Available=True MinimumReplicasAvailable", "Progressing=False ProgressDeadlineExceeded"]);
  });

  test("a rollout that has ended is not looked at again and again while a pod of it is away", () => {
    const world = createWorld("v1.20.2", () => 8000);
    world.client.create(DEPLOYMENTS, deployment("web", 2, { progressDeadlineSeconds: 10 }));
    world.advance(30_000);
    world.client.delete(PODS.in("default"), world.list<Pod>("pods")[0]?.metadata.name ?? "");
    const before = world.sim.handled();
    world.advance(7000);
    expect(conditions(world, "web")).toContain("Progressing=True NewReplicaSetAvailable");
    expect(world.get<Deployment>("deployments.apps", "web").status?.availableReplicas).toBe(1);
    expect(world.sim.handled() - before).toBeLessThan(20);
  });

  test("Recreate lets all old pods go first", () => {
    const world = createWorld();
    world.client.create(DEPLOYMENTS, deployment("web", 2, { strategy: { type: "Recreate" } }));
    world.advance(3000);
    setImage(world, "web", "nginx:1.19");
    world.advance(3000);
    const [, down, up] = world.events("Deployment");
    expect(down).toMatch(/Scaled down replica set web-\w+ to 0$/);
    expect(up).toMatch(/Scaled up replica set web-\w+ to 2$/);
    expect(world.list<Pod>("pods").map((pod) => pod.spec.containers[0]?.image)).toEqual(["nginx:1.19", "nginx:1.19"]);
  });

  test("paused: scaled but not rolled out; resumed: rolled out", () => {
    const world = createWorld();
    world.client.create(DEPLOYMENTS, deployment("web", 2));
    world.advance(3000);
    world.client.patch(DEPLOYMENTS, "web", "merge", { spec: { paused: true, replicas: 4 } });
    setImage(world, "web", "nginx:1.19");
    world.advance(3000);
    expect(world.list("replicasets.apps")).toHaveLength(1);
    expect(world.list("pods")).toHaveLength(4);
    expect(conditions(world, "web")).toContain("Progressing=Unknown DeploymentPaused");
    world.client.patch(DEPLOYMENTS, "web", "merge", { spec: { paused: false } });
    world.advance(10_000);
    expect(world.list("replicasets.apps")).toHaveLength(2);
    expect(conditions(world, "web").at(-1)).toBe("Progressing=True NewReplicaSetAvailable");
  });

  test("keeps as much history as asked for", () => {
    const world = createWorld();
    world.client.create(DEPLOYMENTS, deployment("web", 1, { revisionHistoryLimit: 2 }));
    for (const image of ["nginx:1", "nginx:2", "nginx:3", "nginx:4"]) {
      world.advance(5000);
      setImage(world, "web", image);
    }
    world.advance(5000);
    const revisions = world.list("replicasets.apps").map((set) => set.metadata.annotations?.["deployment.kubernetes.io/revision"]);
    expect(revisions.sort()).toEqual(["3", "4", "5"]);
  });

  test("is deleted with everything below it", () => {
    const world = createWorld();
    world.client.create(DEPLOYMENTS, deployment("web", 3));
    world.advance(3000);
    world.client.delete(DEPLOYMENTS, "web", { propagationPolicy: "Background" });
    world.advance(100);
    expect(world.list("replicasets.apps")).toHaveLength(0);
    expect(world.list("pods")).toHaveLength(0);
  });

  test("foreground: the deployment goes last; orphan: its replica set stays and is adopted", () => {
    const world = createWorld();
    world.client.create(DEPLOYMENTS, deployment("web", 1));
    world.advance(3000);
    world.client.delete(DEPLOYMENTS, "web", { propagationPolicy: "Orphan" });
    world.advance(100);
    expect(world.find("deployments.apps", "web")).toBeUndefined();
    expect(world.list("replicasets.apps")[0]?.metadata.ownerReferences).toBeUndefined();
    world.client.create(DEPLOYMENTS, deployment("web", 1));
    world.advance(100);
    expect(world.list("replicasets.apps").map((set) => set.metadata.ownerReferences?.[0]?.kind)).toEqual(["Deployment"]);
    world.client.delete(DEPLOYMENTS, "web", { propagationPolicy: "Foreground" });
    expect(world.find("deployments.apps", "web")?.metadata.finalizers).toEqual(["foregroundDeletion"]);
    world.advance(100);
    expect([...world.list("deployments.apps"), ...world.list("replicasets.apps"), ...world.list("pods")]).toEqual([]);
  });
});
