import { parseRfc3339 } from "../../base/rfc3339.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { readyCondition } from "../controller/pod-state.ts";
import type { PodSample, PodSamples } from "./metrics.ts";

/** So long after its start a pod's CPU says little: it may still be warming up. --horizontal-pod-autoscaler-cpu-initialization-period */
const CPU_INITIALIZATION_MS = 300_000;
/** A pod that was never ready is not counted; its first readiness is told from a later one by this. --…-initial-readiness-delay */
const INITIAL_READINESS_MS = 30_000;

/** The pods of a target by what their metrics are worth. */
export interface PodGroups {
  readonly readyCount: number;
  /** Pending pods, and for CPU those whose usage does not count yet. */
  readonly unready: ReadonlySet<string>;
  /** Running, but without metrics. */
  readonly missing: ReadonlySet<string>;
  /** The samples that count. */
  readonly samples: ReadonlyMap<string, PodSample>;
}

/** Sorts the pods of a target. `resource` is "" for metrics that are no resource. Pods on their way out and failed ones do not count. */
// pkg/controller/podautoscaler/replica_calculator.go groupPods, 1.20
export function groupPods(pods: readonly Pod[], samples: PodSamples, resource: string, now: number): PodGroups {
  const unready = new Set<string>();
  const missing = new Set<string>();
  const counted = new Map(samples);
  let readyCount = 0;
  for (const pod of pods) {
    const name = pod.metadata.name ?? "";
    const sample = samples.get(name);
    if (pod.metadata.deletionTimestamp !== undefined || pod.status?.phase === "Failed") counted.delete(name);
    else if (pod.status?.phase === "Pending") unready.add(name);
    else if (sample === undefined) missing.add(name);
    else if (resource === "cpu" && isWarmingUp(pod, sample, now)) unready.add(name);
    else readyCount++;
  }
  for (const name of unready) counted.delete(name);
  return { readyCount, unready, missing, samples: counted };
}

function isWarmingUp(pod: Pod, sample: PodSample, now: number): boolean {
  const condition = readyCondition(pod);
  const startedAt = parseRfc3339(pod.status?.startTime ?? "");
  if (condition === undefined || startedAt === undefined) return true;
  const changedAt = parseRfc3339(condition.lastTransitionTime ?? "") ?? 0;
  const isUnready = condition.status === "False";
  if (startedAt + CPU_INITIALIZATION_MS > now) return isUnready || sample.at < changedAt + sample.windowMs;
  return isUnready && startedAt + INITIAL_READINESS_MS > changedAt;
}
