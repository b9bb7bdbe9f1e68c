import type { ComponentContext } from "../../machinery/component.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { StatusError } from "../../machinery/status.ts";
import { PODS } from "./resources.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";

/** True when the API server refused because the namespace is being deleted: nobody is told, nobody tries again. */
export function isNamespaceTerminating(error: unknown): boolean {
  return error instanceof StatusError && (error.status.details?.causes ?? []).some((cause) => cause.reason === "NamespaceTerminating");
}

/** Creates a pod and tells so in an event on its owner, as it tells a failure, which it throws on. */
// pkg/controller/controller_utils.go createPods, 1.20
export function createPod(pod: Pod, owner: KubeObject, context: ComponentContext): Pod {
  try {
    const created = context.client.create(PODS.in(pod.metadata.namespace ?? ""), pod) as Pod;
    context.events.record(owner, "Normal", "SuccessfulCreate", `Created pod: ${created.metadata.name ?? ""}`);
    return created;
  } catch (error) {
    if (error instanceof StatusError && !isNamespaceTerminating(error)) {
      context.events.record(owner, "Warning", "FailedCreate", `Error creating: ${error.message}`);
    }
    throw error;
  }
}

/** Deletes a pod (with its own grace period) and tells so in an event on its owner. A pod that is gone already is no failure. */
// pkg/controller/controller_utils.go DeletePod, 1.20
export function deletePod(pod: Pod, owner: KubeObject, context: ComponentContext): void {
  const name = pod.metadata.name ?? "";
  try {
    context.client.delete(PODS.in(pod.metadata.namespace ?? ""), name);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (error.reason === "NotFound") return;
    context.events.record(owner, "Warning", "FailedDelete", `Error deleting: ${error.message}`);
    throw new StatusError({ ...error.status, message: `unable to delete pods: ${error.message}` });
  }
  context.events.record(owner, "Normal", "SuccessfulDelete", `Deleted pod: ${name}`);
}

/** Deletes pods as {@link deletePod} does, all of them whatever happens; the first failure. */
export function deletePods(pods: readonly Pod[], owner: KubeObject, context: ComponentContext): StatusError | undefined {
  let failure: StatusError | undefined;
  for (const pod of pods) {
    try {
      deletePod(pod, owner, context);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      failure ??= error;
    }
  }
  return failure;
}
