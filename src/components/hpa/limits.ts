import type { HorizontalPodAutoscalerBehavior } from "../../kinds/autoscaling/horizontalpodautoscaler/types.ts";
import type { Json } from "../../base/json.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import {
  longestPeriodMs,
  memoryMs,
  type Past,
  rateLimited,
  type Recommendation,
  SCALE_DOWN_WINDOW_SECONDS,
  type ScaleEvent,
  stabilized,
} from "./behavior.ts";
import type { Conditions } from "./conditions.ts";

const GROWTH_FACTOR = 2;
const LEAST_GROWTH = 4;

/** The sizes that an autoscaler allows. */
export interface Bounds {
  min: number;
  max: number;
}

/** Without rules of its own an autoscaler waits five minutes before it lets its target shrink. */
const NO_BEHAVIOR: HorizontalPodAutoscalerBehavior = { scaleUp: {}, scaleDown: { stabilizationWindowSeconds: SCALE_DOWN_WINDOW_SECONDS } };

type Memory = Pick<ComponentContext, "memory" | "release" | "sim">;

const recommendationsKey = (key: string): string => `hpa/recommendations/${key}`;
const eventsKey = (key: string, direction: "down" | "up"): string => `hpa/scaled-${direction}/${key}`;

function remembered<T>({ memory }: Memory, key: string): readonly T[] {
  const kept = memory.get(key);
  return Array.isArray(kept) ? (kept as unknown as T[]) : [];
}

/** The first size that an autoscaler sees counts as a recommendation, so that nothing shrinks in the first five minutes. */
export function noteFirstSize(key: string, replicas: number, { memory, sim }: Memory): void {
  if (!Array.isArray(memory.get(recommendationsKey(key)))) memory.set(recommendationsKey(key), [{ replicas, at: sim.now() }]);
}

/** Remembers a change that was made; only rules of its own ever ask for it. */
// pkg/controller/podautoscaler/horizontal.go storeScaleEvent, 1.20
export function noteScaling(
  key: string,
  behavior: HorizontalPodAutoscalerBehavior | undefined,
  from: number,
  to: number,
  context: Memory,
): void {
  if (behavior === undefined) return;
  const direction = to > from ? "up" : "down";
  const now = context.sim.now();
  const since = now - longestPeriodMs(to > from ? behavior.scaleUp : behavior.scaleDown);
  const kept = remembered<ScaleEvent>(context, eventsKey(key, direction)).filter(({ at }) => at > since);
  context.memory.set(eventsKey(key, direction), [...kept, { change: Math.abs(to - from), at: now }]);
}

/** Forgets what was wished for an autoscaler that is gone. */
export function forgetSizes(key: string, { memory }: Memory): void {
  for (const each of [recommendationsKey(key), eventsKey(key, "up"), eventsKey(key, "down")]) {
    if (memory.get(each) !== undefined) memory.set(each, null);
  }
}

/** What remains of a wished size: steady over its window, within the bounds, no faster than the rules allow; the conditions tell of it. */
// pkg/controller/podautoscaler/horizontal.go normalizeDesiredReplicas, normalizeDesiredReplicasWithBehaviors, 1.20
export function limitSize(
  key: string,
  current: number,
  wished: number,
  bounds: Bounds,
  behavior: HorizontalPodAutoscalerBehavior | undefined,
  conditions: Conditions,
  context: Memory,
): number {
  const now = context.sim.now();
  const wish = { ...bounds, current, wished, now };
  const past: Past = {
    recommendations: remembered<Recommendation>(context, recommendationsKey(key)),
    ups: remembered<ScaleEvent>(context, eventsKey(key, "up")),
    downs: remembered<ScaleEvent>(context, eventsKey(key, "down")),
  };
  const steady =
    behavior === undefined
      ? withoutRules(wished, past, now)
      : stabilized(behavior, wish, past, context.release.has("hpaClampsStabilization"));
  const since = now - memoryMs(behavior ?? NO_BEHAVIOR);
  const kept = past.recommendations.filter(({ at }) => at > since);
  context.memory.set(recommendationsKey(key), [...kept, { replicas: wished, at: now }] satisfies Json);
  conditions.set("AbleToScale", true, steady.reason, steady.message);
  const limited =
    behavior === undefined
      ? withinBounds({ ...wish, wished: steady.replicas })
      : rateLimited(behavior, { ...wish, wished: steady.replicas }, past);
  conditions.set("ScalingLimited", limited.replicas !== steady.replicas, limited.reason, limited.message);
  return limited.replicas;
}

/** Without rules only shrinking is held back, whatever the direction of the wish. */
function withoutRules(wished: number, past: Past, now: number): ReturnType<typeof stabilized> {
  const asIfShrinking = { min: 0, max: 0, current: Number.POSITIVE_INFINITY, wished, now };
  return stabilized(NO_BEHAVIOR, asIfShrinking, past, false);
}

// pkg/controller/podautoscaler/horizontal.go convertDesiredReplicasWithRules, 1.20
function withinBounds({ min, max, current, wished }: Bounds & { current: number; wished: number }): ReturnType<typeof rateLimited> {
  const ceiling = Math.max(GROWTH_FACTOR * current, LEAST_GROWTH);
  if (wished < min) {
    return { replicas: min, reason: "TooFewReplicas", message: "the desired replica count is less than the minimum replica count" };
  }
  if (wished <= Math.min(max, ceiling)) {
    return { replicas: wished, reason: "DesiredWithinRange", message: "the desired count is within the acceptable range" };
  }
  if (max > ceiling) {
    return {
      replicas: ceiling,
      reason: "ScaleUpLimit",
      message: "the desired replica count is increasing faster than the maximum scale rate",
    };
  }
  return { replicas: max, reason: "TooManyReplicas", message: "the desired replica count is more than the maximum replica count" };
}
