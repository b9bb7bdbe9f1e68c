import type { HorizontalPodAutoscaler } from "../../kinds/autoscaling/horizontalpodautoscaler/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import type { LabelSelector } from "../../machinery/labels.ts";
import { type KubeObject, resourceKey, splitApiVersion } from "../../machinery/object.ts";
import { StatusError } from "../../machinery/status.ts";

/** What an autoscaler scales, as its scale subresource shows it. */
export interface Target {
  replicas: number;
  /** How many pods it says it has. */
  statusReplicas: number;
  /** Undefined when it selects nothing. */
  selector: LabelSelector | undefined;
  /** Asks for another size; throws StatusError. */
  scale(replicas: number): void;
}

/** The target of an autoscaler, or why there is none. */
// pkg/controller/podautoscaler/horizontal.go scaleForResourceMappings, 1.20
export function findTarget(autoscaler: HorizontalPodAutoscaler, context: ComponentContext): Target | string {
  const { kind, name, apiVersion = "v1" } = autoscaler.spec.scaleTargetRef;
  const { group, version } = splitApiVersion(apiVersion);
  const definition = context.catalog.byKind(group, kind);
  if (!definition) return `no matches for kind ${JSON.stringify(kind)} in group ${JSON.stringify(group)}`;
  const { namespace = "" } = autoscaler.metadata;
  const object = context.lister.get(resourceKey(group, definition.plural), namespace, name);
  const facet = definition.scale;
  if (!facet) return "the server could not find the requested resource";
  if (!object) return `${definition.plural}/scale${group ? `.${group}` : ""} ${JSON.stringify(name)} not found`;
  const selector = facet.selector === undefined ? undefined : at(object, facet.selector);
  return {
    replicas: Number(at(object, facet.specReplicas) ?? 0),
    statusReplicas: Number(at(object, facet.statusReplicas) ?? 0),
    selector: asSelector(selector),
    scale(replicas) {
      const scale = { apiVersion: "autoscaling/v1", kind: "Scale", metadata: { name, namespace }, spec: { replicas } };
      context.client.update({ group, version, resource: definition.plural, namespace }, scale, { subresource: "scale" });
    },
  };
}

/** A ReplicationController's selector is a plain map. An empty one counts as none. */
function asSelector(value: unknown): LabelSelector | undefined {
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) return undefined;
  return "matchLabels" in value || "matchExpressions" in value
    ? (value as LabelSelector)
    : { matchLabels: value as Record<string, string> };
}

function at(object: KubeObject, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], object);
}

/** The sentence of what the API server refused; other errors are thrown on. */
export function refusalOf(error: unknown): string {
  if (error instanceof StatusError) return error.message;
  throw error;
}
