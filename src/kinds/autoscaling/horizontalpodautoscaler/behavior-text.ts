import type { HorizontalPodAutoscalerBehavior, HPAScalingRules } from "./types.ts";

/** The behavior as v1 carries it in an annotation: the internal type has no JSON names, so Go's own are used. */
export function behaviorText({ scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior): string {
  return JSON.stringify({ ScaleUp: rulesOut(scaleUp), ScaleDown: rulesOut(scaleDown) });
}

function rulesOut(rules: HPAScalingRules | undefined): object | null {
  if (!rules) return null;
  const policies = rules.policies?.map(({ type, value, periodSeconds }) => ({ Type: type, Value: value, PeriodSeconds: periodSeconds }));
  return {
    StabilizationWindowSeconds: rules.stabilizationWindowSeconds ?? null,
    SelectPolicy: rules.selectPolicy ?? null,
    Policies: policies ?? null,
  };
}

interface GoRules {
  StabilizationWindowSeconds?: number | null;
  SelectPolicy?: string | null;
  Policies?: { Type: string; Value: number; PeriodSeconds: number }[] | null;
}

/** The behavior in such an annotation; undefined when it holds none. */
export function behaviorFromText(text: string): HorizontalPodAutoscalerBehavior | undefined {
  let value: { ScaleUp?: GoRules | null; ScaleDown?: GoRules | null } | null;
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    return undefined;
  }
  const scaleUp = rulesIn(value?.ScaleUp);
  const scaleDown = rulesIn(value?.ScaleDown);
  if (!scaleUp && !scaleDown) return undefined;
  return { ...(scaleUp ? { scaleUp } : {}), ...(scaleDown ? { scaleDown } : {}) };
}

function rulesIn(rules: GoRules | null | undefined): HPAScalingRules | undefined {
  if (!rules) return undefined;
  const { StabilizationWindowSeconds: window, SelectPolicy: select, Policies: policies } = rules;
  return {
    ...(typeof window === "number" ? { stabilizationWindowSeconds: window } : {}),
    ...(select ? { selectPolicy: select } : {}),
    ...(policies
      ? { policies: policies.map(({ Type, Value, PeriodSeconds }) => ({ type: Type, value: Value, periodSeconds: PeriodSeconds })) }
      : {}),
  };
}
