import { describe, expect, test } from "bun:test";
import { utilizationReplicas } from "../../../../src/components/hpa/calculator.ts";
import { conditionSetter } from "../../../../src/components/hpa/conditions.ts";
import { limitSize } from "../../../../src/components/hpa/limits.ts";
import type { PodSample } from "../../../../src/components/hpa/metrics.ts";
import type { Pod } from "../../../../src/kinds/core/pod/types.ts";
import { parseRelease, type Release } from "../../../../src/release/release.ts";
import { memoryInMap } from "../../images/memory-in-map.ts";

/**
 * What facts/controllers.md 15.2 comes to, worked out apart from the code. Each pod asks for 100m: r60 is ready and uses 60m, u60 is young and
 * not ready, m has no metrics, p is pending, d60 is on its way out, f60 has failed. `new`: from 1.28 on.
 */
const SIZES = `
   1 at  50%: r0 -> 0
   1 at  50%: r1 -> 1
   1 at  50%: r10 -> 1
   1 at  50%: r44 -> 1
   1 at  50%: r45 -> 1
   1 at  50%: r50 -> 1
   1 at  50%: r54 -> 1
   1 at  50%: r55 -> 2
   1 at  50%: r56 -> 2
   1 at  50%: r60 -> 2
   1 at  50%: r99 -> 2
   1 at  50%: r100 -> 2
   1 at  50%: r101 -> 3
   1 at  50%: r150 -> 3
   1 at  50%: r500 -> 10
   2 at  50%: r50 r50 -> 2
   2 at  50%: r100 r0 -> 2
   2 at  50%: r100 r100 -> 4
   3 at  50%: r20 r20 r20 -> 2
   4 at  50%: r45 r45 r45 r45 -> 4
   4 at  50%: r44 r44 r44 r44 -> 4
   3 at  50%: r56 r56 r56 -> 4
   3 at  80%: r80 r90 r100 -> 4
   3 at  80%: r87 r87 r87 -> 3
   3 at  80%: r88 r88 r88 -> 4
   3 at  80%: r89 r89 r89 -> 4
   2 at  80%: r71 r71 -> 2
   2 at  80%: r72 r72 -> 2
   3 at  30%: r33 r33 r33 -> 4
   3 at  30%: r34 r34 r34 -> 4
   3 at  30%: r300 r0 r0 -> 10
   5 at  10%: r1 r1 r1 r1 r1 -> 1
   3 at  10%: r9 r9 r9 -> 3
   2 at 100%: r110 r110 -> 3
   2 at 100%: r111 r111 -> 3
   2 at 100%: r90 r90 -> 2
   2 at 100%: r89 r89 -> 2
   3 at 200%: r100 r100 r100 -> 2
   2 at 200%: r400 r400 -> 4
   6 at  70%: r35 r35 r35 r35 r35 r35 -> 3
   4 at  70%: r350 r0 r0 r0 -> 5
   4 at  90%: r7 r7 r7 r7 -> 1
   8 at  50%: r73 r0 r0 r0 r0 r0 r0 r0 -> 2
   1 at  50%: r500 -> 10
   4 at  50%: r125 r125 r125 r125 -> 10
   4 at  50%: r500 m m m -> 10
   8 at  50%: r500 m m m m m m m -> 10
   4 at  50%: r62 r62 m m -> 4
   2 at  50%: r100 m -> 2
   2 at  50%: r110 m -> 3
   2 at  50%: r120 m -> 3
   2 at  50%: r60 m -> 2
   4 at  50%: r200 m m m -> 4
   2 at  50%: r10 m -> 2
   3 at  50%: r10 r10 m -> 3
   4 at  50%: r10 r10 r10 m -> 3
   5 at  50%: r10 r10 r10 r10 m -> 3
   7 at  50%: r0 r0 r0 r0 r0 r0 m -> 2
   3 at  50%: r0 m m -> 3
   4 at  90%: r10 r10 r10 m -> 2
   3 at  90%: r0 r0 m -> 2
   2 at  90%: r50 m -> 2
   2 at  90%: r80 m -> 2
   3 at 120%: r20 r20 m -> 2
   3 at 120%: r100 r100 m -> 3
   2 at  50%: r50 m -> 2
   4 at  80%: r95 r95 r95 m -> 4
   5 at  80%: r200 r200 m m m -> 5
   3 at 100%: r150 r150 m -> 3
   5 at  50% new: r10 r10 r10 r10 m -> 3
   3 at 120% new: r20 r20 m -> 2
   3 at 120% new: r100 r100 m -> 3
   4 at 200% new: r50 r50 r50 m -> 2
   6 at 150% new: r10 r10 r10 r10 m m -> 3
   4 at  90% new: r10 r10 r10 m -> 2
   2 at 150% new: r300 m -> 2
   4 at 200% new: r20 r20 m m -> 3
   2 at  50%: r100 u100 -> 2
   4 at  50%: r500 u0 u0 u0 -> 10
   2 at  50%: r110 u50 -> 3
   2 at  50%: r200 u200 -> 4
   2 at  50%: r60 p -> 2
   3 at  50%: r120 p p -> 3
   2 at  50%: r300 p -> 6
   2 at  50%: r10 u500 -> 1
   4 at  50%: r10 r10 u10 p -> 1
   3 at  50%: r50 p p -> 3
   3 at  80%: r160 r160 u0 -> 4
   4 at  80%: r100 r100 u90 u90 -> 4
   3 at  30%: r90 p m -> 3
   3 at  30%: r120 u1 m -> 4
   3 at  30%: r10 p m -> 3
   6 at  30%: r5 r5 r5 r5 u5 m -> 4
   4 at  50%: r400 u400 m p -> 8
   2 at 100%: r200 u0 -> 2
   2 at 100%: r210 u0 -> 2
   2 at 100%: r230 u0 -> 3
   1 at  50%: r100 d900 -> 2
   1 at  50%: r100 f900 -> 2
   2 at  50%: r10 d900 f900 -> 1
   2 at  50%: r100 r100 d0 d0 -> 4
   3 at  50%: r100 -> 2
   1 at  50%: r100 r100 -> 4
   7 at  50%: r52 -> 7
   5 at  50%: r60 m -> 5
   1 at  50%: r200 m m -> 4
   8 at  50%: r10 m -> 8
   9 at  50%: r20 r20 r20 -> 2
   4 at  80%: r160 p -> 4
   1 at  80%: r240 p -> 3
  30 at  50%: r0 -> 0
   4 at  50%: r1000 -> 20
`;

