import { workDone } from "../../images/work.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { parseRfc3339 } from "../../base/rfc3339.ts";
import type { ClusterMemory, ComponentContext } from "../../machinery/component.ts";
import { selects } from "../../machinery/labels.ts";
import type { MetricTarget, PodSamples } from "./metrics.ts";

/** The metric of pods and of what they belong to that a sweep has served: what an adapter for a monitoring system would answer. */
export const REQUESTS_PER_SECOND = "requests_per_second";

const KEY = "hpa/request-metrics";
/** Over so long a time rates are taken. */
const WINDOW_MS = 30_000;

/** From now on this cluster serves {@link REQUESTS_PER_SECOND}. */
export function serveRequestMetrics(memory: ClusterMemory): void {
  memory.set(KEY, true);
}

/** Whether the cluster serves a metric of its own. */
export function servesRequestMetric(name: string, { memory }: Pick<ComponentContext, "memory">): boolean {
  return name === REQUESTS_PER_SECOND && memory.get(KEY) === true;
}

/** Requests a second that each of the target's pods has answered of late, in thousandths. */
export function requestSamples({ namespace, selector }: MetricTarget, { lister, memory, sim }: ComponentContext): PodSamples {
  const at = sim.now();
  const pods = (lister.list("pods", { namespace }) as readonly Pod[]).filter(({ metadata }) => selects(selector, metadata.labels ?? {}));
  return new Map(
    pods.map((pod) => {
      const requests = (pod.status?.containerStatuses ?? []).reduce((sum, { name, state }) => {
        const startedAt = parseRfc3339(state?.running?.startedAt ?? "");
        if (startedAt === undefined) return sum;
        const run = { pod, container: { name }, startedAt };
        const answered = (until: number): number => workDone(run, until, Infinity, memory).requests;
        return sum + answered(at) - answered(at - WINDOW_MS);
      }, 0);
      return [pod.metadata.name ?? "", { value: Math.round((requests * 1_000_000) / WINDOW_MS), at, windowMs: WINDOW_MS }];
    }),
  );
}
