import { expect, test } from "bun:test";
import { MetricsError, noMetrics, type MetricsClient } from "../../../src/components/hpa/metrics.ts";
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec } from "../../../src/kinds/autoscaling/horizontalpodautoscaler/types.ts";
import type { Pod } from "../../../src/kinds/core/pod/types.ts";
import type { KubeObject } from "../../../src/machinery/object.ts";
import { createWorld, deployment, DEPLOYMENTS, type World } from "./world.ts";

const AUTOSCALERS = { group: "autoscaling", resource: "horizontalpodautoscalers", namespace: "default" };

/** Every pod uses the same; `undefined`: nobody answers. */
function fakeMetrics(): MetricsClient & { use(millis: number | undefined): void } {
  let usage: number | undefined = 100;
  return {
    ...noMetrics,
    use: (millis) => void (usage = millis),
    resource(_name, _container, { namespace }, { lister, sim }) {
      const value = usage;
      if (value === undefined) throw new MetricsError("no metrics returned from resource metrics API");
      const pods = lister.list("pods", { namespace }) as readonly Pod[];
      return new Map(
        pods
          .filter(({ status }) => status?.phase === "Running")
          .map(({ metadata }) => [metadata.name ?? "", { value, at: sim.now(), windowMs: 1 }]),
      );
    },
    external: () => (usage === undefined ? noMetrics.external({ name: "" }, NOBODY, undefined as never) : [usage * 1000]),
  };
}

const NOBODY = { namespace: "", selector: {}, replicas: 0, statusReplicas: 0 };

function start(
  spec: Partial<HorizontalPodAutoscalerSpec> = {},
  replicas = 2,
  release = "v1.20.2",
): { world: World; metrics: ReturnType<typeof fakeMetrics> } {
  const metrics = fakeMetrics();
  const version = release === "v1.20.2" ? "v2beta2" : "v2";
  const world = createWorld(release, () => 1000, ["w1-k8s"], metrics);
  const web = deployment("web", replicas);
  const template = (web["spec"] as { template: { spec: { containers: Record<string, unknown>[] } } }).template;
  Object.assign(template.spec.containers[0] ?? {}, { resources: { requests: { cpu: "200m" } } });
  world.client.create(DEPLOYMENTS, web);
  const autoscaler: KubeObject = {
    apiVersion: `autoscaling/${version}`,
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "h", namespace: "default" },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
      maxReplicas: 20,
      metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 50 } } }],
      ...spec,
    },
  };
  world.client.create({ ...AUTOSCALERS, version }, autoscaler);
  // The first minutes of a pod do not count.
  return { world, metrics };
}

const sizeOf = (world: World): unknown => (world.get("deployments.apps", "web")["spec"] as { replicas: number }).replicas;
const statusOf = (world: World) => world.get<HorizontalPodAutoscaler>("horizontalpodautoscalers.autoscaling", "h").status;
const told = (world: World): string[] => world.events("HorizontalPodAutoscaler");
const conditions = (world: World): string[] =>
  (statusOf(world)?.conditions ?? []).map(({ type, status, reason }) => `${type} ${status} ${reason}`);

test("on target nothing happens", () => {
  const { world } = start();
  world.advance(400_000);
  expect(told(world)).toEqual([]);
  expect(conditions(world)).toEqual([
    "AbleToScale True ReadyForNewScale",
    "ScalingActive True ValidMetricFound",
    "ScalingLimited False DesiredWithinRange",
  ]);
  expect(statusOf(world)).toMatchObject({
    currentReplicas: 2,
    desiredReplicas: 2,
    currentMetrics: [{ type: "Resource", resource: { name: "cpu", current: { averageUtilization: 50, averageValue: "100m" } } }],
  });
});

test("grows at most to twice its size or four at once, and says why", () => {
  const { world, metrics } = start();
  world.advance(400_000);
  metrics.use(1000);
  world.advance(15_000);
  expect(sizeOf(world)).toBe(4);
  expect(told(world)).toEqual(["SuccessfulRescale New size: 4; reason: cpu resource utilization (percentage of request) above target"]);
  expect(conditions(world)).toEqual([
    "AbleToScale True SucceededRescale",
    "ScalingActive True ValidMetricFound",
    "ScalingLimited True ScaleUpLimit",
  ]);
});

