import type {
  MetricSpec,
  MetricStatus,
  MetricTarget as Goal,
  MetricValueStatus,
} from "../../kinds/autoscaling/horizontalpodautoscaler/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { type LabelSelector, selects } from "../../machinery/labels.ts";
import { canonicalQuantity, milliValue, parseQuantity } from "../../machinery/quantity.ts";
import { averageReplicas, type Basis, type Calculation, sharedReplicas, utilizationReplicas, valueReplicas } from "./calculator.ts";
import { MetricsError, type MetricsClient, type MetricTarget } from "./metrics.ts";

/** What a metric says: the replicas it proposes, its name in events and conditions, and its value. */
export interface Proposal {
  readonly replicas: number;
  readonly name: string;
  readonly status: MetricStatus;
}

/** Why a metric cannot be had: the condition's and event's reason, what went wrong, and how the sum of all metrics tells it. */
export interface MetricFailure {
  readonly reason: string;
  readonly error: string;
  readonly summary: string;
}

interface Question {
  readonly client: MetricsClient;
  readonly target: MetricTarget;
  readonly basis: Basis;
  readonly context: ComponentContext;
}

/** Asks for one metric and works out the size that it wants. */
// pkg/controller/podautoscaler/horizontal.go computeReplicasForMetric, 1.20
export function propose(
  metric: MetricSpec,
  client: MetricsClient,
  target: MetricTarget,
  context: ComponentContext,
): MetricFailure | Proposal {
  const pods = context.lister.list("pods", { namespace: target.namespace }) as readonly Pod[];
  const own = pods.filter((pod) => selects(target.selector, pod.metadata.labels));
  const question = {
    client,
    target,
    context,
    basis: { pods: own, replicas: target.replicas, now: context.sim.now(), release: context.release },
  };
  const { resource, containerResource, pods: perPod, object, external } = metric;
  if (resource !== undefined) return ofResource(metric, resource, undefined, question);
  if (containerResource !== undefined) return ofResource(metric, containerResource, containerResource.container, question);
  if (perPod !== undefined) return ofPods(perPod, question);
  if (object !== undefined) return ofObject(object, question);
  if (external !== undefined) return ofExternal(external, question);
  const error = `unknown metric source type ${JSON.stringify(metric.type)}`;
  return { reason: "InvalidMetricSourceType", error, summary: error };
}

/** Does the sums; what cannot be had becomes a failure. `before` is put before the error, `summary` before that. */
function attempt(
  reason: string,
  summary: (error: string) => string,
  work: () => Proposal,
  full: (error: string) => string = (error) => error,
): MetricFailure | Proposal {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof MetricsError)) throw error;
    const text = full(error.message);
    return { reason, error: text, summary: summary(text) };
  }
}

/** Puts words before what a metrics client says. */
function saying<T>(before: string, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (error instanceof MetricsError) throw new MetricsError(`${before}${error.message}`);
    throw error;
  }
}

function milli(text: string | undefined): number {
  return milliValue(parseQuantity(text ?? "0"));
}

/** A number of thousandths as the API writes it. */
function quantity(thousandths: number): string {
  return canonicalQuantity(`${thousandths}m`);
}

function ofResource(
  metric: MetricSpec,
  { name, target: goal }: { name: string; target: Goal },
  container: string | undefined,
  question: Question,
): MetricFailure | Proposal {
  const { client, target, basis, context } = question;
  const { release } = context;
  const reason = container === undefined ? "FailedGetResourceMetric" : "FailedGetContainerResourceMetric";
  const prefix = `failed to get ${name} utilization: `;
  const prefixed = (error: string): string => (error.startsWith("invalid resource metric source") ? error : `${prefix}${error}`);
  const kind = container === undefined ? `${name} resource` : `${container} container`;
  const summary = (error: string): string => {
    const full = error.startsWith(prefix) ? error : prefixed(error);
    return release.has("hpaValueErrorPrefix") ? `failed to get ${kind} metric value: ${full}` : full;
  };
  const work = (): Proposal => {
    const samples = () => saying(`unable to get metrics for resource ${name}: `, () => client.resource(name, container, target, context));
    const propose = (found: Calculation, said: string, current: MetricValueStatus): Proposal => {
      const status: MetricStatus =
        container === undefined
          ? { type: metric.type, resource: { name, current } }
          : { type: metric.type, containerResource: { name, container, current } };
      return { replicas: found.replicas, name: said, status };
    };
    if (goal.averageValue !== undefined) {
      const found = averageReplicas(samples(), name, milli(goal.averageValue), basis);
      return propose(found, `${name} resource`, { averageValue: quantity(found.value) });
    }
    if (goal.averageUtilization === undefined) {
      throw new MetricsError("invalid resource metric source: neither a utilization target nor a value target was set");
    }
    const found = utilizationReplicas(samples(), name, container, goal.averageUtilization, basis);
    const current = { averageUtilization: found.utilization ?? 0, averageValue: quantity(found.value) };
    return propose(found, `${name} resource utilization (percentage of request)`, current);
  };
  return attempt(reason, summary, work, release.has("hpaErrorPrefix") ? prefixed : undefined);
}

