import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import path from "node:path";
import { contradictionText, summaryText } from "../../src/lab/report/summary.ts";
import { play } from "./play.ts";

const FILE = "fixtures/labs/3.3.1.md";

test("lab 3.3.1 of the book: 13 outputs are equal, the one that contradicts another is excused, and both lines are named", async () => {
  const text = readFileSync(path.resolve(import.meta.dir, "../..", FILE), "utf8");
  const report = await play(FILE, text);
  expect(summaryText(report)).toBe("13 of 14 outputs equal, 1 excused");
  expect(report.contradictions).toHaveLength(1);
  const lineOf = (name: string, age: string) => text.split("\n").findIndex((line) => line.startsWith(`${name} `) && line.endsWith(age)) + 1;
  const old = lineOf("np-pods-5767d54d4b-vvvrm", "4d2h");
  const young = lineOf("np-svc", "49m");
  expect(report.contradictions.map((each) => contradictionText(FILE, each))).toEqual([
    `${FILE}:${old} shows pod np-pods-5767d54d4b-vvvrm 4d2h old, but ${FILE}:${young} shows service np-svc 49m old: these ages contradict each other`,
  ]);
}, 30_000);
