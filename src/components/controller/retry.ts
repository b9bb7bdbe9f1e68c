import type { Component, ComponentContext, EventRecorder } from "../../machinery/component.ts";
import { StatusError } from "../../machinery/status.ts";

/** What one pass over a key asks for. */
export type Requeue = { requeueAfterMs: number } | undefined;

const FIRST_DELAY_MS = 5;
const LONGEST_DELAY_MS = 1_000_000;

/** How long a controller goes on with a key that fails. */
export interface RetryLimits {
  /** Tries after the first before the key is given up; without end when absent. */
  maxRetries?: number;
  /** Longest delay between two tries in ms; 1000 s when absent. */
  longestDelayMs?: number;
}

/** Delay in ms before the next try after `failures` failures in a row: 5 ms, doubled each time; undefined once a key is given up. */
// client-go/util/workqueue DefaultControllerRateLimiter; the controllers' maxRetries
export function retryDelayMs(failures: number, limits: RetryLimits = {}): number | undefined {
  if (failures > (limits.maxRetries ?? Infinity)) return undefined;
  return Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), limits.longestDelayMs ?? LONGEST_DELAY_MS);
}

/**
 * Makes the `reconcile` and `handle` of a controller that tries a key again when the API server refused a call, as its work queue
 * would. How often it has failed is data of the timer. Any event of its own besides `retry` means: look at this key now.
 * `eventSource` is the From of the core/v1 Events that the controller records.
 */
export function retrying(
  name: string,
  eventSource: string,
  sync: (key: string, context: ComponentContext) => Requeue,
  limits: RetryLimits = {},
): Pick<Component, "reconcile"> & Required<Pick<Component, "handle">> {
  function attempt(key: string, failuresBefore: number, context: ComponentContext): Requeue {
    try {
      const requeue = sync(key, recordingAs(eventSource, context));
      context.sim.cancel(name, "retry", key);
      return requeue;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      const failures = failuresBefore + 1;
      const delayMs = retryDelayMs(failures, limits);
      if (delayMs !== undefined) context.sim.schedule({ at: context.sim.now() + delayMs, actor: name, name: "retry", key, data: failures });
      return undefined;
    }
  }
  return {
    reconcile: (key, context) => attempt(key, failuresIn(context.sim.pending(name, "retry", key)?.data), context),
    handle(event, context) {
      const requeue = attempt(event.key, event.name === "retry" ? failuresIn(event.data) : 0, context);
      if (requeue)
        context.sim.scheduleIfSooner({ at: context.sim.now() + requeue.requeueAfterMs, actor: name, name: "reconcile", key: event.key });
    },
  };
}

/** The context with a recorder that names `component` as the source. */
export function recordingAs(component: string, context: ComponentContext): ComponentContext {
  const source = { component };
  const record: EventRecorder["record"] = (object, type, reason, message, options) =>
    context.events.record(object, type, reason, message, { source, ...options });
  return { ...context, events: { record } };
}

function failuresIn(data: unknown): number {
  return typeof data === "number" ? data : 0;
}
