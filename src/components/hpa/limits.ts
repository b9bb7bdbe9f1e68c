import type { ComponentContext } from "../../machinery/component.ts";
import type { Conditions } from "./conditions.ts";

const WINDOW_MS = 300_000;
const GROWTH_FACTOR = 2;
const LEAST_GROWTH = 4;

/** The sizes that an autoscaler allows. */
export interface Bounds {
  min: number;
  max: number;
}

/** A wished size and when it was wished. A type alias, so that it counts as JSON. */
type Recommendation = { replicas: number; at: number };

function recommendationsKey(key: string): string {
  return `hpa/recommendations/${key}`;
}

/** The first size that an autoscaler sees counts as a recommendation, so that nothing shrinks in the first five minutes. */
export function noteFirstSize(key: string, replicas: number, { memory, sim }: ComponentContext): void {
  if (!Array.isArray(memory.get(recommendationsKey(key)))) memory.set(recommendationsKey(key), [{ replicas, at: sim.now() }]);
}

/** Forgets what was wished for an autoscaler that is gone. */
export function forgetSizes(key: string, { memory }: ComponentContext): void {
  if (memory.get(recommendationsKey(key)) !== undefined) memory.set(recommendationsKey(key), null);
}

/** What remains of a wished size: not below what was wished in the last five minutes, within the bounds, at most doubled. */
// pkg/controller/podautoscaler/horizontal.go normalizeDesiredReplicas, convertDesiredReplicasWithRules, 1.20
export function limitSize(
  key: string,
  current: number,
  wished: number,
  bounds: Bounds,
  conditions: Conditions,
  context: ComponentContext,
): number {
  const stable = stabilize(key, wished, context);
  if (stable === wished) conditions.set("AbleToScale", true, "ReadyForNewScale", "recommended size matches current size");
  else
    conditions.set(
      "AbleToScale",
      true,
      "ScaleDownStabilized",
      "recent recommendations were higher than current one, applying the highest recent recommendation",
    );
  const ceiling = Math.max(GROWTH_FACTOR * current, LEAST_GROWTH);
  const most = Math.min(bounds.max, ceiling);
  if (stable < bounds.min) {
    conditions.set("ScalingLimited", true, "TooFewReplicas", "the desired replica count is less than the minimum replica count");
    return bounds.min;
  }
  if (stable <= most) {
    conditions.set("ScalingLimited", false, "DesiredWithinRange", "the desired count is within the acceptable range");
    return stable;
  }
  if (bounds.max > ceiling)
    conditions.set("ScalingLimited", true, "ScaleUpLimit", "the desired replica count is increasing faster than the maximum scale rate");
  else conditions.set("ScalingLimited", true, "TooManyReplicas", "the desired replica count is more than the maximum replica count");
  return most;
}

function stabilize(key: string, wished: number, { memory, sim }: ComponentContext): number {
  const kept = (memory.get(recommendationsKey(key)) as unknown as Recommendation[] | undefined) ?? [];
  const recent = kept.filter(({ at }) => at > sim.now() - WINDOW_MS);
  memory.set(recommendationsKey(key), [...recent, { replicas: wished, at: sim.now() }]);
  return recent.reduce((most, { replicas }) => Math.max(most, replicas), wished);
}
