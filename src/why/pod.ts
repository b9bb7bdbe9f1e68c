import { objectKey } from "../machinery/object.ts";
import type { Node } from "../kinds/core/node/types.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import type { Cause, Finding } from "./answer.ts";
import { containerCauses, restartCauses } from "./containers.ts";
import { deletionCauses } from "./deletion.ts";
import { whyHere, whyNowhere } from "./placement.ts";
import { kubectl, lastEvent, type WhyWorld } from "./world.ts";

/** Why a pod is pending, on its node, not ready, restarted, failed or still there. */
export function explainPod(world: WhyWorld, pod: Pod): Finding {
  const { state, causes } = podTroubles(world, pod);
  return { state, causes: [...causes, ...whyHere(world, pod)] };
}

/** As {@link explainPod}, but not why the pod is where it is: for those who ask about what stands on it. */
export function podTroubles(world: WhyWorld, pod: Pod): Finding {
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  if (!pod.spec.nodeName && !terminating) return { state: "Pending", causes: whyNowhere(world, pod) };
  const causes = [
    ...(terminating ? deletionCauses(world, pod, "pods") : []),
    ...nodeCauses(world, pod),
    ...endCauses(pod),
    ...(terminating ? [] : startCauses(world, pod)),
    ...(terminating ? [] : containerCauses(world, pod)),
    ...gateCauses(pod),
    ...restartCauses(world, pod),
  ];
  return { state: stateOf(pod), causes };
}

function stateOf(pod: Pod): string {
  const { phase = "Pending", conditions = [], reason } = pod.status ?? {};
  if (pod.metadata.deletionTimestamp !== undefined) return "Terminating";
  if (phase === "Failed" || phase === "Succeeded") return reason ? `${phase} (${reason})` : phase;
  const ready = conditions.some(({ type, status }) => type === "Ready" && status === "True");
  return phase === "Running" ? (ready ? "Running and ready" : "Running, but not ready") : phase;
}

/** A node that does not answer explains everything else about its pods. */
function nodeCauses({ context }: WhyWorld, { spec }: Pod): Cause[] {
  const name = spec.nodeName;
  if (!name) return [];
  const node = context.lister.get("nodes", "", name) as Node | undefined;
  const see = kubectl("describe", "node", "", name);
  if (node === undefined) return [{ reason: "NodeGone", message: `its node ${name} does not exist`, see: "kubectl get nodes" }];
  const ready = node.status?.conditions?.find(({ type }) => type === "Ready");
  if (ready === undefined || ready.status === "True") return [];
  const message = `its node ${name} is not ready: ${ready.reason ?? ""}: ${ready.message ?? ""}`;
  return [{ reason: "NodeNotReady", message, see, data: { node: name } }];
}

/** What the status of a pod that has ended says of itself. */
function endCauses({ metadata, status }: Pod): Cause[] {
  if (status?.phase !== "Failed" || !status.reason) return [];
  const see = kubectl("describe", "pod", metadata.namespace ?? "", metadata.name);
  return [{ reason: status.reason, message: status.message ?? status.reason, see }];
}

/** What holds a pod up before any of its containers. */
function startCauses(world: WhyWorld, pod: Pod): Cause[] {
  const { namespace = "", name = "" } = pod.metadata;
  if (pod.status?.phase !== "Pending" && pod.status?.phase !== undefined) return [];
  const see = kubectl("describe", "pod", namespace, name);
  if (pod.status?.startTime === undefined) {
    return [{ reason: "NotAdmitted", message: `the kubelet of ${pod.spec.nodeName ?? ""} has not taken it on yet`, see }];
  }
  const mount = lastEvent(world, pod, ["FailedMount", "FailedAttachVolume"]);
  const step = world.context.sim.pending("kubelet", "step", objectKey(pod))?.data as { stage?: string; failures?: number } | undefined;
  if (mount === undefined || step?.stage !== "sandbox" || !step.failures) return [];
  return [{ reason: mount.reason, message: mount.message, see }];
}

function gateCauses({ metadata, spec, status }: Pod): Cause[] {
  if (metadata.deletionTimestamp !== undefined) return [];
  const open = (spec.readinessGates ?? []).filter(
    ({ conditionType }) => !status?.conditions?.some(({ type, status: value }) => type === conditionType && value === "True"),
  );
  return open.map(({ conditionType }) => ({
    reason: "ReadinessGate",
    message: `its readiness gate ${conditionType} is not True`,
    see: `${kubectl("get", "pod", metadata.namespace ?? "", metadata.name)} -o yaml`,
  }));
}
