import type { Node } from "../kinds/core/node/types.ts";
import { faultOf, type NodeFault } from "../network/node-faults.ts";
import type { KubeObject } from "../machinery/object.ts";
import type { Cause, Finding } from "./answer.ts";
import { deletionCauses } from "./deletion.ts";
import { kubectl, moment, type WhyWorld } from "./world.ts";

const FAULTS: Readonly<Record<NodeFault["kind"], string>> = {
  "kubelet-stopped": "its kubelet is stopped; its containers run on",
  "network-cut": "its network is cut",
  off: "the machine is off",
  partitioned: "its network is cut from the control plane",
  unauthorized: "its kubelet's certificate has ended; its containers run on",
};

/** Why a node is not ready, or takes no pods. */
export function explainNode(world: WhyWorld, object: KubeObject): Finding {
  const { metadata, spec, status } = object as Node;
  const name = metadata.name ?? "";
  const see = kubectl("describe", "node", "", name);
  const fault = faultOf(world.context.memory, name);
  const conditions = status?.conditions ?? [];
  const ready = conditions.find(({ type }) => type === "Ready");
  const wrong = conditions.filter(({ type, status: value }) => (type === "Ready" ? value !== "True" : value !== "False"));
  const causes: Cause[] = [
    ...(metadata.deletionTimestamp === undefined ? [] : deletionCauses(world, object, "nodes")),
    ...(fault === undefined
      ? []
      : [{ reason: "Fault", message: `${FAULTS[fault.kind]}, since ${moment(fault.since)}`, data: { fault: fault.kind } }]),
    ...wrong.map(({ type, status: value, reason = type, message = "" }) => ({ reason, message: `${type} is ${value}: ${message}`, see })),
    ...(spec.unschedulable
      ? [{ reason: "Cordoned", message: "it is cordoned: no new pods are scheduled to it", see: kubectl("uncordon", name, "") }]
      : []),
    ...(spec.taints ?? []).map(({ key, value, effect }) => ({
      reason: "Taint",
      message: `taint ${key}${value === undefined ? "" : `=${value}`}:${effect} keeps away pods that do not tolerate it`,
      see,
    })),
  ];
  const state = ready?.status === "True" ? "Ready" : "NotReady";
  return { state: spec.unschedulable ? `${state},SchedulingDisabled` : state, causes };
}
