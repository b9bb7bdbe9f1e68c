import { deepClone, deepEqual } from "../../base/deep.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerStatus,
  MetricStatus,
} from "../../kinds/autoscaling/horizontalpodautoscaler/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { objectKey } from "../../machinery/object.ts";
import { formatLabelSelector, type LabelSelector, selects } from "../../machinery/labels.ts";
import { AUTOSCALERS, PODS } from "../controller/resources.ts";
import { type Conditions, conditionSetter } from "./conditions.ts";
import { limitSize, noteFirstSize, noteScaling } from "./limits.ts";
import type { MetricsClient } from "./metrics.ts";
import { type MetricFailure, type Proposal, propose } from "./propose.ts";
import { findTarget, refusalOf, type Target } from "./target.ts";

/** What an autoscaler decides: the size, why, and what the metrics say. */
interface Decision {
  replicas: number;
  why: string;
  metrics: MetricStatus[] | null;
}

/** One look at an autoscaler. */
// pkg/controller/podautoscaler/horizontal.go reconcileAutoscaler, 1.20
export function syncAutoscaler(autoscaler: HorizontalPodAutoscaler, source: MetricsClient, context: ComponentContext): void {
  const conditions = conditionSetter(autoscaler.status?.conditions ?? [], formatRfc3339(context.sim.now()));
  const write = (status: Partial<HorizontalPodAutoscalerStatus>) =>
    writeStatus(autoscaler, { ...status, conditions: conditions.conditions }, context);
  const target = findTarget(autoscaler, context);
  if (typeof target === "string") {
    context.events.record(autoscaler, "Warning", "FailedGetScale", target);
    conditions.set("AbleToScale", false, "FailedGetScale", `the HPA controller was unable to get the target's current scale: ${target}`);
    write({});
    return;
  }
  conditions.set("AbleToScale", true, "SucceededGetScale", "the HPA controller was able to get the target's current scale");
  const current = target.replicas;
  noteFirstSize(objectKey(autoscaler), current, context);
  const decision = decide(autoscaler, target, source, conditions, context);
  if ("error" in decision) {
    write({ currentReplicas: current });
    context.events.record(autoscaler, "Warning", "FailedComputeMetricsReplicas", decision.error);
    return;
  }
  const { replicas, why, metrics } = decision;
  if (replicas === current) {
    write({ currentReplicas: current, desiredReplicas: replicas, currentMetrics: metrics });
    return;
  }
  const what = `New size: ${replicas}; reason: ${why}`;
  try {
    target.scale(replicas);
  } catch (error) {
    const message = refusalOf(error);
    context.events.record(autoscaler, "Warning", "FailedRescale", `${what}; error: ${message}`);
    conditions.set("AbleToScale", false, "FailedUpdateScale", `the HPA controller was unable to update the target scale: ${message}`);
    write({ currentReplicas: current });
    return;
  }
  conditions.set("AbleToScale", true, "SucceededRescale", `the HPA controller was able to update the target scale to ${replicas}`);
  context.events.record(autoscaler, "Normal", "SuccessfulRescale", what);
  noteScaling(objectKey(autoscaler), autoscaler.spec.behavior, current, replicas, context);
  write({ currentReplicas: current, desiredReplicas: replicas, currentMetrics: metrics, lastScaleTime: formatRfc3339(context.sim.now()) });
}

/** Bounds come first; metrics count only between them. */
function decide(
  autoscaler: HorizontalPodAutoscaler,
  target: Target,
  source: MetricsClient,
  conditions: Conditions,
  context: ComponentContext,
): Decision | { error: string } {
  const { minReplicas: min = 1, maxReplicas: max } = autoscaler.spec;
  const { replicas: current } = target;
  if (current === 0 && min !== 0) {
    conditions.set("ScalingActive", false, "ScalingDisabled", "scaling is disabled since the replica count of the target is zero");
    return { replicas: 0, why: "", metrics: null };
  }
  if (current > max) return { replicas: max, why: "Current number of replicas above Spec.MaxReplicas", metrics: null };
  if (current < min) return { replicas: min, why: "Current number of replicas below Spec.MinReplicas", metrics: null };
  const best = bestProposal(autoscaler, target, source, conditions, context);
  if ("error" in best) return best;
  const replicas = limitSize(objectKey(autoscaler), current, best.replicas, { min, max }, autoscaler.spec.behavior, conditions, context);
  const why = best.replicas > current ? `${best.name} above target` : best.replicas < current ? "All metrics below target" : "";
  return { replicas, why, metrics: best.statuses };
}

