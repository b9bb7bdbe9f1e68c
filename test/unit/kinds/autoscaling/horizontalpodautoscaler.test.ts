import { expect, test } from "bun:test";
import { convertAutoscaler } from "../../../../src/kinds/autoscaling/horizontalpodautoscaler/convert.ts";
import { horizontalPodAutoscaler } from "../../../../src/kinds/autoscaling/horizontalpodautoscaler/index.ts";
import type { KubeObject } from "../../../../src/machinery/object.ts";
import { requestContext } from "../context.ts";

const full = (): KubeObject => ({
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: { name: "web" },
  spec: {
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
    minReplicas: 1,
    maxReplicas: 5,
    metrics: [
      { type: "Pods", pods: { metric: { name: "hits" }, target: { type: "AverageValue", averageValue: "10" } } },
      { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 50 } } },
    ],
    behavior: { scaleDown: { selectPolicy: "Max", policies: [{ type: "Percent", value: 100, periodSeconds: 15 }] } },
  },
  status: {
    currentReplicas: 2,
    desiredReplicas: 2,
    currentMetrics: [{ type: "Resource", resource: { name: "cpu", current: { averageUtilization: 7, averageValue: "7m" } } }],
    conditions: [{ type: "AbleToScale", status: "True", reason: "ReadyForNewScale" }],
  },
});

test("v1 keeps in annotations what it has no field for, and gives it back", () => {
  const object = full();
  convertAutoscaler(object, "v1");
  object.apiVersion = "autoscaling/v1";
  expect(object.spec).toMatchObject({ targetCPUUtilizationPercentage: 50, maxReplicas: 5 });
  expect(object.status).toMatchObject({ currentCPUUtilizationPercentage: 7 });
  expect(object.metadata.annotations?.["autoscaling.alpha.kubernetes.io/metrics"]).toBe(
    '[{"type":"Pods","pods":{"metricName":"hits","targetAverageValue":"10"}}]',
  );
  expect(object.metadata.annotations?.["autoscaling.alpha.kubernetes.io/conditions"]).toBe(
    '[{"type":"AbleToScale","status":"True","reason":"ReadyForNewScale"}]',
  );
  convertAutoscaler(object, "v2");
  object.apiVersion = "autoscaling/v2";
  expect(object).toEqual(full());
});

test("v2beta1 spreads targets over the source", () => {
  const object = full();
  convertAutoscaler(object, "v2beta1");
  object.apiVersion = "autoscaling/v2beta1";
  expect((object.spec as { metrics: unknown[] }).metrics[1]).toEqual({
    type: "Resource",
    resource: { name: "cpu", targetAverageUtilization: 50 },
  });
  convertAutoscaler(object, "v2");
  object.apiVersion = "autoscaling/v2";
  expect(object).toEqual(full());
});

test("TARGETS name the resource from 1.30 on", () => {
  const target = (version: string) => horizontalPodAutoscaler.row(full(), requestContext(version))[2];
  expect(target("v1.20.2")).toBe("<unknown>/10, <unknown>/50%");
  expect(target("v1.30.0")).toBe("<unknown>/10, cpu: <unknown>/50%");
});

test.each([
  [
    "v1.20.2",
    "Required value: must populate information for the given metric source (only allowed when HPAContainerMetrics feature is enabled)",
  ],
  ["v1.28.0", ""],
])("a container's metric on %s", (version, error) => {
  const context = requestContext(version);
  const containerResource = { name: "cpu", container: "c", target: { type: "Utilization", averageUtilization: 50 } };
  const object: KubeObject = { ...full(), metadata: { name: "web", namespace: "default" } };
  object["spec"] = { ...(object["spec"] as object), metrics: [{ type: "ContainerResource", containerResource }] };
  horizontalPodAutoscaler.prepareForCreate?.(object, context);
  const errors = horizontalPodAutoscaler.validate?.(object, context) ?? [];
  expect(errors.map(({ field, type, detail }) => `${field}: ${type}: ${detail}`)).toEqual(
    error ? [`spec.metrics[0].containerResource: ${error}`] : [],
  );
});
