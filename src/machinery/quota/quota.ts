import type { KubeObject } from "../object.ts";
import type { Amounts } from "./amounts.ts";
import type { Evaluator } from "./evaluator.ts";
import type { Scope } from "./pods.ts";

/** v1 ResourceQuota, as far as charging needs it. */
export interface Quota extends KubeObject {
  spec?: { hard?: Amounts; scopes?: string[]; scopeSelector?: { matchExpressions?: Scope[] } };
  status?: { hard?: Amounts; used?: Amounts };
}

/** Whether an object is in every scope of a quota. */
// pkg/quota/v1/generic/evaluator.go Matches, CalculateUsageStats, 1.20
export function isInAllScopes(quota: Quota, evaluator: Evaluator, object: KubeObject): boolean {
  const plain = (quota.spec?.scopes ?? []).map((scopeName): Scope => ({ scopeName, operator: "Exists" }));
  return [...plain, ...(quota.spec?.scopeSelector?.matchExpressions ?? [])].every((scope) => evaluator.isInScope(object, scope));
}
