import type { HorizontalPodAutoscalerCondition } from "../../kinds/autoscaling/horizontalpodautoscaler/types.ts";

/** The kinds of an autoscaler's conditions, in the order in which they first appear. */
export type ConditionType = "AbleToScale" | "ScalingActive" | "ScalingLimited";

/** Collects the conditions of one pass: each type once, in place; the transition time moves with the status alone. */
// pkg/controller/podautoscaler/horizontal.go setConditionInList, 1.20
export function conditionSetter(former: readonly HorizontalPodAutoscalerCondition[], time: string) {
  const conditions = former.map((condition) => ({ ...condition }));
  return {
    conditions,
    set(type: ConditionType, holds: boolean, reason: string, message: string): void {
      const status = holds ? "True" : "False";
      let condition = conditions.find((one) => one.type === type);
      if (!condition) conditions.push((condition = { type, status: "" }));
      if (condition.status !== status) condition.lastTransitionTime = time;
      Object.assign(condition, { status, reason, message });
    },
  };
}

/** What {@link conditionSetter} makes. */
export type Conditions = ReturnType<typeof conditionSetter>;
