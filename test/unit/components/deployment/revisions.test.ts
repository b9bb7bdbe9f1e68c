import { describe, expect, test } from "bun:test";
import { appendToHistory, newReplicaSetAnnotations } from "../../../../src/components/deployment/revisions.ts";
import { compareByRevision, surplusReplicaSets } from "../../../../src/components/deployment/history.ts";
import { compareByCreation } from "../../../../src/components/deployment/replica-sets.ts";
import { creationMessage, scalingMessage } from "../../../../src/components/deployment/scaling-message.ts";
import type { Deployment } from "../../../../src/kinds/apps/deployment/types.ts";
import type { ReplicaSet } from "../../../../src/kinds/apps/replicaset/types.ts";

const REVISION = "deployment.kubernetes.io/revision";

function annotated(annotations: Record<string, string>): Deployment {
  const template = { spec: { containers: [] } };
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "d", annotations }, spec: { selector: {}, template } };
}

describe("annotations of a replica set", () => {
  test("come from the deployment, but not those of kubectl and of its own revision", () => {
    const deployment = annotated({
      [REVISION]: "7",
      "kubernetes.io/change-cause": "why",
      "kubectl.kubernetes.io/last-applied-configuration": "{}",
    });
    expect(newReplicaSetAnnotations(deployment, undefined, 2)).toEqual({ "kubernetes.io/change-cause": "why", [REVISION]: "2" });
  });
  test("a revision that rises leaves the former in the history", () => {
    expect(newReplicaSetAnnotations(annotated({}), { [REVISION]: "1" }, 3)).toEqual({
      [REVISION]: "3",
      "deployment.kubernetes.io/revision-history": "1",
    });
    expect(newReplicaSetAnnotations(annotated({}), { [REVISION]: "3" }, 3)).toEqual({ [REVISION]: "3" });
    expect(newReplicaSetAnnotations(annotated({}), { [REVISION]: "x" }, 3)).toEqual({ [REVISION]: "x" });
  });
  test("the history forgets its oldest when it gets too long", () => {
    expect(appendToHistory("1,3", "5")).toBe("1,3,5");
    const long = Array.from({ length: 400 }, () => "1000").join(",");
    const appended = appendToHistory(long, "2000") ?? "";
    expect(appended.length).toBeLessThanOrEqual(2000);
    expect(appended.endsWith(",2000")).toBe(true);
    expect(appendToHistory("1", "9".repeat(2001))).toBeUndefined();
  });
});

describe("surplus replica sets", () => {
  const old = (name: string, revision: string, created: string, replicas = 0): ReplicaSet => ({
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: { name, generation: 2, creationTimestamp: created, annotations: { [REVISION]: revision } },
    spec: { replicas, selector: {} },
    status: { replicas, observedGeneration: 2 },
  });
  const sets = [old("a", "5", "2026-11-20T10:00:00Z"), old("b", "2", "2026-11-20T11:00:00Z"), old("c", "3", "2026-11-20T12:00:00Z", 1)];
  test("by age or by revision", () => {
    expect(surplusReplicaSets(sets, 2, compareByCreation).map(({ metadata }) => metadata.name)).toEqual(["a"]);
    expect(surplusReplicaSets(sets, 2, compareByRevision).map(({ metadata }) => metadata.name)).toEqual(["b"]);
  });
  test("one with pods stays, and nobody goes in its place", () => {
    expect(surplusReplicaSets(sets, 1, compareByRevision).map(({ metadata }) => metadata.name)).toEqual(["b"]);
    expect(surplusReplicaSets(sets, 3, compareByRevision)).toEqual([]);
  });
});

test("scaling events in the three forms", () => {
  expect(scalingMessage("to", "down", "web-1", 3, 2)).toBe("Scaled down replica set web-1 to 2");
  expect(scalingMessage("to-from", "down", "web-1", 3, 2)).toBe("Scaled down replica set web-1 to 2 from 3");
  expect(scalingMessage("from-to", "down", "web-1", 3, 2)).toBe("Scaled down replica set web-1 from 3 to 2");
  expect(creationMessage("to-from", "web-1", 3)).toBe("Scaled up replica set web-1 to 3");
  expect(creationMessage("from-to", "web-1", 3)).toBe("Scaled up replica set web-1 from 0 to 3");
});
