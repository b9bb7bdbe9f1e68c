import type { PodDisruptionBudget } from "../../kinds/policy/poddisruptionbudget/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { type KubeObject, type OwnerReference, resourceKey, splitApiVersion } from "../../machinery/object.ts";
import { scaledValue } from "../controller/int-or-percent.ts";
import { controllerOf } from "../controller/owner.ts";

/** How many pods there should be, and how many of them healthy. `unmanaged` names pods whose controller nobody can scale. */
export interface Expectation {
  expected: number;
  desired: number;
  unmanaged: string[];
}

/** The expectation cannot be worked out: an event of its own says why, if there is a reason for one. */
export interface NoExpectation {
  reason: string | undefined;
  problem: string;
}

/** What a budget expects of its pods: percentages and maxUnavailable count the scale of the pods' controllers. */
// pkg/controller/disruption/disruption.go getExpectedPodCount, getExpectedScale, 1.20
export function expectationOf(budget: PodDisruptionBudget, pods: readonly Pod[], context: ComponentContext): Expectation | NoExpectation {
  const { maxUnavailable, minAvailable } = budget.spec ?? {};
  if (maxUnavailable === undefined && typeof minAvailable === "number")
    return { expected: pods.length, desired: minAvailable, unmanaged: [] };
  if (maxUnavailable === undefined && minAvailable === undefined) return { expected: 0, desired: 0, unmanaged: [] };
  const scales = new Map<string, number>();
  const unmanaged: string[] = [];
  for (const pod of pods) {
    const name = pod.metadata.name ?? "";
    const reference = controllerOf(pod);
    if (!reference && context.release.has("budgetToleratesUnmanagedPods")) {
      unmanaged.push(name);
      continue;
    }
    if (!reference) return { reason: "NoControllerRef", problem: `found no controller ref for pod ${JSON.stringify(name)}` };
    if (scales.has(reference.uid)) continue;
    const found = controllerScale(reference, pod.metadata.namespace ?? "", context);
    if (found === undefined) return { reason: "NoControllers", problem: `found no controllers for pod ${JSON.stringify(name)}` };
    if (typeof found === "string") return { reason: undefined, problem: found };
    scales.set(found.uid, found.replicas);
  }
  const expected = [...scales.values()].reduce((sum, replicas) => sum + replicas, 0);
  if (maxUnavailable === undefined) return { expected, desired: scaledValue(minAvailable, expected, "up"), unmanaged };
  return { expected, desired: Math.max(0, expected - scaledValue(maxUnavailable, expected, "up")), unmanaged };
}

/** The scale of a pod's controller, or of the deployment above its replica set; undefined when it is gone, a text when it has none. */
function controllerScale(
  reference: OwnerReference,
  namespace: string,
  context: ComponentContext,
): { uid: string; replicas: number } | string | undefined {
  const { group } = splitApiVersion(reference.apiVersion);
  const definition = context.catalog.byKind(group, reference.kind);
  const object = definition && context.lister.get(resourceKey(group, definition.plural), namespace, reference.name);
  if (!definition || object?.metadata.uid !== reference.uid) return undefined;
  if (!definition.scale) return `${definition.plural}${group ? `.${group}` : ""} does not implement the scale subresource`;
  const above = controllerOf(object);
  const whole = above ? controllerScale(above, namespace, context) : undefined;
  if (typeof whole === "object") return whole;
  return { uid: reference.uid, replicas: replicasOf(object, definition.scale.specReplicas) };
}

function replicasOf(object: KubeObject, path: string): number {
  const value = path.split(".").reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], object);
  return typeof value === "number" ? value : 0;
}
