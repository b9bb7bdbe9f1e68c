import { isJsonObject, type JsonObject } from "../../base/json.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { ApiResponse } from "../../machinery/api.ts";
import { type LabelSelector, selects } from "../../machinery/labels.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { badRequest, failure, forbidden, type Status, type StatusError } from "../../machinery/status.ts";
import type { Call } from "../engine.ts";
import { deleteLive, readDeleteOptions } from "./delete.ts";
import { existing } from "./list.ts";

const BUDGETS = "poddisruptionbudgets.policy";
const REFUSED = "Cannot evict pod as it would violate the pod's disruption budget.";
const DISRUPTED_PODS_MAX = 2000;

interface Budget extends KubeObject {
  spec?: { selector?: LabelSelector };
  status?: {
    disruptionsAllowed?: number;
    currentHealthy?: number;
    desiredHealthy?: number;
    observedGeneration?: number;
    disruptedPods?: Record<string, string>;
  };
}

interface Evictee extends KubeObject {
  status?: { phase?: string; conditions?: { type: string; status: string }[] };
}

/** `pods/eviction`: deletes a pod unless that breaks its disruption budget. */
// pkg/registry/core/pod/storage/eviction.go, 1.20
export function evictPod(call: Call): ApiResponse {
  const { request, warnings } = call;
  const body: JsonObject = isJsonObject(request.body) ? request.body : {};
  const metadata = isJsonObject(body.metadata) ? body.metadata : {};
  if (metadata.name !== undefined && metadata.name !== request.name) throw badRequest("name in URL does not match name in Eviction object");
  const options = readDeleteOptions(body.deleteOptions);
  const pod = existing(call) as Evictee;
  if (!ignoresBudgets(pod)) spendBudget(call, pod);
  deleteLive(call, pod, options);
  const body201: Status = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };
  return { code: 201, body: body201, warnings };
}

function ignoresBudgets(pod: Evictee): boolean {
  return ["Succeeded", "Failed", "Pending"].includes(pod.status?.phase ?? "") || pod.metadata.deletionTimestamp !== undefined;
}

function spendBudget(call: Call, pod: Evictee): void {
  const { store } = call.engine.options;
  const namespace = pod.metadata.namespace ?? "";
  const budgets = (store.list(BUDGETS, { namespace }) as readonly Budget[]).filter((budget) => coversPod(call, budget, pod));
  const [budget, another] = budgets;
  if (!budget) return;
  if (another) throw failure(500, "", "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
  const {
    disruptionsAllowed = 0,
    currentHealthy = 0,
    desiredHealthy = 0,
    observedGeneration = 0,
    disruptedPods = {},
  } = budget.status ?? {};
  const isReady = pod.status?.conditions?.some((condition) => condition.type === "Ready" && condition.status === "True") ?? false;
  if (!isReady && currentHealthy >= desiredHealthy && desiredHealthy > 0) return;
  const name = budget.metadata.name ?? "";
  if (observedGeneration < (budget.metadata.generation ?? 0))
    throw tooMany(`The disruption budget ${name} is still being processed by the server.`);
  if (disruptionsAllowed < 0) throw forbidden("policy", "poddisruptionbudget", name, "pdb disruptions allowed is negative");
  if (Object.keys(disruptedPods).length > DISRUPTED_PODS_MAX) {
    throw forbidden(
      "policy",
      "poddisruptionbudget",
      name,
      "DisruptedPods map too big - too many evictions not confirmed by PDB controller",
    );
  }
  if (disruptionsAllowed === 0)
    throw tooMany(`The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`);
  if (call.context.dryRun) return;
  const noted = { ...disruptedPods, [pod.metadata.name ?? ""]: formatRfc3339(call.context.now()) };
  store.put(BUDGETS, { ...budget, status: { ...budget.status, disruptionsAllowed: disruptionsAllowed - 1, disruptedPods: noted } });
}

function coversPod(call: Call, budget: Budget, pod: KubeObject): boolean {
  const selector = budget.spec?.selector;
  const isEmpty = !selector || (Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0);
  // policy/v1beta1: an empty selector covers nothing; policy/v1: everything.
  if (isEmpty) return selector !== undefined && call.engine.options.release.has("emptyBudgetSelectorMatchesAll");
  return selects(selector, pod.metadata.labels);
}

function tooMany(cause: string): StatusError {
  return failure(429, "TooManyRequests", REFUSED, { causes: [{ reason: "DisruptionBudget", message: cause }] });
}
