import type { ClusterMemory } from "../machinery/component.ts";
import { runKey, type ContainerRun } from "./view.ts";

/** What requests come to, in a second: CPU ms of work, and how many they are. */
export interface RequestRate {
  readonly work: number;
  readonly requests: number;
}

/**
 * A moment from which on requests come at a rate, and what they had come to by then. Between two points nothing is kept: single requests of
 * the same second share one.
 */
interface Point {
  readonly at: number;
  readonly work: number;
  readonly requests: number;
  readonly rate: RequestRate;
}

/** Numbers of a point, as they are stored one behind the other. */
const STRIDE = 5;
/** Requests so near to each other count as one point. */
const NEAR_MS = 1000;
/** What is older than this is of interest to nobody: the longest time that metrics look back. */
const KEPT_MS = 180_000;

const PREFIX = "work/";

function keyOf(run: ContainerRun): string {
  return `${PREFIX}${runKey(run)}`;
}

/** The run whose requests a key of the memory counts; undefined for other keys. */
export function runCountedBy(key: string): ContainerRun | undefined {
  if (!key.startsWith(PREFIX)) return undefined;
  const [uid = "", name = "", start = ""] = key.slice(PREFIX.length).split("/");
  return { pod: { metadata: { uid } }, container: { name }, startedAt: Number(start) };
}

function readNumbers(run: ContainerRun, memory: ClusterMemory): readonly number[] {
  return (memory.get(keyOf(run)) ?? []) as number[];
}

function pointAt(numbers: readonly number[], index: number): Point {
  const [at = 0, work = 0, requests = 0, workRate = 0, requestRate = 0] = numbers.slice(index * STRIDE, (index + 1) * STRIDE);
  return { at, work, requests, rate: { work: workRate, requests: requestRate } };
}

function lastPoint(numbers: readonly number[]): Point {
  return pointAt(numbers, numbers.length / STRIDE - 1);
}

/** A point's line, drawn on to a later moment. */
function extended({ at, work, requests, rate }: Point, until: number): Point {
  const seconds = Math.max(0, until - at) / 1000;
  return { at: until, work: work + rate.work * seconds, requests: requests + rate.requests * seconds, rate };
}

function write(run: ContainerRun, numbers: readonly number[], point: Point, replaces: boolean, memory: ClusterMemory): void {
  const kept = replaces ? numbers.slice(0, -STRIDE) : numbers;
  // The last point before the time that counts says where that time begins.
  let from = 0;
  while (from + STRIDE < kept.length && (kept[from + STRIDE] ?? 0) < point.at - KEPT_MS) from += STRIDE;
  const { at, work, requests, rate } = point;
  memory.set(keyOf(run), [...(from > 0 ? kept.slice(from) : kept), at, work, requests, rate.work, rate.requests]);
}

/** Counts one request that costs so many CPU ms. */
export function countWork(run: ContainerRun, now: number, costMs: number, memory: ClusterMemory): void {
  const stored = readNumbers(run, memory);
  // The first point is one without work, so that the first request is seen to be some.
  const numbers = stored.length > 0 ? stored : [now, 0, 0, 0, 0];
  const last = lastPoint(numbers);
  const isNear = last.requests > 0 && now - last.at < NEAR_MS;
  const before = isNear ? last : extended(last, now);
  write(run, numbers, { ...before, work: before.work + costMs, requests: before.requests + 1 }, isNear, memory);
}

/** From now on requests come at this rate, until another is set. */
export function setRequestRate(run: ContainerRun, now: number, rate: RequestRate, memory: ClusterMemory): void {
  const numbers = readNumbers(run, memory);
  const last = numbers.length > 0 ? lastPoint(numbers) : undefined;
  if ((last?.rate.work ?? 0) === rate.work && (last?.rate.requests ?? 0) === rate.requests) return;
  const point = last === undefined ? { at: now, work: 0, requests: 0, rate } : { ...extended(last, now), rate };
  write(run, numbers, point, false, memory);
}

/** What requests had come to at a moment: how many, and the work that was done when at most `most` CPU ms a second may be spent on it. */
export function workDone(run: ContainerRun, at: number, most: number, memory: ClusterMemory): { work: number; requests: number } {
  const numbers = readNumbers(run, memory);
  let backlog = 0;
  let current: Point | undefined;
  for (let index = 0; index < numbers.length / STRIDE; index++) {
    const point = pointAt(numbers, index);
    if (point.at > at) break;
    if (current !== undefined) {
      backlog = waiting(backlog, current, point.at, most) + point.work - extended(current, point.at).work;
    }
    current = point;
  }
  if (current === undefined) return { work: 0, requests: 0 };
  const { work, requests } = extended(current, at);
  return { work: work - waiting(backlog, current, at, most), requests };
}

/** Work that still waits at `until`, of what waited at a point and has come since. */
function waiting(backlog: number, { at, rate }: Point, until: number, most: number): number {
  return until === at ? backlog : Math.max(0, backlog + ((rate.work - most) * (until - at)) / 1000);
}
