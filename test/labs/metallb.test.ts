import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import path from "node:path";
import { play } from "./play.ts";

test.each([["fixtures/labs/3.3.4.md"]])(
  "%s prints what its readers saw",
  async (file) => {
    const report = await play(file, readFileSync(path.resolve(import.meta.dir, "../..", file), "utf8"));
    expect(report.items.filter(({ status }) => status !== "equal").map(({ item, actual, why }) => [item.line, actual, why])).toEqual([]);
    expect(report.contradictions).toEqual([]);
  },
  60_000,
);