type Best = { replicas: number; name: string; statuses: MetricStatus[] };

/** The largest proposal. An error when no metric can be had. */
// pkg/controller/podautoscaler/horizontal.go computeReplicasForMetrics, 1.20
function bestProposal(
  autoscaler: HorizontalPodAutoscaler,
  target: Target,
  source: MetricsClient,
  conditions: Conditions,
  context: ComponentContext,
): Best | { error: string } {
  const { selector, replicas, statusReplicas } = target;
  if (selector === undefined) {
    context.events.record(autoscaler, "Warning", "SelectorRequired", "selector is required");
    conditions.set("ScalingActive", false, "InvalidSelector", "the HPA target's scale is missing a selector");
    return { error: "selector is required" };
  }
  const rivals = context.release.has("hpaAmbiguousSelector") ? rivalsOf(autoscaler, selector, context) : [];
  if (rivals.length > 1) {
    const error = `pods by selector ${formatLabelSelector(selector)} are controlled by multiple HPAs: [${rivals.join(" ")}]`;
    context.events.record(autoscaler, "Warning", "AmbiguousSelector", error);
    conditions.set("ScalingActive", false, "AmbiguousSelector", error);
    return { error };
  }
  const metrics = autoscaler.spec.metrics ?? [];
  const asked = { namespace: autoscaler.metadata.namespace ?? "", selector, replicas, statusReplicas };
  const answers = metrics.map((metric) => {
    const answer = propose(metric, source, asked, context);
    if (isFailure(answer)) context.events.record(autoscaler, "Warning", answer.reason, answer.error);
    return answer;
  });
  const best = answers.reduce<Proposal | undefined>(
    (most, one) => (isFailure(one) || (most !== undefined && most.replicas !== 0 && most.replicas >= one.replicas) ? most : one),
    undefined,
  );
  const failures = answers.filter(isFailure);
  const holds = context.release.has("hpaHoldsOnInvalidMetrics") && failures.length > 0;
  if (best === undefined || (holds && best.replicas < replicas)) {
    const [failure] = failures;
    if (failure)
      conditions.set("ScalingActive", false, failure.reason, `the HPA was unable to compute the replica count: ${failure.error}`);
    return { error: `invalid metrics (${failures.length} invalid out of ${metrics.length}), first error is: ${failure?.summary ?? ""}` };
  }
  conditions.set("ScalingActive", true, "ValidMetricFound", `the HPA was able to successfully calculate a replica count from ${best.name}`);
  // A metric that cannot be had keeps its place, empty.
  return { replicas: best.replicas, name: best.name, statuses: answers.map((one) => (isFailure(one) ? { type: "" } : one.status)) };
}

/** Every autoscaler whose target selects pods that this selector selects too, this one among them. */
function rivalsOf({ metadata }: HorizontalPodAutoscaler, selector: LabelSelector, context: ComponentContext): string[] {
  const { namespace = "" } = metadata;
  const pods = context.lister.list(PODS.key, { namespace }).filter((pod) => selects(selector, pod.metadata.labels));
  const all = context.lister.list(AUTOSCALERS.key, { namespace }) as readonly HorizontalPodAutoscaler[];
  const others = all.filter((other) => {
    const target = findTarget(other, context);
    return typeof target !== "string" && target.selector !== undefined && pods.some((pod) => selects(target.selector, pod.metadata.labels));
  });
  return others.map((other) => `${namespace}/${other.metadata.name}`);
}

function isFailure(answer: MetricFailure | Proposal): answer is MetricFailure {
  return "error" in answer;
}

/** Writes a status in the version that this release's controller speaks. */
function writeStatus(autoscaler: HorizontalPodAutoscaler, part: Partial<HorizontalPodAutoscalerStatus>, context: ComponentContext): void {
  const status = { desiredReplicas: 0, ...autoscaler.status, ...part };
  if (deepEqual(autoscaler.status ?? {}, status)) return;
  const version = context.release.value("hpaControllerVersion");
  const draft = deepClone({ ...autoscaler, status });
  const { namespace = "" } = autoscaler.metadata;
  context.catalog.byResource("autoscaling", "horizontalpodautoscalers")?.convert?.(draft, version);
  draft.apiVersion = `autoscaling/${version}`;
  context.client.updateStatus({ ...AUTOSCALERS.in(namespace), version }, draft);
}
