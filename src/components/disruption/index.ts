import { deepEqual } from "../../base/deep.ts";
import { formatRfc3339, parseRfc3339 } from "../../base/rfc3339.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from "../../kinds/policy/poddisruptionbudget/types.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { formatLabelSelector, selects } from "../../machinery/labels.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { isPodReady } from "../controller/pod-state.ts";
import { disruptionBudgets, PODS, type Resource } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";
import type { Requeue } from "../controller/retry.ts";
import { selectsEverything } from "../controller/selector.ts";
import { settleSoon } from "../controller/settle.ts";
import type { Release } from "../../release/release.ts";
import { expectationOf } from "./expected.ts";

const NAME = "disruption";
/** An evicted pod that is still there after so long counts as healthy again. */
const DELETION_TIMEOUT_MS = 120_000;

/** Counts how many of a disruption budget's pods may go. */
// pkg/controller/disruption/disruption.go, 1.20
export function createDisruptionController(release: Release): Component {
  const budgets = disruptionBudgets(release.value("disruptionBudgetVersion"));
  return {
    name: NAME,
    user: controllerUser("disruption-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: budgets.key, keys: ({ type, object }) => (type === "DELETED" ? [] : [objectKey(object)]) },
      { resource: PODS.key, keys: (change, context) => podKeys(change, budgets, context) },
    ],
    ...retrying(NAME, "controllermanager", (key, context) => sync(key, budgets, context)),
  };
}

/** The budgets of a pod. Many pods that come or get ready together are one look. */
function podKeys(change: Change, budgets: Resource, context: ComponentContext): readonly string[] {
  const pod = change.object as Pod;
  const previous = change.previous as Pod | undefined;
  const isSame = previous !== undefined && change.type === "MODIFIED" && isPodReady(previous) === isPodReady(pod);
  if (
    isSame &&
    previous.metadata.deletionTimestamp === pod.metadata.deletionTimestamp &&
    deepEqual(previous.metadata.labels, pod.metadata.labels)
  )
    return [];
  const all = context.lister.list(budgets.key, { namespace: pod.metadata.namespace ?? "" }) as readonly PodDisruptionBudget[];
  for (const budget of all) {
    if (covers(budget, pod, context) || (previous && covers(budget, previous, context))) settleSoon(NAME, objectKey(budget), context);
  }
  return [];
}

function covers(budget: PodDisruptionBudget, pod: Pod, { release }: ComponentContext): boolean {
  const selector = budget.spec?.selector;
  if (!selector) return false;
  return selectsEverything(selector) ? release.has("emptyBudgetSelectorMatchesAll") : selects(selector, pod.metadata.labels);
}

function sync(key: string, budgets: Resource, context: ComponentContext): Requeue {
  const { namespace, name } = splitKey(key);
  const budget = context.lister.get(budgets.key, namespace, name) as PodDisruptionBudget | undefined;
  if (!budget) return undefined;
  const { events, sim } = context;
  const pods = (context.lister.list(PODS.key, { namespace }) as readonly Pod[]).filter((pod) => covers(budget, pod, context));
  if (pods.length === 0) events.record(budget, "Normal", "NoPods", "No matching pods found");
  const expectation = expectationOf(budget, pods, context);
  if ("problem" in expectation) {
    const { reason, problem } = expectation;
    if (reason) events.record(budget, "Warning", reason, problem);
    events.record(budget, "Warning", "CalculateExpectedPodCountFailed", `Failed to calculate the number of expected pods: ${problem}`);
    write(budget, { ...zero, ...budget.status, disruptionsAllowed: 0 }, budgets, context);
    return undefined;
  }
  if (expectation.unmanaged.length > 0) events.record(budget, "Warning", "UnmanagedPods", unmanagedText(budget));
  const awaited = awaitedEvictions(budget, pods, sim.now());
  const { expected, desired } = expectation;
  const currentHealthy = pods.filter(
    (pod) => !pod.metadata.deletionTimestamp && awaited[pod.metadata.name ?? ""] === undefined && isPodReady(pod),
  ).length;
  const disruptionsAllowed = expected > 0 ? Math.max(0, currentHealthy - desired) : 0;
  const counted = { currentHealthy, desiredHealthy: desired, expectedPods: expected, disruptionsAllowed };
  write(budget, { ...counted, ...(Object.keys(awaited).length > 0 ? { disruptedPods: awaited } : {}) }, budgets, context);
  const due = Object.values(awaited).map((time) => (parseRfc3339(time) ?? 0) + DELETION_TIMEOUT_MS - sim.now());
  return due.length > 0 ? { requeueAfterMs: Math.max(0, Math.min(...due)) } : undefined;
}

const zero: PodDisruptionBudgetStatus = { currentHealthy: 0, desiredHealthy: 0, expectedPods: 0, disruptionsAllowed: 0 };

function unmanagedText(budget: PodDisruptionBudget): string {
  const which = `Pods selected by this PodDisruptionBudget (selector: ${formatLabelSelector(budget.spec?.selector)}) were found to be unmanaged.`;
  const so = "As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior.";
  return `${which} ${so} To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`;
}

/** Pods that were evicted a short while ago and have not begun to go. */
// pkg/controller/disruption/disruption.go buildDisruptedPodMap, 1.20
function awaitedEvictions(budget: PodDisruptionBudget, pods: readonly Pod[], now: number): Record<string, string> {
  const alive = new Set(pods.filter((pod) => !pod.metadata.deletionTimestamp).map((pod) => pod.metadata.name));
  const noted = Object.entries(budget.status?.disruptedPods ?? {});
  return Object.fromEntries(noted.filter(([name, time]) => alive.has(name) && (parseRfc3339(time) ?? 0) + DELETION_TIMEOUT_MS > now));
}

function write(budget: PodDisruptionBudget, counted: PodDisruptionBudgetStatus, budgets: Resource, context: ComponentContext): void {
  const { generation = 0, namespace = "" } = budget.metadata;
  const { conditions: former = [], ...previous } = budget.status ?? zero;
  const status: PodDisruptionBudgetStatus = { ...counted, ...(generation > 0 ? { observedGeneration: generation } : {}) };
  delete status.conditions;
  if (context.release.has("budgetConditions")) {
    const [holds, reason] = counted.disruptionsAllowed > 0 ? ["True", "SufficientPods"] : ["False", "InsufficientPods"];
    const known = former.find((condition) => condition.type === "DisruptionAllowed");
    const lastTransitionTime =
      known?.status === holds && known.lastTransitionTime ? known.lastTransitionTime : formatRfc3339(context.sim.now());
    const condition = {
      type: "DisruptionAllowed",
      status: holds ?? "",
      observedGeneration: generation,
      lastTransitionTime,
      reason: reason ?? "",
      message: "",
    };
    status.conditions = [...former.filter((one) => one !== known), condition];
    if (deepEqual({ ...previous, conditions: former }, status)) return;
  } else if (deepEqual(previous, status)) return;
  context.client.updateStatus(budgets.in(namespace), { ...budget, status });
}
