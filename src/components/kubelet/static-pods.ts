import type { JsonObject } from "../../base/json.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { faultsOfKind } from "../../machinery/faults.ts";
import { objectKey } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { ACTOR, nodeOf, PODS } from "./work.ts";

const MIRROR = "kubernetes.io/config.mirror";
/** The kubelet notices soon that the mirror of a static pod is gone. */
const NOTICE_MS = 1000;

/** Whether the pod only mirrors a manifest file on its node. */
export function isStatic(pod: Pod): boolean {
  return pod.metadata.annotations?.[MIRROR] !== undefined;
}

/** The mirror was deleted: where the manifest is still there, a new one will be. */
export function recreateMirror(pod: Pod, context: ComponentContext): void {
  const { metadata, spec } = pod;
  const isTaken = faultsOfKind(context.memory, "control-plane").some(({ program }) => metadata.name === `${program}-${spec.nodeName}`);
  if (isTaken || nodeOf(pod, context) === undefined) return;
  context.sim.schedule({ at: context.sim.now() + NOTICE_MS, actor: ACTOR, name: "mirror", key: objectKey(pod), data: mirrorOf(pod) });
}

/** What a new mirror of a static pod is made of. */
export function mirrorOf(pod: Pod): JsonObject {
  const { namespace, name, labels, annotations, ownerReferences } = pod.metadata;
  const metadata = {
    name,
    namespace,
    ...(labels ? { labels } : {}),
    ...(annotations ? { annotations } : {}),
    ...(ownerReferences ? { ownerReferences } : {}),
  };
  return { pod: { apiVersion: "v1", kind: "Pod", metadata, spec: pod.spec }, status: pod.status ?? {} } as unknown as JsonObject;
}

/** Makes the mirror; the containers have run on all the time, so it has their state from the start. */
export function makeMirror(data: JsonObject, context: ComponentContext): void {
  const { pod, status } = data as unknown as { pod: Pod; status: NonNullable<Pod["status"]> };
  const namespace = pod.metadata.namespace ?? "";
  try {
    const created = context.client.create({ ...PODS, namespace }, pod);
    context.client.updateStatus({ ...PODS, namespace }, { ...created, status: { ...status, phase: "Running" } });
  } catch (error) {
    if (!isReason(error, "AlreadyExists") && !isReason(error, "Forbidden")) throw error;
  }
}