test("shrinks five minutes after the last higher wish", () => {
  const { world, metrics } = start({}, 6);
  world.advance(400_000);
  metrics.use(10);
  world.advance(285_000);
  expect(sizeOf(world)).toBe(6);
  expect(conditions(world)[0]).toBe("AbleToScale True ScaleDownStabilized");
  world.advance(30_000);
  expect(sizeOf(world)).toBe(1);
  expect(told(world)).toEqual(["SuccessfulRescale New size: 1; reason: All metrics below target"]);
});

test("behavior: two pods a minute on the way down, at once", () => {
  const { world, metrics } = start(
    { behavior: { scaleDown: { stabilizationWindowSeconds: 0, policies: [{ type: "Pods", value: 2, periodSeconds: 60 }] } } },
    9,
  );
  world.advance(400_000);
  metrics.use(0);
  world.advance(15_000);
  expect(sizeOf(world)).toBe(7);
  expect(conditions(world)[2]).toBe("ScalingLimited True ScaleDownLimit");
  world.advance(45_000);
  expect(sizeOf(world)).toBe(7);
  world.advance(15_000);
  expect(sizeOf(world)).toBe(5);
});

test("behavior: growing may be forbidden", () => {
  const { world, metrics } = start({ behavior: { scaleUp: { selectPolicy: "Disabled" } } });
  world.advance(400_000);
  metrics.use(1000);
  world.advance(60_000);
  expect(sizeOf(world)).toBe(2);
  expect(conditions(world)[2]).toBe("ScalingLimited True ScaleUpLimit");
});

test("the metric that asks for most decides; one that cannot be had keeps its place", () => {
  const { world, metrics } = start({
    metrics: [
      { type: "Pods", pods: { metric: { name: "hits" }, target: { type: "AverageValue", averageValue: "10" } } },
      { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 50 } } },
      {
        type: "External",
        external: {
          metric: { name: "queue", selector: { matchLabels: { q: "a" } } },
          target: { type: "AverageValue", averageValue: "25" },
        },
      },
    ],
  });
  world.advance(400_000);
  metrics.use(150);
  world.advance(15_000);
  expect(told(world).filter((line) => line.startsWith("Successful"))[0]).toBe(
    "SuccessfulRescale New size: 4; reason: external metric queue(&LabelSelector{MatchLabels:map[string]string{q: a,},MatchExpressions:[]LabelSelectorRequirement{},}) above target",
  );
  expect(told(world)).toContain(
    "FailedGetPodsMetric unable to get metric hits: unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered",
  );
  expect(statusOf(world)?.currentMetrics?.map(({ type }) => type)).toEqual(["", "External", "Resource"]);
  expect(world.get<HorizontalPodAutoscaler>("horizontalpodautoscalers.autoscaling", "h").spec.metrics).toHaveLength(3);
});

test("metrics that are gone leave the size and the last metrics alone", () => {
  const { world, metrics } = start();
  world.advance(400_000);
  metrics.use(undefined);
  world.advance(15_000);
  expect(told(world).sort().reverse()).toEqual([
    "FailedGetResourceMetric failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API",
    "FailedComputeMetricsReplicas invalid metrics (1 invalid out of 1), first error is: failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API",
  ]);
  expect(statusOf(world)).toMatchObject({ currentReplicas: 2, currentMetrics: [{ type: "Resource" }] });
});

test("1.28: while one metric is missing nothing shrinks", () => {
  const spec = {
    metrics: [
      { type: "Pods", pods: { metric: { name: "hits" }, target: { type: "AverageValue", averageValue: "10" } } },
      { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 50 } } },
    ],
  };
  const { world, metrics } = start(spec, 4, "v1.28.0");
  world.advance(400_000);
  metrics.use(10);
  world.advance(400_000);
  expect(sizeOf(world)).toBe(4);
  expect(conditions(world)[1]).toBe("ScalingActive False FailedGetPodsMetric");
});

test("1.28: two autoscalers for the same pods both do nothing", () => {
  const { world } = start({}, 2, "v1.28.0");
  const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
  const second = {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "i" },
    spec: { scaleTargetRef, maxReplicas: 3 },
  };
  world.client.create({ ...AUTOSCALERS, version: "v2" }, second);
  world.advance(400_000);
  expect(conditions(world)[1]).toBe("ScalingActive False AmbiguousSelector");
  expect(told(world)).toContain("AmbiguousSelector pods by selector app=web are controlled by multiple HPAs: [default/h default/i]");
});
