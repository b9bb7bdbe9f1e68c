import { expect, test } from "bun:test";
import { countWork, setRequestRate, workDone } from "../../../src/images/work.ts";
import { memoryInMap } from "./memory-in-map.ts";

const run = { pod: { metadata: { uid: "u" } }, container: { name: "c" }, startedAt: 0 };
const NO_LIMIT = Number.POSITIVE_INFINITY;

test("requests add up, and nothing that comes later counts", () => {
  const memory = memoryInMap();
  for (const at of [1000, 1100, 5000, 9000]) countWork(run, at, 2, memory);
  expect(workDone(run, 999, NO_LIMIT, memory)).toEqual({ work: 0, requests: 0 });
  expect(workDone(run, 4000, NO_LIMIT, memory)).toEqual({ work: 4, requests: 2 });
  expect(workDone(run, 60_000, NO_LIMIT, memory)).toEqual({ work: 8, requests: 4 });
});

test("a rate adds up by itself; single requests come on top", () => {
  const memory = memoryInMap();
  setRequestRate(run, 0, { work: 30, requests: 40 }, memory);
  expect(workDone(run, 10_000, NO_LIMIT, memory)).toEqual({ work: 300, requests: 400 });
  countWork(run, 10_000, 5, memory);
  setRequestRate(run, 20_000, { work: 0, requests: 0 }, memory);
  expect(workDone(run, 15_000, NO_LIMIT, memory)).toEqual({ work: 455, requests: 601 });
  expect(workDone(run, 99_000, NO_LIMIT, memory)).toEqual({ work: 605, requests: 801 });
});

test("a limit spreads a burst over the time that it takes", () => {
  const memory = memoryInMap();
  countWork(run, 0, 1000, memory);
  expect(workDone(run, 5000, 50, memory).work).toBe(250);
  countWork(run, 10_000, 100, memory);
  expect(workDone(run, 10_000, 50, memory).work).toBe(500);
  expect(workDone(run, 30_000, 50, memory).work).toBe(1100);
});

test("a limit below the rate is all that is done", () => {
  const memory = memoryInMap();
  setRequestRate(run, 0, { work: 80, requests: 100 }, memory);
  expect(workDone(run, 10_000, 50, memory).work).toBe(500);
});

test("what is long ago is forgotten, its sum is not", () => {
  const memory = memoryInMap();
  for (let at = 0; at < 1_000_000; at += 1000) countWork(run, at, 1, memory);
  expect(workDone(run, 1_000_000, NO_LIMIT, memory)).toEqual({ work: 1000, requests: 1000 });
  expect((memory.get("work/u/c/0") as number[]).length).toBeLessThan(1000);
});
