import type { Node, NodeCondition, Taint } from "../../kinds/core/node/types.ts";

const NOT_READY = "node.kubernetes.io/not-ready";
const UNREACHABLE = "node.kubernetes.io/unreachable";
const UNSCHEDULABLE = "node.kubernetes.io/unschedulable";

/** Taint keys by condition type and status. */
const BY_CONDITION: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: NOT_READY, Unknown: UNREACHABLE },
  MemoryPressure: { True: "node.kubernetes.io/memory-pressure" },
  DiskPressure: { True: "node.kubernetes.io/disk-pressure" },
  NetworkUnavailable: { True: "node.kubernetes.io/network-unavailable" },
  PIDPressure: { True: "node.kubernetes.io/pid-pressure" },
};
const OWN_KEYS: ReadonlySet<string> = new Set([UNSCHEDULABLE, ...Object.values(BY_CONDITION).flatMap((keys) => Object.values(keys))]);

/** The node's Ready condition. */
export function nodeReady(node: Node): NodeCondition | undefined {
  return node.status?.conditions?.find((condition) => condition.type === "Ready");
}

/**
 * A node's taints as its conditions and spec.unschedulable want them: NoSchedule for each, and NoExecute for a node that is not ready
 * if `evict` is set (one that has such a taint keeps it in the fitting form). Others' taints stay; new ones go to the end.
 */
// pkg/controller/nodelifecycle/node_lifecycle_controller.go doNoScheduleTaintingPass, doNoExecuteTaintingPass, 1.20
export function wantedTaints(node: Node, evict: boolean, time: string): Taint[] {
  const current = node.spec.taints ?? [];
  const wanted = [...noScheduleKeys(node).map((key): Taint => ({ key, effect: "NoSchedule" })), ...noExecuteTaints(node, evict)];
  const kept = current.filter((taint) => !isOwn(taint) || wanted.some((other) => sameTaint(other, taint)));
  const added = wanted.filter((taint) => !current.some((other) => sameTaint(other, taint)));
  return [...kept, ...added.map((taint) => ({ ...taint, timeAdded: time }))];
}

function noScheduleKeys(node: Node): string[] {
  const keys = (node.status?.conditions ?? []).flatMap((condition) => BY_CONDITION[condition.type]?.[condition.status] ?? []);
  return node.spec.unschedulable ? [...keys, UNSCHEDULABLE] : keys;
}

function noExecuteTaints(node: Node, evict: boolean): Taint[] {
  const key = BY_CONDITION["Ready"]?.[nodeReady(node)?.status ?? ""];
  const marked = (node.spec.taints ?? []).some(
    (taint) => taint.effect === "NoExecute" && (taint.key === NOT_READY || taint.key === UNREACHABLE),
  );
  return key !== undefined && (evict || marked) ? [{ key, effect: "NoExecute" }] : [];
}

function isOwn({ key, effect }: Taint): boolean {
  return effect === "NoSchedule" ? OWN_KEYS.has(key) : effect === "NoExecute" && (key === NOT_READY || key === UNREACHABLE);
}

function sameTaint(left: Taint, right: Taint): boolean {
  return left.key === right.key && left.effect === right.effect;
}
