import { expect, test } from "bun:test";
import { rateLimited, stabilized, type Past, type Wish } from "../../../../src/components/hpa/behavior.ts";
import type { HorizontalPodAutoscalerBehavior, HPAScalingRules } from "../../../../src/kinds/autoscaling/horizontalpodautoscaler/types.ts";

const NOW = 1_000_000_000;
const past = (part: Partial<Past> = {}): Past => ({ recommendations: [], ups: [], downs: [], ...part });
const wish = (current: number, wished: number, min = 1, max = 1000): Wish => ({ current, wished, min, max, now: NOW });
const ago = (seconds: number): number => NOW - seconds * 1000;

function rules(selectPolicy: string, ...policies: [type: string, value: number, periodSeconds: number][]): HPAScalingRules {
  return { selectPolicy, policies: policies.map(([type, value, periodSeconds]) => ({ type, value, periodSeconds })) };
}

const defaults: HorizontalPodAutoscalerBehavior = {
  scaleUp: { stabilizationWindowSeconds: 0, ...rules("Max", ["Pods", 4, 15], ["Percent", 100, 15]) },
  scaleDown: rules("Max", ["Percent", 100, 15]),
};

test.each([
  ["one grows by four", 1, 100, 5, "ScaleUpLimit"],
  ["ten double", 10, 100, 20, "ScaleUpLimit"],
  ["within the rate", 10, 15, 15, "DesiredWithinRange"],
  ["to nothing but the minimum", 10, 0, 1, "TooFewReplicas"],
  ["no more than the maximum", 600, 2000, 1000, "TooManyReplicas"],
] as const)("default rules: %s", (_, current, wished, replicas, reason) => {
  expect(rateLimited(defaults, wish(current, wished), past())).toMatchObject({ replicas, reason });
});

test.each([
  ["at most 4 pods in a minute", rules("Max", ["Pods", 4, 60]), [], 10, 100, 14, "ScaleUpLimit"],
  ["what was added in that minute counts", rules("Max", ["Pods", 4, 60]), [{ change: 3, at: ago(30) }], 10, 100, 11, "ScaleUpLimit"],
  ["what was added before does not", rules("Max", ["Pods", 4, 60]), [{ change: 3, at: ago(61) }], 10, 100, 14, "ScaleUpLimit"],
  ["never fewer than there are", rules("Max", ["Pods", 4, 60]), [{ change: 9, at: ago(30) }], 10, 100, 10, "ScaleUpLimit"],
  ["percents are rounded up", rules("Max", ["Percent", 10, 60]), [], 3, 100, 4, "ScaleUpLimit"],
  ["the larger of two", rules("Max", ["Pods", 4, 60], ["Percent", 50, 60]), [], 10, 100, 15, "ScaleUpLimit"],
  ["the smaller of two", rules("Min", ["Pods", 4, 60], ["Percent", 50, 60]), [], 10, 100, 14, "ScaleUpLimit"],
  ["not at all", rules("Disabled", ["Pods", 4, 60]), [], 10, 100, 10, "ScaleUpLimit"],
] as const)("up: %s", (_, scaleUp, ups, current, wished, replicas, reason) => {
  expect(rateLimited({ ...defaults, scaleUp }, wish(current, wished), past({ ups }))).toMatchObject({ replicas, reason });
});

test.each([
  ["at most 4 pods in a minute", rules("Max", ["Pods", 4, 60]), [], 10, 1, 6, "ScaleDownLimit"],
  ["what went in that minute counts", rules("Max", ["Pods", 4, 60]), [{ change: 3, at: ago(30) }], 10, 1, 9, "ScaleDownLimit"],
  ["never more than there are", rules("Max", ["Pods", 4, 60]), [{ change: 9, at: ago(30) }], 10, 1, 10, "ScaleDownLimit"],
  ["a share", rules("Max", ["Percent", 20, 60]), [], 10, 1, 8, "ScaleDownLimit"],
  ["the larger change of two", rules("Max", ["Pods", 4, 60], ["Percent", 20, 60]), [], 10, 1, 6, "ScaleDownLimit"],
  ["the smaller change of two", rules("Min", ["Pods", 4, 60], ["Percent", 20, 60]), [], 10, 1, 8, "ScaleDownLimit"],
  ["not at all", rules("Disabled", ["Pods", 4, 60]), [], 10, 1, 10, "ScaleDownLimit"],
] as const)("down: %s", (_, scaleDown, downs, current, wished, replicas, reason) => {
  expect(rateLimited({ ...defaults, scaleDown }, wish(current, wished), past({ downs }))).toMatchObject({ replicas, reason });
});

test("windows: the highest recent wish on the way down, the lowest on the way up", () => {
  const recommendations = [
    { replicas: 9, at: ago(301) },
    { replicas: 7, at: ago(299) },
    { replicas: 3, at: ago(30) },
  ];
  expect(stabilized(defaults, wish(10, 2), past({ recommendations }), false)).toMatchObject({ replicas: 7, reason: "ScaleDownStabilized" });
  expect(stabilized(defaults, wish(10, 20), past({ recommendations }), false)).toMatchObject({ replicas: 20, reason: "ReadyForNewScale" });
  const slow = { ...defaults, scaleUp: { ...defaults.scaleUp, stabilizationWindowSeconds: 60 } };
  expect(stabilized(slow, wish(2, 20), past({ recommendations }), false)).toMatchObject({ replicas: 3, reason: "ScaleUpStabilized" });
  const quick = { ...defaults, scaleDown: { ...defaults.scaleDown, stabilizationWindowSeconds: 0 } };
  expect(stabilized(quick, wish(10, 2), past({ recommendations }), false)).toMatchObject({ replicas: 2, reason: "ReadyForNewScale" });
});

test("clamped: the current size between the two windows", () => {
  const recommendations = [
    { replicas: 7, at: ago(200) },
    { replicas: 3, at: ago(30) },
  ];
  const slow = { ...defaults, scaleUp: { ...defaults.scaleUp, stabilizationWindowSeconds: 60 } };
  expect(stabilized(slow, wish(5, 20), past({ recommendations }), true)).toMatchObject({ replicas: 5, reason: "ScaleUpStabilized" });
  expect(stabilized(slow, wish(2, 20), past({ recommendations }), true)).toMatchObject({ replicas: 3, reason: "ScaleUpStabilized" });
  expect(stabilized(slow, wish(10, 2), past({ recommendations }), true)).toMatchObject({ replicas: 7, reason: "ScaleDownStabilized" });
});
