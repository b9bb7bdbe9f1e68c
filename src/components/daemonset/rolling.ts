import type { DaemonSet } from "../../kinds/apps/daemonset/types.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { scaledValue } from "../controller/int-or-percent.ts";
import { isPodAvailable } from "../controller/pod-state.ts";
import type { PodsByNode } from "./daemon-pods.ts";
import { placementOn } from "./placement.ts";
import { isPodUpdated } from "./pod-template.ts";

/** A step of a rolling update: what goes (or gets a second pod) in any case, and how many of the candidates may as well. */
export interface RollingStep {
  remove: Pod[];
  /** Old, available pods of which `removable` may go; a real controller takes them in the order of a Go map. */
  candidates: Pod[];
  removable: number;
  create: string[];
  /** Nodes of which `creatable` may get a new pod beside the old one. */
  surgeNodes: string[];
  creatable: number;
}

/** Whether a daemon set's rolling update makes the new pod before it deletes the old one. */
export function allowsSurge(set: DaemonSet): boolean {
  const surge = set.spec.updateStrategy?.rollingUpdate?.maxSurge;
  return set.spec.updateStrategy?.type === "RollingUpdate" && surge !== undefined && surge !== 0 && surge !== "0%";
}

/** The next step of a rolling update. `now` is in ms. */
// pkg/controller/daemon/update.go rollingUpdate, 1.20 (replaceOld) and 1.22 on
export function rollingStep(
  set: DaemonSet,
  nodes: readonly Node[],
  pods: PodsByNode,
  hash: string,
  now: number,
  perNode: boolean,
): RollingStep {
  const wanted = nodes.filter((node) => placementOn(node, set).shouldRun).map((node) => node.metadata.name ?? "");
  const { maxUnavailable, maxSurge } = set.spec.updateStrategy?.rollingUpdate ?? {};
  const unavailable = scaledValue(maxUnavailable ?? 1, wanted.length, "up");
  const isAvailable = (pod: Pod) => isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now);
  if (allowsSurge(set)) return surgeStep(pods, hash, scaledValue(maxSurge, wanted.length, "up"), isAvailable);
  return perNode ? nodeStep(pods, hash, unavailable, isAvailable) : countedStep(wanted, pods, hash, unavailable, isAvailable);
}

function step(part: Partial<RollingStep>): RollingStep {
  return { remove: [], candidates: [], removable: 0, create: [], surgeNodes: [], creatable: 0, ...part };
}

/** Up to 1.21: unavailable nodes are counted first, with those whose old pod is not available. */
function countedStep(
  wanted: readonly string[],
  pods: PodsByNode,
  hash: string,
  maxUnavailable: number,
  isAvailable: (pod: Pod) => boolean,
): RollingStep {
  const lacking = wanted.filter((name) => !(pods.get(name) ?? []).some((pod) => isAvailable(pod) && !pod.metadata.deletionTimestamp));
  const old = [...pods.values()].flat().filter((pod) => !isPodUpdated(pod, hash));
  return step({
    remove: old.filter((pod) => !isAvailable(pod) && !pod.metadata.deletionTimestamp),
    candidates: old.filter((pod) => isAvailable(pod) && !pod.metadata.deletionTimestamp),
    removable: Math.max(0, maxUnavailable - lacking.length),
  });
}

/** From 1.22: node by node; an old pod that is not available is replaced without being counted. */
function nodeStep(pods: PodsByNode, hash: string, maxUnavailable: number, isAvailable: (pod: Pod) => boolean): RollingStep {
  const result = step({});
  let unavailable = 0;
  for (const here of pods.values()) {
    const pair = updatedPair(here, hash);
    if (!pair || Boolean(pair.oldPod) === Boolean(pair.newPod)) unavailable++;
    else if (pair.newPod) unavailable += isAvailable(pair.newPod) ? 0 : 1;
    else if (pair.oldPod) (isAvailable(pair.oldPod) ? result.candidates : result.remove).push(pair.oldPod);
  }
  return { ...result, removable: Math.max(0, maxUnavailable - unavailable) };
}

function surgeStep(pods: PodsByNode, hash: string, maxSurge: number, isAvailable: (pod: Pod) => boolean): RollingStep {
  const result = step({});
  let surging = 0;
  for (const [name, here] of pods) {
    const pair = updatedPair(here, hash);
    if (!pair) surging++;
    else if (!pair.oldPod) continue;
    else if (!pair.newPod) (isAvailable(pair.oldPod) ? result.surgeNodes : result.create).push(name);
    else if (isAvailable(pair.newPod)) result.remove.push(pair.oldPod);
    else surging++;
  }
  return { ...result, creatable: Math.max(0, maxSurge - surging) };
}

/** The old and the new pod of a node that are not terminating; undefined when there are two of one sort. */
function updatedPair(here: readonly Pod[], hash: string): { oldPod?: Pod; newPod?: Pod } | undefined {
  const alive = here.filter((pod) => !pod.metadata.deletionTimestamp);
  const [newPod, ...moreNew] = alive.filter((pod) => isPodUpdated(pod, hash));
  const [oldPod, ...moreOld] = alive.filter((pod) => !isPodUpdated(pod, hash));
  if (moreNew.length > 0 || moreOld.length > 0) return undefined;
  return { ...(oldPod ? { oldPod } : {}), ...(newPod ? { newPod } : {}) };
}