/** facts/controllers.md 15.3, likewise: sizes that were wished before, by their age in seconds. */
const LIMITS = `
  1 wants 10 in 1..30 -> 4 ScaleUpLimit
  4 wants 10 in 1..30 -> 8 ScaleUpLimit
  8 wants 10 in 1..30 -> 10 DesiredWithinRange
  1 wants 4 in 1..30 -> 4 DesiredWithinRange
  1 wants 5 in 1..30 -> 4 ScaleUpLimit
  2 wants 5 in 1..30 -> 4 ScaleUpLimit
  3 wants 7 in 1..30 -> 6 ScaleUpLimit
  5 wants 100 in 1..1000 -> 10 ScaleUpLimit
  16 wants 40 in 1..30 -> 30 TooManyReplicas
  10 wants 12 in 1..10 -> 10 TooManyReplicas
  10 wants 10 in 1..10 -> 10 DesiredWithinRange
  3 wants 0 in 1..10 -> 1 TooFewReplicas
  3 wants 1 in 2..10 -> 2 TooFewReplicas
  10 wants 2 in 1..30 after 299:10 -> 10 DesiredWithinRange
  10 wants 2 in 1..30 after 300:10 -> 2 DesiredWithinRange
  10 wants 2 in 1..30 after 301:10 -> 2 DesiredWithinRange
  10 wants 2 in 1..30 after 120:6 200:8 310:10 -> 8 DesiredWithinRange
  10 wants 0 in 3..30 after 15:1 30:2 -> 3 TooFewReplicas
  4 wants 1 in 1..10 after 15:4 30:4 -> 4 DesiredWithinRange
  1 wants 1 in 1..1 -> 1 DesiredWithinRange
  2 wants 3 in 1..2 -> 2 TooManyReplicas
  20 wants 41 in 1..40 -> 40 TooManyReplicas
  20 wants 41 in 1..50 -> 40 ScaleUpLimit
  20 wants 39 in 1..30 -> 30 TooManyReplicas
  4 wants 3 in 1..10 after 100:20 -> 8 ScaleUpLimit
  4 wants 20 in 1..30 after 10:1 -> 8 ScaleUpLimit
  1 wants 4 in 1..3 -> 3 TooManyReplicas
  6 wants 6 in 1..10 after 10:2 -> 6 DesiredWithinRange
  6 wants 5 in 1..10 after 299:5 -> 5 DesiredWithinRange
  12 wants 3 in 5..20 -> 5 TooFewReplicas
`;

