import { expect, test } from "bun:test";
import { averageReplicas, sharedReplicas, utilizationReplicas, valueReplicas } from "../../../../src/components/hpa/calculator.ts";
import type { PodSample } from "../../../../src/components/hpa/metrics.ts";
import type { Pod } from "../../../../src/kinds/core/pod/types.ts";
import { parseRelease, type Release } from "../../../../src/release/release.ts";

const release = requireRelease("v1.20.2");
const NOW = Date.parse("2026-01-01T01:00:00Z");
const LONG_AGO = "2026-01-01T00:00:00Z";

function requireRelease(text: string): Release {
  const found = parseRelease(text);
  if (found === undefined) throw new Error(text);
  return found;
}

interface Shape {
  phase?: NonNullable<Pod["status"]>["phase"];
  ready?: boolean;
  startTime?: string;
  changed?: string;
  deleted?: boolean;
  request?: string;
}

function pod(
  index: number,
  { phase = "Running", ready = true, startTime = LONG_AGO, changed = LONG_AGO, deleted, request = "1" }: Shape = {},
): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: `p${index}`, ...(deleted ? { deletionTimestamp: LONG_AGO } : {}) },
    spec: { containers: [{ name: "c", resources: { requests: { cpu: request } } }] },
    status: { phase, startTime, conditions: [{ type: "Ready", status: ready ? "True" : "False", lastTransitionTime: changed }] },
  };
}

/** Samples of pods p0, p1 …; undefined for a pod without one. */
function samples(values: readonly (number | undefined)[], at = NOW): Map<string, PodSample> {
  return new Map(values.flatMap((value, index) => (value === undefined ? [] : [[`p${index}`, { value, at, windowMs: 60_000 }]])));
}

function pods(count: number, shapes: Readonly<Record<number, Shape>> = {}): Pod[] {
  return Array.from({ length: count }, (_, index) => pod(index, shapes[index]));
}

const fresh = { startTime: "2026-01-01T00:58:00Z", changed: "2026-01-01T00:58:10Z" };

test.each([
  ["grows by the ratio", 3, [300, 500, 700], 30, {}, 5, 50, 500],
  ["shrinks by the ratio", 5, [100, 300, 500, 250, 250], 50, {}, 3, 28, 280],
  ["leaves a tenth alone", 3, [1010, 1030, 1020], 100, {}, 3, 102, 1020],
  ["leaves a tenth below alone", 3, [900, 900, 900], 100, {}, 3, 90, 900],
  ["a pending pod uses nothing on the way up", 3, [500, 700], 30, { 2: { phase: "Pending" } }, 4, 60, 600],
  ["… and may stop it", 3, [400], 30, { 1: { phase: "Pending" }, 2: { phase: "Pending" } }, 3, 40, 400],
  ["an unready young pod uses nothing on the way up", 3, [400, 500, 700], 30, { 0: { ...fresh, ready: false } }, 4, 60, 600],
  [
    "a sample from before a young pod was ready does not count",
    3,
    [400, 500, 700],
    30,
    { 0: { ...fresh, changed: "2026-01-01T00:59:30Z" } },
    4,
    60,
    600,
  ],
  [
    "a pod that was never ready does not count",
    3,
    [1000, 500, 700],
    30,
    { 0: { ready: false, changed: "2026-01-01T00:00:20Z" } },
    4,
    60,
    600,
  ],
  ["one that once was ready does", 3, [300, 500, 700], 30, { 0: { ready: false, changed: "2026-01-01T00:30:00Z" } }, 5, 50, 500],
  [
    "failed pods and those on their way out do not exist",
    2,
    [500, 700, 9000, 9000],
    30,
    { 2: { deleted: true }, 3: { phase: "Failed" as const } },
    4,
    60,
    600,
  ],
  ["a pod without metrics uses all of its request on the way down", 4, [100, 250, 250, undefined], 50, {}, 4, 20, 200],
  ["… still shrinks if that is enough", 4, [10, 10, 10, undefined], 90, {}, 2, 1, 10],
  ["a pod without metrics uses nothing on the way up", 4, [950, 950, 950, undefined], 50, {}, 6, 95, 950],
] as [string, number, (number | undefined)[], number, Record<number, Shape>, number, number, number][])(
  "utilization: %s",
  (_, replicas, values, target, shapes, expected, utilization, value) => {
    const all = pods(Math.max(values.length, replicas), shapes);
    expect(utilizationReplicas(samples(values), "cpu", undefined, target, { pods: all, replicas, now: NOW, release })).toEqual({
      replicas: expected,
      utilization,
      value,
    });
  },
);

