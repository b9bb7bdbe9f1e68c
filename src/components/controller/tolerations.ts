import type { Taint } from "../../kinds/core/node/types.ts";
import type { Toleration } from "../../kinds/shared/types.ts";

/** Whether a toleration covers a taint. An empty key with Exists covers every key, an empty effect every effect. */
// api/core/v1 Toleration.ToleratesTaint, 1.20
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  return toleration.operator === "Exists" || (toleration.value ?? "") === (taint.value ?? "");
}

/** The first of the tolerations that covers a taint. */
export function tolerationOf(taint: Taint, tolerations: readonly Toleration[] | undefined): Toleration | undefined {
  return tolerations?.find((toleration) => tolerates(toleration, taint));
}

/** Whether every taint with one of the effects is tolerated. */
export function toleratesAll(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly string[],
): boolean {
  return (taints ?? []).every((taint) => !effects.includes(taint.effect) || tolerationOf(taint, tolerations) !== undefined);
}
