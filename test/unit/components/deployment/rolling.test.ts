import { describe, expect, test } from "bun:test";
import { fenceposts } from "../../../../src/components/deployment/fenceposts.ts";
import { scaleProportionally } from "../../../../src/components/deployment/proportional.ts";
import { newReplicaSetSize, shrinkOldReplicaSets } from "../../../../src/components/deployment/rolling.ts";
import type { Deployment } from "../../../../src/kinds/apps/deployment/types.ts";
import type { ReplicaSet } from "../../../../src/kinds/apps/replicaset/types.ts";

function rolling(replicas: number, maxSurge: number | string = "25%", maxUnavailable: number | string = "25%"): Deployment {
  const template = { spec: { containers: [] } };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "d" },
    spec: { replicas, selector: {}, template, strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } } },
  };
}

function set(name: string, replicas: number, available = replicas, more: { created?: string; max?: number } = {}): ReplicaSet {
  const annotations = more.max === undefined ? {} : { "deployment.kubernetes.io/max-replicas": String(more.max) };
  const metadata = { name, creationTimestamp: more.created ?? "2026-11-20T10:00:00Z", annotations };
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata,
    spec: { replicas, selector: {} },
    status: { replicas, availableReplicas: available },
  };
}

const sizes = (resizes: readonly { set: ReplicaSet; size: number }[]) =>
  resizes.map(({ set: { metadata }, size }) => `${metadata.name ?? ""}=${size}`);

describe("fenceposts", () => {
  // facts/controllers.md 1.3
  test.each([
    [1, 1, 0],
    [2, 1, 0],
    [4, 1, 1],
    [7, 2, 1],
    [8, 2, 2],
    [10, 3, 2],
    [30, 8, 7],
  ])("25% of %d", (replicas, surge, unavailable) => {
    expect(fenceposts(rolling(replicas))).toEqual({ surge, unavailable });
  });
  test("never both zero, never more than there are, none for Recreate", () => {
    expect(fenceposts(rolling(3, 0, 0))).toEqual({ surge: 0, unavailable: 1 });
    expect(fenceposts(rolling(3, 0, 9)).unavailable).toBe(3);
    expect(fenceposts(rolling(0, 1, 1)).unavailable).toBe(0);
    const recreate = rolling(3);
    recreate.spec.strategy = { type: "Recreate" };
    expect(fenceposts(recreate)).toEqual({ surge: 0, unavailable: 0 });
  });
});

describe("a step of a rolling update", () => {
  test("the new replica set grows into the surge", () => {
    expect(newReplicaSetSize(rolling(3), [set("old", 3)], 0)).toBe(1);
    expect(newReplicaSetSize(rolling(3), [set("old", 3), set("new", 1)], 1)).toBe(1);
    expect(newReplicaSetSize(rolling(10), [set("old", 8), set("new", 3)], 3)).toBe(5);
  });
  test("old ones shrink by what is available beyond the minimum, oldest first", () => {
    const [older, old, fresh] = [set("older", 2, 2, { created: "2026-11-20T09:00:00Z" }), set("old", 6), set("new", 3, 3)];
    expect(sizes(shrinkOldReplicaSets(rolling(10), [old, older], fresh))).toEqual(["older=0", "old=5"]);
    expect(shrinkOldReplicaSets(rolling(3), [set("old", 3)], set("new", 1, 0))).toEqual([]);
  });
  test("unhealthy pods go first and do not count twice", () => {
    expect(sizes(shrinkOldReplicaSets(rolling(10), [set("old", 8, 4)], set("new", 5, 5)))).toEqual(["old=4", "old=3"]);
  });
});

describe("scaling in the middle of a rollout", () => {
  test("by shares; the rest goes to the largest", () => {
    const old = set("old", 8, 8, { max: 13 });
    const fresh = set("new", 5, 5, { max: 13, created: "2026-11-20T11:00:00Z" });
    const scaled = scaleProportionally(rolling(15), [old, fresh]);
    expect(scaled.direction).toBe("up");
    expect(sizes(scaled.resizes)).toEqual(["old=12", "new=7"]);
  });
  test("of equal sizes the newer grows first, the older shrinks first", () => {
    const pair = [set("old", 5, 5, { max: 10 }), set("new", 5, 5, { max: 10, created: "2026-11-20T11:00:00Z" })];
    expect(sizes(scaleProportionally(rolling(11, 0, 1), pair).resizes)).toEqual(["new=6", "old=5"]);
    expect(sizes(scaleProportionally(rolling(9, 0, 1), pair).resizes)).toEqual(["old=4", "new=5"]);
    expect(sizes(scaleProportionally(rolling(0, 0, 1), pair).resizes)).toEqual(["old=0", "new=0"]);
  });
});
