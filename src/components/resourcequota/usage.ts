import type { ResourceQuota } from "../../kinds/core/resourcequota/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { addAmounts } from "../../machinery/quota/amounts.ts";
import { type ResourceKey, resourceKey } from "../../machinery/object.ts";
import { evaluatorOf, resourceOfName } from "../../machinery/quota/evaluator.ts";
import { isInAllScopes } from "../../machinery/quota/quota.ts";
import { allKinds } from "../controller/kinds.ts";

/** Whether the cluster has a resource: what nobody serves is not counted, not even as 0. */
function isServed(resource: ResourceKey | undefined, context: ComponentContext): boolean {
  return resource !== undefined && allKinds(context).some(({ group, plural }) => resourceKey(group, plural) === resource);
}

/** What a quota's namespace uses of each name that the quota limits. Reads the counted resources alone. */
// pkg/quota/v1/resources.go CalculateUsage, 1.20
export function quotaUsage(quota: ResourceQuota, context: ComponentContext): Record<string, string> {
  const names = Object.keys(quota.spec.hard ?? {}).sort();
  const namespace = quota.metadata.namespace ?? "";
  const counting = names.filter((name) => isServed(resourceOfName(name), context));
  const totals = Object.fromEntries(counting.map((name) => [name, "0"]));
  const resources = new Set(counting.flatMap((name) => resourceOfName(name) ?? []));
  for (const resource of resources) {
    const evaluator = evaluatorOf(resource);
    const counted = names.filter((name) => evaluator.counts(name));
    for (const object of context.lister.list(resource, { namespace })) {
      if (!isInAllScopes(quota, evaluator, object)) continue;
      const usage = evaluator.usage(object, context.sim.now());
      for (const name of counted) totals[name] = addAmounts({ [name]: totals[name] ?? "0" }, { [name]: usage[name] ?? "0" })[name] ?? "0";
    }
  }
  return totals;
}
