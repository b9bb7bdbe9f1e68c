import { expect, test } from "bun:test";
import type { HorizontalPodAutoscaler } from "../../../src/kinds/autoscaling/horizontalpodautoscaler/types.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { createWorld, deployment, DEPLOYMENTS } from "./world.ts";

const AUTOSCALERS = { group: "autoscaling", version: "v1", resource: "horizontalpodautoscalers", namespace: "default" };
const NO_METRICS =
  "unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)";

function autoscaler(target: string, min = 1, max = 5): KubeObject {
  const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: target };
  return {
    apiVersion: "autoscaling/v1",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "h", namespace: "default" },
    spec: { scaleTargetRef, minReplicas: min, maxReplicas: max, targetCPUUtilizationPercentage: 50 },
  };
}

function conditions(world: ReturnType<typeof createWorld>): string[] {
  const { status } = world.get<HorizontalPodAutoscaler>("horizontalpodautoscalers.autoscaling", "h");
  return (status?.conditions ?? []).map(({ type, status: holds, reason }) => `${type} ${holds} ${reason ?? ""}`);
}

test.each([
  ["v1.18.4", NO_METRICS, `failed to get cpu utilization: ${NO_METRICS}`],
  ["v1.20.2", `failed to get cpu utilization: ${NO_METRICS}`, `failed to get cpu utilization: ${NO_METRICS}`],
  [
    "v1.28.0",
    `failed to get cpu utilization: ${NO_METRICS}`,
    `failed to get cpu resource metric value: failed to get cpu utilization: ${NO_METRICS}`,
  ],
])("without metrics on %s: first look after 15 s, size unchanged", (version, error, summary) => {
  const world = createWorld(version);
  world.client.create(DEPLOYMENTS, deployment("web", 2));
  world.client.create(AUTOSCALERS, autoscaler("web"));
  world.advance(14_000);
  expect(world.events("HorizontalPodAutoscaler")).toEqual([]);
  world.advance(2000);
  expect(world.events("HorizontalPodAutoscaler")).toEqual([
    `FailedGetResourceMetric ${error}`,
    `FailedComputeMetricsReplicas invalid metrics (1 invalid out of 1), first error is: ${summary}`,
  ]);
  expect(conditions(world)).toEqual(["AbleToScale True SucceededGetScale", "ScalingActive False FailedGetResourceMetric"]);
  expect(world.get<HorizontalPodAutoscaler>("horizontalpodautoscalers.autoscaling", "h").status).toMatchObject({
    currentReplicas: 2,
    desiredReplicas: 0,
  });
});

test("brings the target into the bounds", () => {
  const world = createWorld();
  world.client.create(DEPLOYMENTS, deployment("web", 1));
  world.client.create(AUTOSCALERS, autoscaler("web", 3, 5));
  world.advance(16_000);
  expect(world.get("deployments.apps", "web")["spec"]).toMatchObject({ replicas: 3 });
  expect(world.events("HorizontalPodAutoscaler")).toEqual([
    "SuccessfulRescale New size: 3; reason: Current number of replicas below Spec.MinReplicas",
  ]);
  expect(conditions(world)).toEqual(["AbleToScale True SucceededRescale"]);
});

test("a target that is stopped or not there", () => {
  const world = createWorld();
  world.client.create(DEPLOYMENTS, deployment("web", 0));
  world.client.create(AUTOSCALERS, autoscaler("web"));
  world.advance(16_000);
  expect(conditions(world)).toEqual(["AbleToScale True SucceededGetScale", "ScalingActive False ScalingDisabled"]);
  world.client.delete(DEPLOYMENTS, "web");
  world.advance(15_000);
  expect(world.events("HorizontalPodAutoscaler")).toEqual(['FailedGetScale deployments/scale.apps "web" not found']);
});
