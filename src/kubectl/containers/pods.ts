import { parseRfc3339 } from "../../base/rfc3339.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { AsyncClient } from "../../machinery/client.ts";
import { formatLabelSelector, type LabelSelector } from "../../machinery/labels.ts";
import { type KubeObject, splitApiVersion } from "../../machinery/object.ts";
import type { Invocation } from "../command.ts";
import { CommandError, UsageError } from "../errors.ts";
import { findResources } from "../resources/builder.ts";
import { objectOf } from "../resources/info.ts";
import { filesOf, queryOf } from "../resources/query.ts";

/** Which of a workload's pods comes first: for logs the one that was restarted most, for attaching the one restarted least. */
export type PodPreference = "logs" | "attach";

/** The object that a POD or TYPE/NAME argument means. `kind` is the type of bare names. */
export async function findObject(invocation: Invocation, name: string | undefined, kind = "pods"): Promise<KubeObject> {
  const words = name === undefined ? [] : [name.includes("/") ? name : `${kind}/${name}`];
  const query = { ...(await queryOf(invocation, words)), files: filesOf(invocation.flags), singleResourceType: true, typed: true };
  const [info] = await (await findResources(invocation.factory, query)).infos();
  if (info === undefined) throw new CommandError("expected a resource");
  return objectOf(info);
}

/** Throws UsageError for a --pod-running-timeout that is over before it begins. kubectl/pkg/cmd/util/helpers.go GetPodRunningTimeoutFlag */
export function checkRunningTimeout({ flags }: Pick<Invocation, "flags">): void {
  if (flags.number("pod-running-timeout") <= 0) throw new UsageError("--pod-running-timeout must be higher than zero");
}

/** What {@link podsOf} is to look for. `doing` is `cannot get the logs from`. */
export interface PodWish {
  readonly doing: string;
  readonly preference: PodPreference;
}

/** A pod of an object, and how many there are. Throws as {@link podsOf}. kubectl/pkg/polymorphichelpers/helpers.go GetFirstPod */
export async function podOf(
  invocation: Invocation,
  object: KubeObject,
  doing: string,
  preference: PodPreference,
): Promise<{ pod: Pod; count: number }> {
  const pods = await podsOf(invocation, object, { doing, preference });
  return { pod: pods[0], count: pods.length };
}

/** The pods of an object, the preferred one first; waits for one when there is none. Throws CommandError for kinds without pods. */
export async function podsOf(invocation: Invocation, object: KubeObject, { doing, preference }: PodWish): Promise<[Pod, ...Pod[]]> {
  if (object.kind === "Pod") return [object as Pod];
  const labelSelector = selectorOf(invocation, object, doing);
  const client = await invocation.factory.client();
  const ref = { group: "", version: "v1", resource: "pods", namespace: object.metadata.namespace ?? "" };
  const listed = await client.list(ref, { labelSelector });
  const [first, ...others] = (listed.items as Pod[]).toSorted((left, right) => comparePods(left, right, preference));
  if (first !== undefined) return [first, ...others];
  return [await firstToCome(invocation, client, { ...ref, labelSelector, resourceVersion: listed.metadata.resourceVersion ?? "" })];
}

async function firstToCome(
  { flags }: Invocation,
  client: AsyncClient,
  options: { group: string; version: string; resource: string; namespace: string; labelSelector: string; resourceVersion: string },
): Promise<Pod> {
  const { labelSelector, resourceVersion, ...ref } = options;
  for await (const event of client.watch(ref, { labelSelector, resourceVersion, timeoutMs: flags.number("pod-running-timeout") })) {
    if (event.type === "ADDED" || event.type === "MODIFIED") return event.object as Pod;
  }
  throw new CommandError("timed out waiting for the condition");
}

/** kubectl/pkg/polymorphichelpers/helpers.go SelectorsForObject */
function selectorOf({ env }: Invocation, object: KubeObject, doing: string): string {
  const { group, version } = splitApiVersion(object.apiVersion);
  const type = `*${version}.${object.kind}`;
  const selector = ((object["spec"] ?? {}) as { selector?: LabelSelector | Record<string, string> }).selector;
  const isService = group === "" && object.kind === "Service";
  if (isService && Object.keys(selector ?? {}).length === 0) {
    throw new CommandError(`${doing} ${type}: invalid service '${object.metadata.name ?? ""}': Service is defined without a selector`);
  }
  const runsPods = env.catalog.byKind(group, object.kind)?.podTemplate?.path === "spec.template";
  if (!isService && !runsPods) throw new CommandError(`${doing} ${type}: selector for ${type} not implemented`);
  const isMap = Object.values(selector ?? {}).every((value) => typeof value === "string");
  return formatLabelSelector(isMap ? { matchLabels: (selector ?? {}) as Record<string, string> } : (selector as LabelSelector));
}

const PHASES: readonly (string | undefined)[] = ["Running", "Unknown", "Pending"];

/** kubectl/pkg/util/podutils/podutils.go ByLogging, and ActivePods the other way round */
function comparePods(left: Pod, right: Pod, preference: PodPreference): number {
  const assigned = Number(!left.spec.nodeName) - Number(!right.spec.nodeName);
  if (assigned !== 0) return assigned;
  const phase = phaseRank(left) - phaseRank(right);
  if (phase !== 0) return phase;
  const [leftReady, rightReady] = [readySince(left), readySince(right)];
  if ((leftReady === undefined) !== (rightReady === undefined)) return leftReady === undefined ? 1 : -1;
  if (leftReady !== undefined && rightReady !== undefined && leftReady !== rightReady) return leftReady - rightReady;
  const restarts = restartsOf(right) - restartsOf(left);
  if (restarts !== 0) return preference === "logs" ? restarts : -restarts;
  return (parseRfc3339(left.metadata.creationTimestamp ?? "") ?? 0) - (parseRfc3339(right.metadata.creationTimestamp ?? "") ?? 0);
}

/** Phases that Go's table lacks count as Running. */
function phaseRank(pod: Pod): number {
  return Math.max(0, PHASES.indexOf(pod.status?.phase));
}

function readySince(pod: Pod): number | undefined {
  const ready = pod.status?.conditions?.find(({ type, status }) => type === "Ready" && status === "True");
  return ready === undefined ? undefined : (parseRfc3339(ready.lastTransitionTime ?? "") ?? 0);
}

function restartsOf(pod: Pod): number {
  return Math.max(0, ...(pod.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));
}
