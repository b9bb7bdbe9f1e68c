import { describe, expect, test } from "bun:test";
import { parseRequestRate } from "../../../src/cluster/load-text.ts";
import { sweepCsv, sweepPlot, sweepTable } from "../../../src/cli/sweep-report.ts";
import { parseProfile, parseProfileCsv } from "../../../src/cluster/load-sweep/profile.ts";
import { autoscalerOf, parseSetting } from "../../../src/cluster/load-sweep/settings.ts";

const MINUTE = 60_000;
const profile = (text: string) => parseProfile(text, parseRequestRate);

describe("traffic profiles", () => {
  test.each([
    ["50/s", [50, 50, 50]],
    ["constant:600/m", [10, 10, 10]],
    ["ramp:0.5/s..100.5/s", [0.5, 50.5, 100.5]],
    ["steps:10/s,50/s,20/s", [10, 50, 20]],
  ])("%s", (text, rates) => {
    expect([0, 5 * MINUTE, 10 * MINUTE].map((at) => profile(text)(at, 10 * MINUTE))).toEqual(rates);
  });

  test.each(["ramp:10/s", "ramp:1/s..2/s..3/s", "waves:1/s", "steps:1/s,x"])("%s is none", (text) => {
    expect(() => profile(text)).toThrow();
  });

  test("a CSV holds each rate until the next", () => {
    const rate = parseProfileCsv("seconds,rate\n0,5\n30,20\n\n60,0\n", "t.csv");
    expect([0, 29_999, 30_000, 59_000, 61_000].map((at) => rate(at, 0))).toEqual([5, 5, 20, 20, 0]);
    expect(() => parseProfileCsv("0,5\n30\n", "t.csv")).toThrow("t.csv:2: give seconds and requests a second, as 30,50");
    expect(() => parseProfileCsv("a,b\n", "t.csv")).toThrow("t.csv has no lines");
  });
});

test("settings of an autoscaler", () => {
  const setting = parseSetting("cpu=80%,min=2,max=20,down=60s,up-pods=2");
  expect(autoscalerOf(setting, "web", "default", "v2")["spec"]).toEqual({
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
    minReplicas: 2,
    maxReplicas: 20,
    metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } }],
    behavior: {
      scaleUp: { policies: [{ type: "Pods", value: 2, periodSeconds: 60 }] },
      scaleDown: { stabilizationWindowSeconds: 60 },
    },
  });
  expect(autoscalerOf(parseSetting("max=5"), "web", "default", "v2")["spec"]).not.toHaveProperty("behavior");
  const metrics = (text: string) => (autoscalerOf(parseSetting(text), "web", "default", "v2")["spec"] as { metrics: unknown[] }).metrics;
  expect(metrics("cpu=200m,memory=70")).toEqual([
    { type: "Resource", resource: { name: "cpu", target: { type: "AverageValue", averageValue: "200m" } } },
    { type: "Resource", resource: { name: "memory", target: { type: "Utilization", averageUtilization: 70 } } },
  ]);
  const metric = { name: "requests_per_second" };
  expect(metrics("rps=20,object-rps=90")).toEqual([
    { type: "Pods", pods: { metric, target: { type: "AverageValue", averageValue: "20" } } },
    {
      type: "Object",
      object: {
        metric,
        describedObject: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
        target: { type: "Value", value: "90" },
      },
    },
  ]);
  for (const wrong of ["down=-5s", "up=-1m", "cpu=0", "memory=x", "rps=1.5", "cpu", "cpu=x", "speed=1", "min=5,max=2", "down=soon"])
    expect(() => parseSetting(wrong)).toThrow();
});

test("reports: a table, bars, and CSV", () => {
  const point = (second: number, offered: number, served: number, replicas: number) => ({
    second,
    offered,
    served,
    replicas,
    ready: replicas,
  });
  const runs = [{ setting: parseSetting("cpu=50,max=4"), points: [point(0, 10, 10, 1), point(15, 40, 10, 1), point(30, 40, 40, 4)] }];
  expect(sweepTable(runs).split("\n")[1]).toBe("cpu=50,max=4   1..4, 2.0 on average   30s       1.5           66.7%    15s");
  expect(sweepPlot(runs)).toBe("cpu=50,max=4, 30s\n  load      ▂██  40/s\n  replicas  ▂▂█  4\n  throttled  ▆   75%\n");
  expect(sweepCsv(runs).split("\n").slice(0, 3)).toEqual([
    "setting,second,replicas,ready,offered,served,throttled",
    '"cpu=50,max=4",0,1,1,10.00,10.00,0.0000',
    '"cpu=50,max=4",15,1,1,40.00,10.00,0.7500',
  ]);
});
