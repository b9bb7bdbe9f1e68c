import type { StatefulSet } from "../../kinds/apps/statefulset/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { failure, isReason, StatusError } from "../../machinery/status.ts";
import { PERSISTENT_VOLUME_CLAIMS, PODS } from "../controller/resources.ts";
import { claimsOf, ordinalOf, POD_NAME_LABEL } from "./identity.ts";

/** Makes a pod and before it the claims it lacks; tells so in events on the set. Throws what the API server refuses. */
// pkg/controller/statefulset/stateful_pod_control.go CreateStatefulPod, 1.20
export function createSetPod(set: StatefulSet, pod: Pod, context: ComponentContext): void {
  attempt("create", set, pod, context, () => {
    createClaims(set, pod, context);
    context.client.create(PODS.in(pod.metadata.namespace ?? ""), pod);
  });
}

/** Deletes a pod with its own grace period and tells so in an event on the set. */
export function deleteSetPod(set: StatefulSet, pod: Pod, context: ComponentContext): void {
  attempt("delete", set, pod, context, () => context.client.delete(PODS.in(pod.metadata.namespace ?? ""), pod.metadata.name ?? ""));
}

/** Gives a pod that lacks it the label with its own name, and makes claims that are gone. */
export function restoreIdentity(set: StatefulSet, pod: Pod, context: ComponentContext): void {
  const { name = "", namespace = "", labels } = pod.metadata;
  createClaims(set, pod, context);
  if (labels?.[POD_NAME_LABEL] === name) return;
  attempt("update", set, pod, context, () =>
    context.client.patch(PODS.in(namespace), name, "merge", { metadata: { labels: { [POD_NAME_LABEL]: name } } }),
  );
}

function attempt(verb: "create" | "delete" | "update", set: StatefulSet, pod: Pod, context: ComponentContext, action: () => void): void {
  const title = verb.charAt(0).toUpperCase() + verb.slice(1);
  const what = `${verb} Pod ${pod.metadata.name ?? ""} in StatefulSet ${set.metadata.name ?? ""}`;
  try {
    action();
  } catch (error) {
    const isTold = error instanceof StatusError && !(verb === "create" && isReason(error, "AlreadyExists"));
    if (isTold) context.events.record(set, "Warning", `Failed${title}`, `${what} failed error: ${error.message}`);
    throw error;
  }
  context.events.record(set, "Normal", `Successful${title}`, `${what} successful`);
}

// pkg/controller/statefulset/stateful_pod_control.go createPersistentVolumeClaims, 1.20
function createClaims(set: StatefulSet, pod: Pod, context: ComponentContext): void {
  const problems: string[] = [];
  for (const claim of claimsOf(set, ordinalOf(set, pod) ?? 0)) {
    const { name = "", namespace = "" } = claim.metadata;
    const present = context.lister.get(PERSISTENT_VOLUME_CLAIMS.key, namespace, name);
    if (present?.metadata.deletionTimestamp) problems.push(`pvc ${name} is being deleted`);
    if (present) continue;
    const who = `Pod ${pod.metadata.name ?? ""} in StatefulSet ${set.metadata.name ?? ""}`;
    try {
      context.client.create(PERSISTENT_VOLUME_CLAIMS.in(namespace), claim);
      context.events.record(set, "Normal", "SuccessfulCreate", `create Claim ${name} ${who} success`);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      problems.push(`failed to create PVC ${name}: ${error.message}`);
      context.events.record(set, "Warning", "FailedCreate", `create Claim ${name} for ${who} failed error: ${error.message}`);
    }
  }
  const [first, ...others] = problems;
  if (first !== undefined) throw failure(500, "", others.length === 0 ? first : `[${problems.join(", ")}]`);
}
