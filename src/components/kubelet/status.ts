import { deepEqual, deepFreeze, isLasting } from "../../base/deep.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { Release } from "../../release/release.ts";
import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { ContainerState, ContainerStatus, Pod, PodCondition, PodStatus } from "../../kinds/core/pod/types.ts";

/** What changes of one container. */
export type ContainerChange = Partial<Omit<ContainerStatus, "name">>;

/** The status of a container, init ones included. */
export function containerStatus(pod: Pod, name: string): ContainerStatus | undefined {
  return named(pod.status?.containerStatuses, name) ?? named(pod.status?.initContainerStatuses, name);
}

function named(statuses: readonly ContainerStatus[] | undefined, name: string): ContainerStatus | undefined {
  if (statuses) for (const status of statuses) if (status.name === name) return status;
  return undefined;
}

/** The pod with one container's status changed (a copy; the original stays as it was). */
export function withContainer(pod: Pod, name: string, change: ContainerChange): Pod {
  const update = (statuses: ContainerStatus[] | undefined): ContainerStatus[] | undefined =>
    statuses?.map((status) => (status.name === name ? { ...status, ...change } : status));
  const { containerStatuses, initContainerStatuses } = pod.status ?? {};
  const status: PodStatus = { ...pod.status };
  if (containerStatuses) status.containerStatuses = update(containerStatuses) ?? [];
  if (initContainerStatuses) status.initContainerStatuses = update(initContainerStatuses) ?? [];
  return { ...pod, status };
}

/** What kubelets of one machine have made of a status, which pods of one template and node share until they start. */
interface TakenOn {
  readonly before: PodStatus;
  readonly hostIP: string;
  readonly time: string;
  readonly release: Release;
  readonly status: PodStatus;
}

/** By spec, of which there is one for each template and node. */
const taken = new WeakMap<Pod["spec"], TakenOn>();

/** A pod that a kubelet has just taken on, settled. Pods that are alike in spec and status get the very same status again. */
export function takenOn(pod: Pod, hostIP: string, now: number, release: Release): Pod {
  const { spec, status } = pod;
  if (status === undefined || !isLasting(status) || !isLasting(spec)) return settle(admitted(pod, hostIP, now, release), now, release);
  const time = formatRfc3339(now);
  let known = taken.get(spec);
  const isSame = known?.before === status && known.hostIP === hostIP && known.time === time && known.release === release;
  if (!known || !isSame) {
    const made = deepFreeze(settle(admitted(pod, hostIP, now, release), now, release).status ?? {});
    taken.set(spec, (known = { before: status, hostIP, time, release, status: made }));
  }
  return { ...pod, status: known.status };
}

/** A pod that a kubelet has just taken on: every container waits. Its conditions are still those of before, see {@link settle}. */
function admitted(pod: Pod, hostIP: string, now: number, release: Release): Pod {
  const { initContainers = [], containers } = pod.spec;
  const reason = initContainers.length > 0 ? "PodInitializing" : "ContainerCreating";
  // Statuses are ordered by container name.
  const waiting = (list: readonly Container[]): ContainerStatus[] =>
    list
      .map(({ name, image = "" }) => ({
        image,
        imageID: "",
        lastState: {},
        name,
        ready: false,
        restartCount: 0,
        started: false,
        state: { waiting: { reason } },
      }))
      .sort((left, right) => (left.name < right.name ? -1 : 1));
  const status: PodStatus = {
    ...pod.status,
    phase: "Pending",
    hostIP,
    ...(release.has("kubeletReportsHostIPs") ? { hostIPs: [{ ip: hostIP }] } : {}),
    // a pod on the node's network has its address before anything runs: kubelet_pods.go generateAPIPodStatus
    ...(pod.spec.hostNetwork ? { podIP: hostIP, podIPs: [{ ip: hostIP }] } : {}),
    startTime: formatRfc3339(now),
    containerStatuses: waiting(containers),
    ...(initContainers.length > 0 ? { initContainerStatuses: initStatuses(initContainers, reason) } : {}),
  };
  delete status.nominatedNodeName;
  return { ...pod, status };
}

function initStatuses(list: readonly Container[], reason: string): ContainerStatus[] {
  return list.map(({ name, image = "" }) => ({
    image,
    imageID: "",
    lastState: {},
    name,
    ready: false,
    restartCount: 0,
    state: { waiting: { reason } },
  }));
}

/** Computes phase and conditions from the containers; times change only with their condition's status. */
export function settle(pod: Pod, now: number, release: Release): Pod {
  const phase = phaseOf(pod);
  const status: PodStatus = { ...pod.status, phase };
  status.conditions = sharedConditions(pod, phase, now, release);
  return { ...pod, status };
}

