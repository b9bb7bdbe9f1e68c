import { describe, expect, test } from "bun:test";
import { ageRange } from "../../../src/lab/timeline/age-range.ts";
import { inferTimeline } from "../../../src/lab/timeline/infer.ts";
import { humanDuration } from "../../../src/base/human-duration.ts";

describe("ages", () => {
  test.each([
    ["9s", 9, 10],
    ["119s", 119, 120],
    ["95s", 95, 96],
    ["3m46s", 226, 227],
    ["5m", 300, 301],
    ["49m", 2940, 3000],
    ["6d10h", 554400, 558000],
    ["4d2h", 352800, 356400],
    ["23d", 23 * 86400, 24 * 86400],
  ])("%s", (text, from, to) => {
    expect(ageRange(text)).toEqual({ from, to });
    expect([humanDuration(from * 1000), humanDuration(to * 1000 - 1)]).toEqual([text, text]);
  });

  test("texts that are never printed have no range", () => {
    expect(["75m30s", "5m70s", "200s", "49h", "<unknown>", "", "3x"].filter((text) => ageRange(text) !== undefined)).toEqual([]);
  });
});

describe("timeline", () => {
  const made = (step: number) => ({ step, seconds: 0 });

  test("makes every shown age true, with the smallest pauses", () => {
    const { seconds, contradictions } = inferTimeline(
      4,
      [
        { line: 1, step: 1, object: "pod a", age: "9s", made: made(0) },
        { line: 2, step: 3, object: "service b", age: "3m46s", made: made(2) },
        { line: 3, step: 3, object: "service kubernetes", age: "6d10h", made: { seconds: -540 } },
      ],
      [],
    );
    expect(contradictions).toEqual([]);
    expect((seconds[1] ?? 0) - (seconds[0] ?? 0)).toBe(9);
    expect((seconds[3] ?? 0) - (seconds[2] ?? 0)).toBe(226);
    expect(humanDuration(((seconds[3] ?? 0) + 540) * 1000)).toBe("6d10h");
    expect((seconds[2] ?? 0) - (seconds[1] ?? 0)).toBeLessThanOrEqual(300);
  });

  test("a running loop's count is time that has passed", () => {
    const { seconds } = inferTimeline(3, [], [{ line: 1, from: 0, to: 2, seconds: 1409.5 }]);
    expect((seconds[2] ?? 0) - (seconds[0] ?? 0)).toBeGreaterThanOrEqual(1410);
  });

  test("an old pod between young services is a contradiction, and both lines are named", () => {
    const ages = [
      { line: 35, step: 1, object: "pod p", age: "9s", made: made(0) },
      { line: 79, step: 3, object: "service s", age: "3m46s", made: made(2) },
      { line: 147, step: 4, object: "pod p", age: "4d2h", made: made(0) },
      { line: 196, step: 5, object: "service s", age: "49m", made: made(2) },
    ];
    const { contradictions, seconds } = inferTimeline(6, ages, []);
    expect(contradictions).toEqual([{ line: 147, object: "pod p", age: "4d2h", against: { line: 196, object: "service s", age: "49m" } }]);
    expect((seconds[5] ?? 0) - (seconds[2] ?? 0)).toBe(2940);
  });

  test("a file that is shown between two commands makes no second pause between them", () => {
    const ages = [
      { line: 9, step: 4, object: "pod p", age: "4d2h", made: made(1) },
      { line: 12, step: 4, object: "service s", age: "49m", made: made(3) },
    ];
    expect(inferTimeline(5, ages, []).contradictions).toEqual([]);
    expect(inferTimeline(5, ages, [], [], new Set([2])).contradictions).toHaveLength(1);
    // before the first command the cluster may be as old as it likes
    const old = [{ line: 3, step: 1, object: "service kubernetes", age: "6d10h", made: { seconds: -540 } }];
    expect(inferTimeline(2, old, [], [], new Set([0])).contradictions).toEqual([]);
  });

  test("what only leads to a contradiction has no part in it", () => {
    const { contradictions } = inferTimeline(
      5,
      [
        { line: 1, step: 1, object: "pod a", age: "20s", made: made(0) },
        { line: 2, step: 2, object: "pod a", age: "40s", made: made(0) },
        { line: 3, step: 3, object: "service b", age: "7s", made: made(0) },
        { line: 4, step: 4, object: "event c", age: "13m", made: made(3) },
      ],
      [],
    );
    expect(contradictions.map(({ line }) => line)).not.toContain(4);
    expect(contradictions.length).toBeGreaterThan(0);
  });

  test("what must come right before a step does, where no age speaks against it", () => {
    const { seconds } = inferTimeline(
      4,
      [{ line: 1, step: 3, object: "pod a", age: "100s", made: made(0) }],
      [],
      [{ line: 1, from: 1, to: 2, seconds: 5, isWhole: true }],
    );
    expect((seconds[2] ?? 0) - (seconds[1] ?? 0)).toBe(5);
  });
});
