import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { milliValue, parseQuantity } from "../../machinery/quantity.ts";
import type { Release } from "../../release/release.ts";
import { isPodReady } from "../controller/pod-state.ts";
import { MetricsError, type PodSamples } from "./metrics.ts";
import { groupPods } from "./pod-groups.ts";

/** A ratio of usage to target that differs from 1 by no more than this changes nothing. */
const TOLERANCE = 0.1;

/** The replicas that one metric asks for, and what it says. */
export interface Calculation {
  readonly replicas: number;
  /** The average a pod, or the whole for a value: in thousandths. */
  readonly value: number;
  /** Percent of the request, for a utilization. */
  readonly utilization?: number;
}

/** What a calculation starts from. */
export interface Basis {
  /** The target's pods. */
  readonly pods: readonly Pod[];
  readonly replicas: number;
  readonly now: number;
  readonly release: Release;
}

/** Whether a ratio is near enough to 1 to leave everything as it is. */
function isTolerated(ratio: number): boolean {
  return Math.abs(1 - ratio) <= TOLERANCE;
}

/** The size for a share of the pods' requests; `target` in percent. Throws MetricsError. */
// pkg/controller/podautoscaler/replica_calculator.go GetResourceReplicas, 1.20
export function utilizationReplicas(
  samples: PodSamples,
  resource: string,
  container: string | undefined,
  target: number,
  basis: Basis,
): Calculation {
  const groups = groupPods(somePods(basis), samples, resource, basis.now);
  const requests = podRequests(basis, resource, container);
  if (groups.samples.size === 0) throw noSamples(basis);
  const values = new Map([...groups.samples].map(([name, { value }]) => [name, value]));
  const measured = utilizationOf(values, requests, target);
  const found = { value: measured.value, utilization: measured.utilization };
  const stay = { ...found, replicas: basis.replicas };
  const { ratio } = measured;
  const countsUnready = groups.unready.size > 0 && ratio > 1;
  if (!countsUnready && groups.missing.size === 0) {
    return isTolerated(ratio) ? stay : { ...found, replicas: Math.ceil(ratio * groups.readyCount) };
  }
  // Nobody knows what these use: whatever works against the change.
  const percent = basis.release.has("hpaMissingPodsOverTarget") ? Math.max(100, target) : 100;
  if (ratio < 1) for (const name of groups.missing) values.set(name, Math.trunc(((requests.get(name) ?? 0) * percent) / 100));
  else if (ratio > 1) for (const name of groups.missing) values.set(name, 0);
  if (countsUnready) for (const name of groups.unready) values.set(name, 0);
  const again = utilizationOf(values, requests, target).ratio;
  if (turnsRound(ratio, again)) return stay;
  const replicas = Math.ceil(again * values.size);
  const isBackwards = (again < 1 && replicas > basis.replicas) || (again > 1 && replicas < basis.replicas);
  return isBackwards ? stay : { ...found, replicas };
}

function turnsRound(before: number, after: number): boolean {
  return isTolerated(after) || (before < 1 && after > 1) || (before > 1 && after < 1);
}

/** The size for an average value a pod; `target` in thousandths. Throws MetricsError. */
// pkg/controller/podautoscaler/replica_calculator.go calcPlainMetricReplicas, 1.20
export function averageReplicas(samples: PodSamples, resource: string, target: number, basis: Basis): Calculation {
  const groups = groupPods(somePods(basis), samples, resource, basis.now);
  if (groups.samples.size === 0) throw noSamples(basis);
  const values = new Map([...groups.samples].map(([name, { value }]) => [name, value]));
  const value = averageOf(values);
  const ratio = value / target;
  const countsUnready = groups.unready.size > 0 && ratio > 1;
  if (!countsUnready && groups.missing.size === 0) {
    return { value, replicas: isTolerated(ratio) ? basis.replicas : Math.ceil(ratio * groups.readyCount) };
  }
  for (const name of groups.missing) values.set(name, ratio < 1 ? target : 0);
  if (countsUnready) for (const name of groups.unready) values.set(name, 0);
  const again = averageOf(values) / target;
  return { value, replicas: turnsRound(ratio, again) ? basis.replicas : Math.ceil(again * values.size) };
}

/** The size for one value of the whole; `target` in thousandths. From no replicas at all the ratio itself is the size. */
// pkg/controller/podautoscaler/replica_calculator.go getUsageRatioReplicaCount, 1.20
export function valueReplicas(value: number, target: number, basis: Basis): Calculation {
  const ratio = value / target;
  if (basis.replicas === 0) return { value, replicas: Math.ceil(ratio) };
  if (isTolerated(ratio)) return { value, replicas: basis.replicas };
  const ready = somePods(basis).filter((pod) => pod.status?.phase === "Running" && isPodReady(pod)).length;
  return { value, replicas: Math.ceil(ratio * ready) };
}

/** The size for a value that is shared by the pods there are (`statusReplicas`); `target` in thousandths a pod. */
// pkg/controller/podautoscaler/replica_calculator.go GetObjectPerPodMetricReplicas, GetExternalPerPodMetricReplicas, 1.20
export function sharedReplicas(value: number, target: number, statusReplicas: number): Calculation {
  const ratio = value / (target * statusReplicas);
  const replicas = isTolerated(ratio) ? statusReplicas : Math.ceil(value / target);
  return { value: Math.ceil(value / statusReplicas), replicas };
}

function noSamples({ release }: Basis): MetricsError {
  const whose = release.has("hpaTargetedPodsText") ? "targeted pods (pods might be unready)" : "any ready pods";
  return new MetricsError(`did not receive metrics for ${whose}`);
}

function somePods({ pods }: Basis): readonly Pod[] {
  if (pods.length === 0) throw new MetricsError("no pods returned by selector while calculating replica count");
  return pods;
}

/** Requests by pod, in thousandths; every container that counts must have one. */
function podRequests({ pods, release }: Basis, resource: string, container: string | undefined): Map<string, number> {
  const requestOf = (pod: Pod, { name, resources }: Container): number => {
    const text = resources?.requests?.[resource];
    if (text !== undefined) return milliValue(parseQuantity(text));
    const where = release.has("hpaNamesContainerWithoutRequest") ? ` in container ${name} of Pod ${pod.metadata.name}` : "";
    throw new MetricsError(`missing request for ${resource}${where}`);
  };
  return new Map(
    pods.map((pod) => {
      const counted = pod.spec.containers.filter(({ name }) => container === undefined || name === container);
      return [pod.metadata.name ?? "", counted.reduce((sum, one) => sum + requestOf(pod, one), 0)];
    }),
  );
}

// pkg/controller/podautoscaler/metrics/utilization.go GetResourceUtilizationRatio, 1.20
function utilizationOf(
  values: ReadonlyMap<string, number>,
  requests: ReadonlyMap<string, number>,
  target: number,
): { ratio: number; utilization: number; value: number } {
  let used = 0;
  let requested = 0;
  let count = 0;
  for (const [name, value] of values) {
    const request = requests.get(name);
    if (request === undefined) continue;
    used += value;
    requested += request;
    count++;
  }
  if (requested === 0) throw new MetricsError("no metrics returned matched known pods");
  const utilization = Math.trunc((used * 100) / requested);
  return { ratio: utilization / target, utilization, value: Math.trunc(used / count) };
}

function averageOf(values: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const value of values.values()) sum += value;
  return Math.trunc(sum / values.size);
}
