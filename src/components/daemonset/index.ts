import { deepEqual } from "../../base/deep.ts";
import type { DaemonSet } from "../../kinds/apps/daemonset/types.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import { objectKey, splitKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { concernsPodsOf, podOwnerKeys } from "../controller/pod-watch.ts";
import { DAEMON_SETS, NODES, PODS } from "../controller/resources.ts";
import { retrying } from "../controller/retry.ts";
import type { Requeue } from "../controller/retry.ts";
import { selectsEverything } from "../controller/selector.ts";
import { podsByNode } from "./daemon-pods.ts";
import { doWork, findWork } from "./manage.ts";
import type { Work } from "./manage.ts";
import { placementOn } from "./placement.ts";
import { cleanUpRevisions, revisionHash, syncHistory } from "./revisions.ts";
import { rollingStep } from "./rolling.ts";
import type { RollingStep } from "./rolling.ts";
import { daemonSetStatus } from "./status.ts";

const NAME = "daemonset";

/** Keeps one pod of a daemon set on every node that is to have it. */
// pkg/controller/daemon, 1.20
export function createDaemonSetController(): Component {
  return {
    name: NAME,
    user: controllerUser("daemon-set-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: DAEMON_SETS.key, keys: (change) => (change.type === "DELETED" ? [] : [objectKey(change.object)]) },
      {
        resource: PODS.key,
        concerns: concernsPodsOf(DAEMON_SETS),
        keys: (change, context) => podOwnerKeys(change, NAME, DAEMON_SETS, context),
      },
      { resource: NODES.key, keys: nodeKeys },
    ],
    ...retrying(NAME, "daemonset-controller", sync),
  };
}

/** Daemon sets for which a node's change means something: another pod, or one less. */
function nodeKeys(change: Change, context: ComponentContext): readonly string[] {
  const node = change.object as Node;
  const previous = change.previous as Node | undefined;
  if (previous && sameForPlacement(node, previous)) return [];
  const sets = context.lister.list(DAEMON_SETS.key) as readonly DaemonSet[];
  return sets.filter((set) => change.type === "DELETED" || concerns(node, previous, set)).map(objectKey);
}

function sameForPlacement(node: Node, previous: Node): boolean {
  return deepEqual(node.metadata.labels, previous.metadata.labels) && deepEqual(node.spec, previous.spec);
}

function concerns(node: Node, previous: Node | undefined, set: DaemonSet): boolean {
  const now = placementOn(node, set);
  if (!previous) return now.shouldRun;
  const before = placementOn(previous, set);
  return before.shouldRun !== now.shouldRun || before.shouldContinue !== now.shouldContinue;
}

// pkg/controller/daemon/daemon_controller.go syncDaemonSet, 1.20
function sync(key: string, context: ComponentContext): Requeue {
  const { namespace, name } = splitKey(key);
  const set = context.lister.get(DAEMON_SETS.key, namespace, name) as DaemonSet | undefined;
  if (!set) return undefined;
  if (selectsEverything(set.spec.selector)) {
    const message = "This daemon set is selecting all pods. A non-empty selector is required.";
    context.events.record(set, "Warning", "SelectingAll", message);
    return undefined;
  }
  if (set.metadata.deletionTimestamp) return undefined;
  const nodes = context.lister.list(NODES.key) as readonly Node[];
  const pods = podsByNode(set, context);
  const { current, old } = syncHistory(set, pods, context);
  const hash = revisionHash(current);
  const work = findWork(set, nodes, pods, hash, context);
  const failure = doWork(set, work, hash, context) ?? rollOut(set, nodes, pods, hash, work, context);
  if (failure) throw failure;
  cleanUpRevisions(set, old, pods, context);
  return writeStatus(set, nodes, hash, work.retryAfterMs, context);
}

function rollOut(
  set: DaemonSet,
  nodes: readonly Node[],
  pods: ReturnType<typeof podsByNode>,
  hash: string,
  managed: Work,
  context: ComponentContext,
): ReturnType<typeof doWork> {
  // A rolling update goes on only once what was asked for before has been seen.
  if (set.spec.updateStrategy?.type !== "RollingUpdate" || managed.create.length + managed.remove.length > 0) return undefined;
  const perNode = context.release.has("daemonSetMaxSurge");
  return doWork(set, chosenWork(set, rollingStep(set, nodes, pods, hash, context.sim.now(), perNode), context), hash, context);
}

/** Draws which of the equal candidates are updated next. */
function chosenWork(set: DaemonSet, step: RollingStep, context: ComponentContext): Work {
  const stream = `daemon-update/${objectKey(set)}`;
  const names = draw(
    step.candidates.map((pod) => pod.metadata.name ?? ""),
    step.removable,
    stream,
    context,
  );
  const chosen = names.flatMap((name): Pod[] => step.candidates.filter((pod) => pod.metadata.name === name));
  return { remove: [...step.remove, ...chosen], create: [...step.create, ...draw(step.surgeNodes, step.creatable, stream, context)] };
}

function draw(names: readonly string[], count: number, stream: string, context: ComponentContext): string[] {
  if (count >= names.length) return [...names];
  const left = [...names];
  const drawn: string[] = [];
  while (drawn.length < count) {
    const name = context.sim.draw(stream, (random) => random.pick(left));
    drawn.push(...left.splice(Math.max(0, left.indexOf(name)), 1));
  }
  return drawn;
}

function writeStatus(
  set: DaemonSet,
  nodes: readonly Node[],
  hash: string,
  retryAfterMs: number | undefined,
  context: ComponentContext,
): Requeue {
  const status = daemonSetStatus(set, nodes, podsByNode(set, context), hash, context.sim.now());
  if (!deepEqual(set.status, status)) context.client.updateStatus(DAEMON_SETS.in(set.metadata.namespace ?? ""), { ...set, status });
  const { minReadySeconds = 0 } = set.spec;
  const waiting = minReadySeconds > 0 && status.numberReady !== (status.numberAvailable ?? 0) ? minReadySeconds * 1000 : Infinity;
  const requeueAfterMs = Math.min(waiting, retryAfterMs ?? Infinity);
  return requeueAfterMs === Infinity ? undefined : { requeueAfterMs };
}
