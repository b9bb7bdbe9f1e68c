import { parseRfc3339 } from "../../base/rfc3339.ts";
import { type LabelOperator, matchesLabels } from "../labels.ts";
import type { KubeObject } from "../object.ts";
import { addAmounts, type Amounts, maxAmounts } from "./amounts.ts";

interface Container {
  name: string;
  resources?: { requests?: Amounts; limits?: Amounts };
}

/** What a quota looks at in a pod. */
interface Pod extends KubeObject {
  spec: { containers?: Container[]; initContainers?: Container[]; activeDeadlineSeconds?: number; priorityClassName?: string };
  status?: { phase?: string };
}

/** One scope that a quota asks for. */
export interface Scope {
  scopeName: string;
  operator: string;
  values?: string[];
}

const REQUESTS = "requests.";
const HUGE_PAGES = "hugepages-";
/** Names that a pod uses of itself. */
const NATIVE_NAMES = new Set([
  "count/pods",
  "pods",
  ...["cpu", "memory", "ephemeral-storage"].flatMap((name) => [name, `${REQUESTS}${name}`, `limits.${name}`]),
]);
/** Names of which every container has to say how much it needs. */
const REQUIRED_NAMES = new Set(["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"]);
const SCOPE_OPERATORS: Readonly<Record<string, LabelOperator>> = { In: "in", NotIn: "notin", Exists: "exists", DoesNotExist: "!" };

/** Whether a quota's name counts something of pods. */
// pkg/quota/v1/evaluator/core/pods.go, 1.20
export function isPodName(name: string): boolean {
  if (NATIVE_NAMES.has(name) || name.startsWith(HUGE_PAGES) || name.startsWith(`${REQUESTS}${HUGE_PAGES}`)) return true;
  return name.startsWith(REQUESTS) && isExtended(name.slice(REQUESTS.length));
}

function isExtended(name: string): boolean {
  return name.includes("/") && !name.includes("kubernetes.io/");
}

/** What a pod uses. An ended pod counts as an object and no more. `now` in ms. */
export function podUsage(object: KubeObject, now: number): Record<string, string> {
  const pod = object as Pod;
  const counted = { "count/pods": "1" };
  if (!isCharged(pod, now)) return counted;
  let requests: Amounts = {};
  let limits: Amounts = {};
  for (const { resources } of pod.spec.containers ?? []) {
    requests = addAmounts(requests, resources?.requests ?? {});
    limits = addAmounts(limits, resources?.limits ?? {});
  }
  for (const { resources } of pod.spec.initContainers ?? []) {
    requests = maxAmounts(requests, resources?.requests ?? {});
    limits = maxAmounts(limits, resources?.limits ?? {});
  }
  return { ...counted, ...computeUsage(requests, limits) };
}

/** Ended pods, and deleted ones whose grace is over, are not charged. */
function isCharged(pod: Pod, now: number): boolean {
  if (pod.status?.phase === "Failed" || pod.status?.phase === "Succeeded") return false;
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
  if (!deletionTimestamp || deletionGracePeriodSeconds === undefined) return true;
  return now <= (parseRfc3339(deletionTimestamp) ?? now) + deletionGracePeriodSeconds * 1000;
}

function computeUsage(requests: Amounts, limits: Amounts): Record<string, string> {
  const usage: Record<string, string> = { pods: "1" };
  for (const [name, amount] of Object.entries(requests)) {
    const isNative = NATIVE_NAMES.has(name);
    if (isNative || name.startsWith(HUGE_PAGES)) usage[name] = amount;
    if (isNative || name.startsWith(HUGE_PAGES) || isExtended(name)) usage[REQUESTS + name] = amount;
  }
  for (const [name, amount] of Object.entries(limits)) if (NATIVE_NAMES.has(name)) usage[`limits.${name}`] = amount;
  return usage;
}

/** What the containers of a pod leave unsaid of the required names: name -> containers, both in order of name. */
export function unspecified(object: KubeObject, names: readonly string[]): Map<string, string[]> {
  const { containers = [], initContainers = [] } = (object as Pod).spec;
  const required = names.filter((name) => REQUIRED_NAMES.has(name)).sort();
  const missing = new Map<string, string[]>();
  for (const name of required) {
    const silent = [...containers, ...initContainers].filter(
      ({ resources }) => !(name in computeUsage(resources?.requests ?? {}, resources?.limits ?? {})),
    );
    if (silent.length > 0) missing.set(name, [...new Set(silent.map((container) => container.name))].sort());
  }
  return missing;
}

/** Whether a pod is in a scope. */
export function isInScope(object: KubeObject, scope: Scope): boolean {
  const { spec } = object as Pod;
  const isTerminating = (spec.activeDeadlineSeconds ?? -1) >= 0;
  switch (scope.scopeName) {
    case "Terminating":
      return isTerminating;
    case "NotTerminating":
      return !isTerminating;
    case "BestEffort":
      return isBestEffort(spec);
    case "NotBestEffort":
      return !isBestEffort(spec);
    case "PriorityClass": {
      const operator = SCOPE_OPERATORS[scope.operator];
      const labels = spec.priorityClassName ? { PriorityClass: spec.priorityClassName } : {};
      return operator !== undefined && matchesLabels([{ key: "PriorityClass", operator, values: scope.values ?? [] }], labels);
    }
    default:
      return false;
  }
}

function isBestEffort(spec: Pod["spec"]): boolean {
  return [...(spec.containers ?? []), ...(spec.initContainers ?? [])].every(({ resources }) =>
    [...Object.keys(resources?.requests ?? {}), ...Object.keys(resources?.limits ?? {})].every(
      (name) => name !== "cpu" && name !== "memory",
    ),
  );
}