function ofPods(
  { metric, target: goal }: NonNullable<MetricSpec["pods"]>,
  { client, target, basis, context }: Question,
): MetricFailure | Proposal {
  return attempt(
    "FailedGetPodsMetric",
    (error) => `failed to get pods metric value: ${error}`,
    () => {
      const samples = saying(`unable to get metric ${metric.name}: `, () => client.pods(metric, target, context));
      const found = averageReplicas(samples, "", milli(goal.averageValue), basis);
      return {
        replicas: found.replicas,
        name: `pods metric ${metric.name}`,
        status: { type: "Pods", pods: { metric, current: { averageValue: quantity(found.value) } } },
      };
    },
  );
}

function ofObject(
  { metric, target: goal, describedObject }: NonNullable<MetricSpec["object"]>,
  { client, target, basis, context }: Question,
): MetricFailure | Proposal {
  const { kind, name } = describedObject;
  const byAverage = goal.type === "AverageValue";
  const inner = (error: string): string => (byAverage ? `failed to get ${metric.name} object metric: ${error}` : error);
  return attempt(
    "FailedGetObjectMetric",
    (error) => `failed to get object metric value: ${error.startsWith("invalid object metric source") ? error : inner(error)}`,
    () => {
      if (!byAverage && goal.type !== "Value") {
        throw new MetricsError("invalid object metric source: neither a value target nor an average value target was set");
      }
      // The order of the words is the controller's own.
      const before = `unable to get metric ${metric.name}: ${kind} on ${target.namespace} ${name}/`;
      const value = saying(before, () => client.object(metric, describedObject, target, context));
      if (byAverage) {
        const found = sharedReplicas(value, milli(goal.averageValue), target.statusReplicas);
        const current = { averageValue: quantity(found.value) };
        const status: MetricStatus = { type: "Object", object: { metric, current, describedObject: { kind: "", name: "" } } };
        return { replicas: found.replicas, name: `external metric ${metric.name}(${selectorText(metric.selector)})`, status };
      }
      const found = valueReplicas(value, milli(goal.value), basis);
      const status: MetricStatus = { type: "Object", object: { metric, current: { value: quantity(found.value) }, describedObject } };
      return { replicas: found.replicas, name: `${kind} metric ${metric.name}`, status };
    },
  );
}

function ofExternal(
  { metric, target: goal }: NonNullable<MetricSpec["external"]>,
  { client, target, basis, context }: Question,
): MetricFailure | Proposal {
  const invalid = "invalid external metric source: neither a value target nor an average value target was set";
  const inner = (error: string): string => {
    if (error === invalid) return error;
    return goal.averageValue === undefined
      ? `failed to get external metric ${metric.name}: ${error}`
      : `failed to get ${metric.name} external metric: ${error}`;
  };
  return attempt(
    "FailedGetExternalMetric",
    (error) =>
      context.release.has("hpaValueErrorPrefix") ? `failed to get ${metric.name} external metric value: ${inner(error)}` : inner(error),
    () => {
      if (goal.averageValue === undefined && goal.value === undefined) throw new MetricsError(invalid);
      const before = `unable to get external metric ${target.namespace}/${metric.name}/${selectorText(metric.selector)}: `;
      const values = saying(before, () => client.external(metric, target, context));
      const sum = values.reduce((total, value) => total + value, 0);
      const found =
        goal.averageValue === undefined
          ? valueReplicas(sum, milli(goal.value), basis)
          : sharedReplicas(sum, milli(goal.averageValue), target.statusReplicas);
      const current = goal.averageValue === undefined ? { value: quantity(found.value) } : { averageValue: quantity(found.value) };
      return {
        replicas: found.replicas,
        name: `external metric ${metric.name}(${selectorText(metric.selector)})`,
        status: { type: "External", external: { metric, current } },
      };
    },
  );
}

/** A selector as Go prints a pointer to one with %+v. apimachinery/pkg/apis/meta/v1/generated.pb.go String, 1.20 */
function selectorText(selector: LabelSelector | undefined): string {
  if (selector === undefined) return "nil";
  const labels = Object.entries(selector.matchLabels ?? {})
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, value]) => `${key}: ${value},`);
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) => `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(" ")}],},`,
  );
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join("")}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join("")}},}`;
}
