import type { DescribeFacet } from "../../../machinery/describe.ts";
import { describeEvents } from "../../../machinery/describing/events.ts";
import { describeName } from "../../../machinery/describing/meta.ts";
import { formatLabelSelector } from "../../../machinery/labels.ts";
import type { PodDisruptionBudget } from "./types.ts";

/** `kubectl describe pdb`. kubectl/pkg/describe/describe.go describePodDisruptionBudget */
export const disruptionBudgetDescribe: DescribeFacet = {
  async describe(object, out, context) {
    const { spec = {}, status } = object as PodDisruptionBudget;
    describeName(object, out);
    if (spec.minAvailable !== undefined) out.write(0, `Min available:\t${spec.minAvailable}\n`);
    else if (spec.maxUnavailable !== undefined) out.write(0, `Max unavailable:\t${spec.maxUnavailable}\n`);
    out.write(0, `Selector:\t${spec.selector ? formatLabelSelector(spec.selector) : "<unset>"}\n`);
    out.write(0, "Status:\n");
    out.write(2, `Allowed disruptions:\t${status?.disruptionsAllowed ?? 0}\n`);
    out.write(2, `Current:\t${status?.currentHealthy ?? 0}\n`);
    out.write(2, `Desired:\t${status?.desiredHealthy ?? 0}\n`);
    out.write(2, `Total:\t${status?.expectedPods ?? 0}\n`);
    await describeEvents(object, out, context);
  },
};