const NOW = Date.parse("2026-01-01T01:00:00Z");
const LONG_AGO = "2026-01-01T00:00:00Z";
const YOUNG = "2026-01-01T00:58:00Z";

function release(text: string): Release {
  const found = parseRelease(text);
  if (found === undefined) throw new Error(text);
  return found;
}

/** A pod, and what was measured of it, as its mark says. */
function podOf(mark: string, index: number): { pod: Pod; sample: PodSample | undefined } {
  const kind = mark[0] ?? "";
  const startTime = kind === "u" ? YOUNG : LONG_AGO;
  const pod: Pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: `p${index}`, ...(kind === "d" ? { deletionTimestamp: LONG_AGO } : {}) },
    spec: { containers: [{ name: "c", resources: { requests: { cpu: "100m" } } }] },
    status: {
      phase: kind === "p" ? "Pending" : kind === "f" ? "Failed" : "Running",
      startTime,
      conditions: [{ type: "Ready", status: kind === "u" ? "False" : "True", lastTransitionTime: startTime }],
    },
  };
  return { pod, sample: mark.length > 1 ? { value: Number(mark.slice(1)), at: NOW, windowMs: 30_000 } : undefined };
}

const linesOf = (table: string): string[] =>
  table
    .trim()
    .split("\n")
    .map((line) => line.trim());

describe("sizes for a share of the requests", () => {
  test.each(linesOf(SIZES))("%s", (line) => {
    const [, current, target, isNew, marks = "", expected] = /^(\d+) at +(\d+)%( new)?: (.*) -> (\d+)$/.exec(line) ?? [];
    const all = marks.split(" ").map(podOf);
    const samples = new Map(all.flatMap(({ pod, sample }) => (sample ? [[pod.metadata.name ?? "", sample] as const] : [])));
    const basis = { pods: all.map(({ pod }) => pod), replicas: Number(current), now: NOW, release: release(isNew ? "v1.28.0" : "v1.20.2") };
    expect(utilizationReplicas(samples, "cpu", undefined, Number(target), basis).replicas).toBe(Number(expected));
  });

  test("there are enough of them", () => {
    expect(linesOf(SIZES).length + linesOf(LIMITS).length).toBeGreaterThanOrEqual(120);
  });
});

describe("limits without rules of behavior", () => {
  test.each(linesOf(LIMITS))("%s", (line) => {
    const [, current, wished, min, max, past = "", size, reason] =
      /^(\d+) wants (\d+) in (\d+)\.\.(\d+)(?: after ([\d: ]+))? -> (\d+) (\w+)$/.exec(line) ?? [];
    const memory = memoryInMap();
    const before = past.split(" ").filter(Boolean);
    memory.set(
      "hpa/recommendations/default/h",
      before.map((one) => {
        const [age, replicas] = one.split(":").map(Number);
        return { replicas: replicas ?? 0, at: NOW - (age ?? 0) * 1000 };
      }),
    );
    const conditions = conditionSetter([], "2026-01-01T01:00:00Z");
    const context = { memory, release: release("v1.20.2"), sim: { now: () => NOW } } as Parameters<typeof limitSize>[6];
    const bounds = { min: Number(min), max: Number(max) };
    expect(limitSize("default/h", Number(current), Number(wished), bounds, undefined, conditions, context)).toBe(Number(size));
    expect(conditions.conditions.find(({ type }) => type === "ScalingLimited")?.reason).toBe(reason ?? "");
  });
});