/** pkg/kubelet/kubelet_pods.go getPhase, 1.20 */
function phaseOf(pod: Pod): NonNullable<PodStatus["phase"]> {
  const { status = {}, spec } = pod;
  if (status.phase === "Succeeded" || status.phase === "Failed") return status.phase;
  const policy = spec.restartPolicy ?? "Always";
  for (const { state } of status.initContainerStatuses ?? []) {
    const ended = state?.terminated;
    if (ended === undefined) return "Pending";
    if (ended.exitCode !== 0) return policy === "Never" ? "Failed" : "Pending";
  }
  let waiting = 0;
  let running = 0;
  let failed = 0;
  const statuses = status.containerStatuses ?? [];
  for (const { state = {}, lastState } of statuses) {
    if (state.running) running++;
    else if (state.terminated) failed += state.terminated.exitCode === 0 ? 0 : 1;
    else if (lastState?.terminated) failed += lastState.terminated.exitCode === 0 ? 0 : 1;
    else waiting++;
  }
  if (statuses.length === 0 || waiting > 0) return "Pending";
  if (running > 0 || policy === "Always") return "Running";
  if (statuses.some(({ state }) => state?.waiting)) return "Running";
  if (failed === 0) return "Succeeded";
  return policy === "Never" ? "Failed" : "Running";
}

/** Conditions that a kubelet computes; the others are somebody else's. */
const OWN_CONDITIONS: ReadonlySet<string> = new Set([
  "Initialized",
  "Ready",
  "ContainersReady",
  "PodScheduled",
  "PodReadyToStartContainers",
]);

interface Following {
  readonly key: string;
  readonly release: Release;
  readonly conditions: PodCondition[];
}

/** What became of conditions that pods have in common: pods that become ready in one second have the very same ones again. */
const followed = new WeakMap<readonly PodCondition[], Following>();

function sharedConditions(pod: Pod, phase: string, now: number, release: Release): PodCondition[] {
  const { conditions, podIP, containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  if (conditions === undefined || !isLasting(conditions) || pod.spec.readinessGates) return conditionsOf(pod, phase, now, release);
  // All that conditionsOf looks at besides.
  let key = `${formatRfc3339(now)} ${phase} ${Boolean(podIP)}`;
  for (const { name, ready } of containerStatuses) key += ` ${name}:${ready}`;
  for (const { name, ready } of initContainerStatuses) key += ` ${name}=${ready}`;
  let known = followed.get(conditions);
  if (known?.key !== key || known.release !== release)
    followed.set(conditions, (known = { key, release, conditions: deepFreeze(conditionsOf(pod, phase, now, release)) }));
  return known.conditions;
}

function conditionsOf(pod: Pod, phase: string, now: number, release: Release): PodCondition[] {
  const status = pod.status ?? {};
  const conditions = status.conditions ?? [];
  const old = (type: string): PodCondition | undefined => {
    for (const condition of conditions) if (condition.type === type) return condition;
    return undefined;
  };
  const make = (type: string, value: boolean, reason?: string, message?: string): PodCondition => {
    const before = old(type);
    const text = value ? "True" : "False";
    const since = before?.status === text ? before.lastTransitionTime : undefined;
    return {
      lastProbeTime: null,
      lastTransitionTime: since ?? formatRfc3339(now),
      ...(message ? { message } : {}),
      ...(reason ? { reason } : {}),
      status: text,
      type,
    };
  };
  const ended =
    phase === "Succeeded" ? "PodCompleted" : phase === "Failed" && release.has("kubeletPodFailedReason") ? "PodFailed" : undefined;
  const uninitialized = (status.initContainerStatuses ?? []).filter(({ ready }) => !ready).map(({ name }) => name);
  const unready = (status.containerStatuses ?? []).filter(({ ready }) => !ready).map(({ name }) => name);
  const initialized =
    uninitialized.length === 0
      ? make("Initialized", true, phase === "Succeeded" ? ended : undefined)
      : make("Initialized", false, "ContainersNotInitialized", `containers with incomplete status: [${uninitialized.join(" ")}]`);
  const unreadyText = `containers with unready status: [${unready.join(" ")}]`;
  const containersReady = ended
    ? make("ContainersReady", false, ended)
    : unready.length === 0
      ? make("ContainersReady", true)
      : make("ContainersReady", false, "ContainersNotReady", unreadyText);
  const gates = (pod.spec.readinessGates ?? []).filter(({ conditionType }) => old(conditionType)?.status !== "True");
  const ready =
    containersReady.status === "True" && gates.length > 0
      ? make(
          "Ready",
          false,
          "ReadinessGatesNotReady",
          gates.map(({ conditionType }) => `corresponding condition of pod readiness gate "${conditionType}" does not exist.`).join(", "),
        )
      : { ...containersReady, type: "Ready", ...sinceOf(old("Ready"), containersReady, now) };
  const sandbox = release.has("kubeletReadyToStartCondition")
    ? [make("PodReadyToStartContainers", Boolean(status.podIP) && ended === undefined)]
    : [];
  const before = old("PodScheduled");
  const scheduled = before?.status === "True" ? before : make("PodScheduled", true);
  const foreign = conditions.filter(({ type }) => !OWN_CONDITIONS.has(type));
  return [...foreign, ...sandbox, initialized, ready, containersReady, scheduled];
}

function sinceOf(before: PodCondition | undefined, next: PodCondition, now: number): { lastTransitionTime: string } {
  const since = before?.status === next.status ? before.lastTransitionTime : undefined;
  return { lastTransitionTime: since ?? formatRfc3339(now) };
}

/** Whether two statuses say the same. */
export function sameStatus(left: Pod, right: Pod): boolean {
  return deepEqual(left.status, right.status);
}

/** A state that is over, for lastState. */
export function terminatedOf(state: ContainerState | undefined): ContainerState {
  return state?.terminated ? { terminated: state.terminated } : {};
}
