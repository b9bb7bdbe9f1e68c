import { deepClone } from "../../../base/deep.ts";
import type { Json } from "../../../base/json.ts";
import type { KindContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { canonicalQuantity } from "../../../machinery/quantity.ts";
import type { TableColumn } from "../../../machinery/table.ts";
import { AGE, ageOf, column, NAME, nameOf } from "../../shared/columns.ts";
import { convertAutoscaler } from "./convert.ts";
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from "./types.ts";

export const autoscalerColumns: TableColumn[] = [
  NAME,
  column("Reference"),
  column("Targets"),
  column("MinPods"),
  column("MaxPods"),
  column("Replicas"),
  AGE,
];

/** Metrics beyond these are only counted. */
const METRICS_SHOWN = 2;

// pkg/printers/internalversion/printers.go printHorizontalPodAutoscaler, 1.20
export function autoscalerRow(object: KubeObject, context: KindContext): Json[] {
  const draft = deepClone(object);
  convertAutoscaler(draft, "v2");
  const { spec, status } = draft as HorizontalPodAutoscaler;
  return [
    nameOf(object),
    `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`,
    targetsCell(spec.metrics ?? [], status?.currentMetrics ?? [], context),
    spec.minReplicas === undefined ? "<unset>" : String(spec.minReplicas),
    spec.maxReplicas,
    status?.currentReplicas ?? 0,
    ageOf(object, context),
  ];
}

// formatHPAMetrics
function targetsCell(metrics: readonly MetricSpec[], current: readonly MetricStatus[], context: KindContext): string {
  if (metrics.length === 0) return "<none>";
  const texts = metrics.slice(0, METRICS_SHOWN).map((metric, index) => metricText(metric, current[index], context));
  const more = metrics.length > METRICS_SHOWN ? ` + ${metrics.length - METRICS_SHOWN} more...` : "";
  return texts.join(", ") + more;
}

function metricText(metric: MetricSpec, current: MetricStatus | undefined, context: KindContext): string {
  switch (metric.type) {
    case "External":
      return metric.external ? valueText(metric.external.target, current?.external?.current) : "<unknown type>";
    case "Object":
      return metric.object ? valueText(metric.object.target, current?.object?.current) : "<unknown type>";
    case "Pods":
      return `${quantity(current?.pods?.current.averageValue)}/${quantity(metric.pods?.target.averageValue)}`;
    case "Resource":
      return metric.resource
        ? resourceText(metric.resource.name, metric.resource.target, current?.resource?.current, context)
        : "<unknown type>";
    case "ContainerResource": {
      const { containerResource: source } = metric;
      return source ? resourceText(source.name, source.target, current?.containerResource?.current, context) : "<unknown type>";
    }
    default:
      return "<unknown type>";
  }
}

function valueText(target: MetricTarget, current: MetricValueStatus | undefined): string {
  if (target.averageValue !== undefined) return `${quantity(current?.averageValue)}/${quantity(target.averageValue)} (avg)`;
  return `${quantity(current?.value)}/${quantity(target.value)}`;
}

function resourceText(name: string, target: MetricTarget, current: MetricValueStatus | undefined, { release }: KindContext): string {
  const prefix = release.has("autoscalerTargetNames") ? `${name}: ` : "";
  if (target.averageValue !== undefined) return `${prefix}${quantity(current?.averageValue)}/${quantity(target.averageValue)}`;
  const used = current?.averageUtilization === undefined ? "<unknown>" : `${current.averageUtilization}%`;
  return `${prefix}${used}/${target.averageUtilization === undefined ? "<auto>" : `${target.averageUtilization}%`}`;
}

/** A measured or wanted amount in its canonical form; `<unknown>` before it is measured. */
export function quantity(text: string | undefined): string {
  return text === undefined ? "<unknown>" : canonicalQuantity(text);
}
