import type { HorizontalPodAutoscalerBehavior, HPAScalingRules } from "../../kinds/autoscaling/horizontalpodautoscaler/types.ts";

/** The window of scaling down that rules without one have: the controller's own flag. In seconds. */
export const SCALE_DOWN_WINDOW_SECONDS = 300;

/** A wished size and when it was wished, ms since the Unix epoch. A type alias, so that it counts as JSON. */
export type Recommendation = { replicas: number; at: number };

/** A change that was made: by how many replicas, and when. */
export type ScaleEvent = { change: number; at: number };

/** What an autoscaler remembers of its own doing. */
export interface Past {
  readonly recommendations: readonly Recommendation[];
  readonly ups: readonly ScaleEvent[];
  readonly downs: readonly ScaleEvent[];
}

/** What is to be brought within the rules. */
export interface Wish {
  readonly min: number;
  readonly max: number;
  readonly current: number;
  readonly wished: number;
  /** ms since the Unix epoch. */
  readonly now: number;
}

/** A size with the reason and message of the condition that tells of it. */
export interface Limited {
  readonly replicas: number;
  readonly reason: string;
  readonly message: string;
}

/**
 * The steadiest of recent wishes. `clamped`: the current size, brought between the lowest wish of the one window and the highest of the
 * other; else the lowest recent wish on the way up, the highest on the way down.
 */
// pkg/controller/podautoscaler/horizontal.go stabilizeRecommendationWithBehaviors, 1.20 and (clamped) 1.23
export function stabilized(behavior: HorizontalPodAutoscalerBehavior, wish: Wish, past: Past, clamped: boolean): Limited {
  const { current, wished } = wish;
  const isUp = wished >= current;
  const lowest = (): number => Math.min(wished, ...recent(behavior.scaleUp?.stabilizationWindowSeconds ?? 0, wish, past));
  const highest = (): number =>
    Math.max(wished, ...recent(behavior.scaleDown?.stabilizationWindowSeconds ?? SCALE_DOWN_WINDOW_SECONDS, wish, past));
  const replicas = clamped ? Math.min(Math.max(current, lowest()), highest()) : isUp ? lowest() : highest();
  if (replicas === wished) return { replicas, reason: "ReadyForNewScale", message: "recommended size matches current size" };
  return isUp
    ? {
        replicas,
        reason: "ScaleUpStabilized",
        message: "recent recommendations were lower than current one, applying the lowest recent recommendation",
      }
    : {
        replicas,
        reason: "ScaleDownStabilized",
        message: "recent recommendations were higher than current one, applying the highest recent recommendation",
      };
}

function recent(seconds: number, { now }: Wish, { recommendations }: Past): number[] {
  return recommendations.filter(({ at }) => at > now - seconds * 1000).map(({ replicas }) => replicas);
}

/** How long recommendations matter under these rules, in ms. */
export function memoryMs({ scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior): number {
  return Math.max(scaleUp?.stabilizationWindowSeconds ?? 0, scaleDown?.stabilizationWindowSeconds ?? SCALE_DOWN_WINDOW_SECONDS) * 1000;
}

/** How long changes matter under rules of one direction, in ms. */
export function longestPeriodMs(rules: HPAScalingRules | undefined): number {
  return Math.max(0, ...(rules?.policies ?? []).map(({ periodSeconds }) => periodSeconds)) * 1000;
}

const WITHIN = { reason: "DesiredWithinRange", message: "the desired count is within the acceptable range" };

/** A size within the bounds that changes no faster than the policies let it. */
// pkg/controller/podautoscaler/horizontal.go convertDesiredReplicasWithBehaviorRate, 1.20
export function rateLimited(
  { scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior,
  { min, max, current, wished, now }: Wish,
  { ups, downs }: Past,
): Limited {
  if (wished > current) {
    const limit = Math.max(current, scaleUpLimit(current, ups, scaleUp ?? {}, now));
    const most = Math.min(max, limit);
    if (wished <= most) return { replicas: wished, ...WITHIN };
    return max > limit
      ? { replicas: most, reason: "ScaleUpLimit", message: "the desired replica count is increasing faster than the maximum scale rate" }
      : { replicas: most, reason: "TooManyReplicas", message: "the desired replica count is more than the maximum replica count" };
  }
  if (wished < current) {
    const limit = Math.min(current, scaleDownLimit(current, downs, scaleDown ?? {}, now));
    const least = Math.max(min, limit);
    if (wished >= least) return { replicas: wished, ...WITHIN };
    return min < limit
      ? { replicas: least, reason: "ScaleDownLimit", message: "the desired replica count is decreasing faster than the maximum scale rate" }
      : { replicas: least, reason: "TooFewReplicas", message: "the desired replica count is less than the minimum replica count" };
  }
  return { replicas: wished, ...WITHIN };
}

/** How large a target may get now. */
// pkg/controller/podautoscaler/horizontal.go calculateScaleUpLimitWithScalingRules, 1.20
function scaleUpLimit(
  current: number,
  events: readonly ScaleEvent[],
  { selectPolicy, policies = [] }: HPAScalingRules,
  now: number,
): number {
  if (selectPolicy === "Disabled") return current;
  const limits = policies.map(({ type, value, periodSeconds }) => {
    const start = current - changeWithin(events, periodSeconds, now);
    // Rounded up, or a small target would never grow.
    return type === "Pods" ? start + value : Math.ceil(start * (1 + value / 100));
  });
  return selectPolicy === "Min" ? Math.min(...limits) : Math.max(...limits);
}

/** How small a target may get now. */
// pkg/controller/podautoscaler/horizontal.go calculateScaleDownLimitWithBehaviors, 1.20
function scaleDownLimit(
  current: number,
  events: readonly ScaleEvent[],
  { selectPolicy, policies = [] }: HPAScalingRules,
  now: number,
): number {
  if (selectPolicy === "Disabled") return current;
  const limits = policies.map(({ type, value, periodSeconds }) => {
    const start = current + changeWithin(events, periodSeconds, now);
    return type === "Pods" ? start - value : Math.trunc(start * (1 - value / 100));
  });
  return selectPolicy === "Min" ? Math.max(...limits) : Math.min(...limits);
}

function changeWithin(events: readonly ScaleEvent[], seconds: number, now: number): number {
  return events.filter(({ at }) => at > now - seconds * 1000).reduce((sum, { change }) => sum + change, 0);
}
