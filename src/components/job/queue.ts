import type { ComponentContext } from "../../machinery/component.ts";

/** How often in a row a job's key has been put back, as its work queue remembers it. */
function requeues(key: string, { memory }: ComponentContext): number {
  const count = memory.get(memoryKey(key));
  return typeof count === "number" ? count : 0;
}

function memoryKey(key: string): string {
  return `job/requeues/${key}`;
}

/** Milliseconds until the queue hands out a key again after it has been put back `count` times. */
function delayAfter(count: number, { release }: ComponentContext): number {
  const { firstMs, longestMs } = release.value("jobQueueDelays");
  return Math.min(firstMs * 2 ** (count - 1), longestMs);
}

/** The wait in ms before a job looks at a pod that has failed: none the first time. Versions that go by finish times never wait here. */
// pkg/controller/job/job_controller.go getBackoff, 1.20
export function queueDelayMs(key: string, context: ComponentContext): number {
  const count = requeues(key, context);
  return context.release.has("jobBackoffByFinishTime") || count === 0 ? 0 : delayAfter(count, context);
}

/** Puts a key back after a failure; returns the wait in ms. */
export function putBack(key: string, context: ComponentContext): number {
  const count = requeues(key, context) + 1;
  context.memory.set(memoryKey(key), count);
  return delayAfter(count, context);
}

/** Forgets a key's failures. */
export function forget(key: string, context: ComponentContext): void {
  if (requeues(key, context) > 0) context.memory.set(memoryKey(key), 0);
}
