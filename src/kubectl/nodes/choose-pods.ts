import type { Pod } from "../../kinds/core/pod/types.ts";
import { isReason } from "../../machinery/status.ts";
import { parseRfc3339 } from "../../base/rfc3339.ts";
import type { Invocation } from "../command.ts";

const MIRROR_ANNOTATION = "kubernetes.io/config.mirror";

/** What drain does with the pods of a node. */
export interface PodChoice {
  /** To be removed. */
  readonly pods: readonly Pod[];
  /** `ignoring DaemonSet-managed Pods: a/b, c/d` */
  readonly warnings: readonly string[];
  /** `cannot delete … : a/b`; with any of them nothing is removed. */
  readonly errors: readonly string[];
}

type Verdict = { remove: boolean; warning?: string; error?: string };

/** Sorts the pods of a node into those that go, those that stay and those that forbid the drain. */
// kubectl/pkg/drain/filters.go, 1.20
export async function choosePods(invocation: Invocation, node: string): Promise<PodChoice> {
  const { flags, factory, release } = invocation;
  const client = await factory.client();
  const labelSelector = flags.text("pod-selector");
  const listed = await client.list(
    { group: "", version: "v1", resource: "pods", namespace: "" },
    { fieldSelector: `spec.nodeName=${node}`, ...(labelSelector === "" ? {} : { labelSelector }) },
  );
  const pods: Pod[] = [];
  const warnings = new Map<string, string[]>();
  const errors = new Map<string, string[]>();
  const note = (into: Map<string, string[]>, text: string, pod: Pod): void => {
    into.set(text, [...(into.get(text) ?? []), `${pod.metadata.namespace ?? ""}/${pod.metadata.name ?? ""}`]);
  };
  for (const pod of listed.items as Pod[]) {
    const verdict = await judge(invocation, pod);
    if (verdict.remove) pods.push(pod);
    if (verdict.warning !== undefined) note(warnings, verdict.warning, pod);
    if (verdict.error !== undefined) note(errors, verdict.error, pod);
  }
  const { fatalPrefix } = release.value("drainTexts");
  // Go walks a map here: any order is right.
  return { pods, warnings: linesOf(warnings, ""), errors: linesOf(errors, fatalPrefix) };
}

function linesOf(groups: ReadonlyMap<string, readonly string[]>, prefix: string): string[] {
  return [...groups].sort(([left], [right]) => (left < right ? -1 : 1)).map(([text, pods]) => `${prefix}${text}: ${pods.join(", ")}`);
}

async function judge(invocation: Invocation, pod: Pod): Promise<Verdict> {
  const { flags, release } = invocation;
  const texts = release.value("drainTexts");
  if (isLongGone(invocation, pod)) return { remove: false };
  const finished = pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
  const controller = pod.metadata.ownerReferences?.find((owner) => owner.controller === true);
  let verdict: Verdict = { remove: true };
  if (controller?.kind === "DaemonSet" && !finished) {
    verdict = await judgeDaemonPod(invocation, pod, controller.name);
    if (!verdict.remove) return verdict;
  }
  if (pod.metadata.annotations?.[MIRROR_ANNOTATION] !== undefined) return { remove: false };
  // Each later test forgets the warning of the one before.
  if (finished) return { remove: true };
  verdict = { remove: true };
  if (pod.spec.volumes?.some((volume) => volume.emptyDir !== undefined) === true) {
    const allowed = ["delete-local-data", "delete-emptydir-data"].some((name) => flags.has(name) && flags.bool(name));
    if (!allowed) return { remove: false, error: texts.localStorage };
    verdict = { remove: true };
  }
  if (controller !== undefined) return verdict;
  return flags.bool("force") ? { remove: true, warning: texts.unmanagedWarning } : { remove: false, error: texts.unmanaged };
}

async function judgeDaemonPod({ flags, factory }: Invocation, pod: Pod, owner: string): Promise<Verdict> {
  try {
    const ref = { group: "apps", version: "v1", resource: "daemonsets", namespace: pod.metadata.namespace ?? "" };
    await (await factory.client()).get(ref, owner);
  } catch (error) {
    const text = (error as Error).message;
    return isReason(error, "NotFound") && flags.bool("force") ? { remove: true, warning: text } : { remove: false, error: text };
  }
  if (!flags.bool("ignore-daemonsets")) return { remove: false, error: "DaemonSet-managed Pods (use --ignore-daemonsets to ignore)" };
  return { remove: false, warning: "ignoring DaemonSet-managed Pods" };
}

/** Whether a pod has been stopping for longer than --skip-wait-for-delete-timeout says. */
export function isLongGone({ flags, env }: Invocation, pod: Pod): boolean {
  const seconds = flags.has("skip-wait-for-delete-timeout") ? flags.number("skip-wait-for-delete-timeout") : 0;
  const deleted = parseRfc3339(pod.metadata.deletionTimestamp ?? "");
  return seconds > 0 && deleted !== undefined && Math.trunc((env.now() - deleted) / 1000) > seconds;
}