test("utilization: what cannot be worked out says why", () => {
  const ask = (all: Pod[], values: (number | undefined)[]) => () =>
    utilizationReplicas(samples(values), "cpu", undefined, 50, { pods: all, replicas: 1, now: NOW, release });
  expect(ask([], [])).toThrow("no pods returned by selector while calculating replica count");
  expect(ask(pods(1), [])).toThrow("did not receive metrics for any ready pods");
  const [unasked] = pods(1);
  delete unasked?.spec.containers[0]?.resources;
  expect(ask(unasked ? [unasked] : [], [100])).toThrow("missing request for cpu");
  expect(ask([pod(0, { request: "0" })], [100])).toThrow("no metrics returned matched known pods");
});

test.each([
  ["grows", 3, [20_000, 10_000, 30_000], 15_000, {}, 4, 20_000],
  ["shrinks", 5, [12_000, 12_000, 12_000, 12_000, 12_000], 20_000, {}, 3, 12_000],
  ["leaves a tenth alone", 3, [20_000, 21_000, 21_000], 20_000, {}, 3, 20_666],
  ["a missing pod counts as on target on the way down", 3, [1000, 1000, undefined], 20_000, {}, 2, 1000],
  ["a missing pod counts as idle on the way up", 3, [40_000, 40_000, undefined], 20_000, {}, 4, 40_000],
  ["an unready pod is ready enough for what is no CPU", 2, [20_000, 40_000], 15_000, { 0: { ready: false, ...fresh } }, 4, 30_000],
] as [string, number, (number | undefined)[], number, Record<number, Shape>, number, number][])(
  "average: %s",
  (_, replicas, values, target, shapes, expected, value) => {
    expect(averageReplicas(samples(values), "", target, { pods: pods(replicas, shapes), replicas, now: NOW, release })).toEqual({
      replicas: expected,
      value,
    });
  },
);

test("a value of the whole", () => {
  const basis = (replicas: number, shapes = {}) => ({ pods: pods(replicas, shapes), replicas, now: NOW, release });
  expect(valueReplicas(20_000, 15_000, basis(3)).replicas).toBe(4);
  expect(valueReplicas(16_000, 15_000, basis(3)).replicas).toBe(3);
  expect(valueReplicas(30_000, 15_000, basis(3, { 0: { ready: false } })).replicas).toBe(4);
  expect(valueReplicas(30_000, 15_000, basis(0)).replicas).toBe(2);
});

test("a value that all share", () => {
  expect(sharedReplicas(8600, 2150, 3)).toEqual({ replicas: 4, value: 2867 });
  expect(sharedReplicas(8600, 2867, 3)).toEqual({ replicas: 3, value: 2867 });
});

test("newer releases name the container, and count a missing pod by its target", () => {
  const newer = requireRelease("v1.28.0");
  const [unasked] = pods(1);
  delete unasked?.spec.containers[0]?.resources;
  const ask = (all: Pod[], values: (number | undefined)[], target: number) =>
    utilizationReplicas(samples(values), "cpu", undefined, target, { pods: all, replicas: all.length, now: NOW, release: newer });
  expect(() => ask(unasked ? [unasked] : [], [100], 50)).toThrow("missing request for cpu in container c of Pod p0");
  expect(() => ask(pods(1), [], 50)).toThrow("did not receive metrics for targeted pods (pods might be unready)");
  expect(ask(pods(2), [1000, undefined], 200).replicas).toBe(2);
});
