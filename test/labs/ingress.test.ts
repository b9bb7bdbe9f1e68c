import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import path from "node:path";
import { play } from "./play.ts";

test.each([
  ["fixtures/labs/3.3.2.md", "book"],
  ["fixtures/labs/course-ingress.md", "kubespray"],
])(
  "%s prints what its readers saw",
  async (file, profile) => {
    const report = await play(file, readFileSync(path.resolve(import.meta.dir, "../..", file), "utf8"), profile);
    expect(report.items.filter(({ status }) => status !== "equal").map(({ item, actual }) => [item.line, actual])).toEqual([]);
    expect(report.contradictions).toEqual([]);
  },
  30_000,
);
