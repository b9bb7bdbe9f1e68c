import { deepEqual } from "../../base/deep.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod, PodSpec } from "../../kinds/core/pod/types.ts";
import type { ChangeGroup, Component, ComponentContext } from "../../machinery/component.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { objectKey } from "../../machinery/object.ts";
import type { Change } from "../../machinery/store.ts";
import { CONTROLLER_MANAGER, controllerUser } from "../controller/identity.ts";
import { NODES, PODS } from "../controller/resources.ts";
import { recordingAs, retrying } from "../controller/retry.ts";
import { cancelEviction, evict, planEviction } from "./eviction.ts";
import { markSilentNode, podsOn } from "./health.ts";
import { nodeReady, wantedTaints } from "./taints.ts";

const NAME = "node-lifecycle";
const SOURCE = "node-controller";

/** Notices nodes that fall silent, taints nodes for what is wrong with them, and moves pods away from those they do not tolerate. */
// pkg/controller/nodelifecycle, 1.20
export function createNodeLifecycleController(): Component {
  const { reconcile, handle } = retrying(NAME, SOURCE, sync);
  return {
    name: NAME,
    user: controllerUser("node-controller"),
    userAgent: CONTROLLER_MANAGER,
    watches: [
      { resource: NODES.key, keys: nodeKeys },
      { resource: PODS.key, concerns: isStayAtStake, keys: podKeys },
    ],
    reconcile,
    handle(event, context) {
      if (event.name === "evict") evict(event.key, recordingAs(SOURCE, context));
      else handle(event, context);
    },
  };
}

function nodeKeys({ type, object, previous }: Change): readonly string[] {
  const name = object.metadata.name ?? "";
  if (type === "DELETED") return [`removed/${name}/${object.metadata.uid ?? ""}`];
  if (type === "ADDED") return [`added/${name}`, `node/${name}`];
  return previous && sameHealth(object as Node, previous as Node) ? [] : [`node/${name}`];
}

function sameHealth(node: Node, previous: Node): boolean {
  return deepEqual(node.spec, previous.spec) && deepEqual(node.status?.conditions, previous.status?.conditions);
}

/** Pods whose stay on their node has to be looked at: newly bound ones, those with other tolerations, those that are gone. */
function isStayAtStake({ type, spec, formerSpec }: ChangeGroup): boolean {
  if (type === "DELETED") return true;
  const [now, before] = [spec as PodSpec, formerSpec as PodSpec | undefined];
  return Boolean(now.nodeName) && (before?.nodeName !== now.nodeName || !deepEqual(before?.tolerations, now.tolerations));
}

function podKeys({ type, object }: Change, { lister, sim }: ComponentContext): readonly string[] {
  const pod = object as Pod;
  if (type === "DELETED") return sim.pending(NAME, "evict", objectKey(pod)) ? [`pod/${objectKey(pod)}`] : [];
  const node = lister.get(NODES.key, "", pod.spec.nodeName ?? "") as Node | undefined;
  return node?.spec.taints?.some((taint) => taint.effect === "NoExecute") ? [`pod/${objectKey(pod)}`] : [];
}

function sync(key: string, context: ComponentContext): undefined {
  const [what, first = "", second = ""] = key.split("/");
  switch (what) {
    case "added":
      return announce(context.lister.get(NODES.key, "", first), "RegisteredNode", `Registered Node ${first} in Controller`, context);
    case "removed":
      return announce(
        { apiVersion: "v1", kind: "Node", metadata: { name: first, uid: second } },
        "RemovingNode",
        `Removing Node ${first} from Controller`,
        context,
      );
    case "node":
      return syncNode(first, context);
    default:
      return syncPod(first, second, context);
  }
}

function announce(node: KubeObject | undefined, reason: string, what: string, context: ComponentContext): undefined {
  if (node) context.events.record(node, "Normal", reason, `Node ${node.metadata.name ?? ""} event: ${what}`);
}

function syncNode(name: string, context: ComponentContext): undefined {
  const known = context.lister.get(NODES.key, "", name) as Node | undefined;
  if (!known) return;
  const node = markSilentNode(known, context);
  const taints = wantedTaints(node, !isZoneDown(node, context), formatRfc3339(context.sim.now()));
  let current = node;
  if (!deepEqual(node.spec.taints ?? [], taints)) {
    current = context.client.patch(NODES.in(""), name, "merge", { spec: { taints: taints.length > 0 ? taints : null } }) as Node;
  }
  for (const pod of podsOn(name, context)) planEviction(pod, current, context);
}

/** When no node at all is ready, the fault is taken to be the control plane's own: nothing is evicted. */
function isZoneDown(node: Node, { lister }: ComponentContext): boolean {
  if (nodeReady(node)?.status === "True") return false;
  const nodes = lister.list(NODES.key) as readonly Node[];
  return nodes.every((other) => nodeReady(other)?.status !== "True");
}

function syncPod(namespace: string, name: string, context: ComponentContext): undefined {
  const pod = context.lister.get(PODS.key, namespace, name) as Pod | undefined;
  const node = pod?.spec.nodeName ? (context.lister.get(NODES.key, "", pod.spec.nodeName) as Node | undefined) : undefined;
  if (!pod) cancelEviction(`${namespace}/${name}`, context);
  else if (node) planEviction(pod, node, context);
}
