import { expect, test } from "bun:test";
import type { PodDisruptionBudget } from "../../../src/kinds/policy/poddisruptionbudget/types.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { createWorld, deployment, DEPLOYMENTS } from "./world.ts";
import type { World } from "./world.ts";

const budgets = (version: string) => ({ group: "policy", version, resource: "poddisruptionbudgets", namespace: "default" });
const PODS = { group: "", version: "v1", resource: "pods", namespace: "default" };

function budget(version: string, spec: Record<string, unknown>): KubeObject {
  return {
    apiVersion: `policy/${version}`,
    kind: "PodDisruptionBudget",
    metadata: { name: "b", namespace: "default" },
    spec: { selector: { matchLabels: { app: "web" } }, ...spec },
  };
}

const status = (world: World) => world.get<PodDisruptionBudget>("poddisruptionbudgets.policy", "b").status;

function evict(world: World): void {
  const [pod] = world.list("pods");
  const name = pod?.metadata.name ?? "";
  world.client.create(
    PODS,
    { apiVersion: "policy/v1beta1", kind: "Eviction", metadata: { name, namespace: "default" } },
    { subresource: "eviction" },
  );
}

test.each([
  [{ minAvailable: 2 }, { desiredHealthy: 2, disruptionsAllowed: 1, expectedPods: 3 }],
  [{ minAvailable: "50%" }, { desiredHealthy: 2, disruptionsAllowed: 1, expectedPods: 3 }],
  [{ maxUnavailable: 2 }, { desiredHealthy: 1, disruptionsAllowed: 2, expectedPods: 3 }],
  [{ maxUnavailable: "34%" }, { desiredHealthy: 1, disruptionsAllowed: 2, expectedPods: 3 }],
])("counts healthy pods: %j", (spec, expected) => {
  const world = createWorld();
  world.client.create(DEPLOYMENTS, deployment("web", 3));
  world.client.create(budgets("v1beta1"), budget("v1beta1", spec));
  world.advance(5000);
  expect(status(world)).toEqual({ currentHealthy: 3, observedGeneration: 1, ...expected });
});

test("the condition of policy/v1", () => {
  const world = createWorld("v1.23.7");
  world.client.create(budgets("v1"), budget("v1", { minAvailable: 1 }));
  world.advance(100);
  expect(status(world)?.conditions?.[0]).toMatchObject({ type: "DisruptionAllowed", status: "False", reason: "InsufficientPods" });
  expect(world.events("PodDisruptionBudget")).toEqual(["NoPods No matching pods found"]);
  world.client.create(DEPLOYMENTS, deployment("web", 2));
  world.advance(3000);
  expect(status(world)?.conditions?.[0]).toMatchObject({ status: "True", reason: "SufficientPods" });
});

test("evictions wait for healthy pods", () => {
  const world = createWorld();
  world.client.create(DEPLOYMENTS, deployment("web", 2));
  world.client.create(budgets("v1beta1"), budget("v1beta1", { minAvailable: 1 }));
  world.advance(3000);
  evict(world);
  world.advance(100);
  expect(() => evict(world)).toThrow("Cannot evict pod as it would violate the pod's disruption budget.");
  world.advance(3000);
  expect(status(world)).toMatchObject({ currentHealthy: 2, disruptionsAllowed: 1 });
});

test("a pod without controller is no base for a percentage", () => {
  const world = createWorld();
  world.client.create(PODS, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "alone", namespace: "default", labels: { app: "web" } },
    spec: { containers: [{ name: "c", image: "nginx" }] },
  });
  world.client.create(budgets("v1beta1"), budget("v1beta1", { minAvailable: "50%" }));
  world.advance(10);
  expect(world.events("PodDisruptionBudget")).toEqual([
    'NoControllerRef found no controller ref for pod "alone"',
    'CalculateExpectedPodCountFailed Failed to calculate the number of expected pods: found no controller ref for pod "alone"',
  ]);
});
