import type { Component, ComponentContext } from "../../machinery/component.ts";
import { addFault, removeFaults, type Standing } from "../../machinery/faults.ts";
import { ACTOR, type FaultAction } from "./action.ts";
import { endContainer, startFailing } from "./containers.ts";
import { expireKubelets, renewKubelets, startProgram, stopProgram } from "./control-plane.ts";
import { bootNode, changeNode } from "./nodes.ts";
import { heal, tear } from "./partitions.ts";

/** What users break on purpose, at once or later, and what comes of it. It has no twin in a real cluster. */
export function createFaults(): Component {
  return {
    name: ACTOR,
    user: "system:node",
    userAgent: "kubelet",
    watches: [],
    reconcile: () => undefined,
    handle(event, context) {
      if (event.name === "boot") return bootNode(event.key, event.data === true, context);
      if (event.name === "over") return clear([Number(event.key)], context);
      act(event.data as unknown as FaultAction, context);
    },
  };
}

function act(action: FaultAction, context: ComponentContext): void {
  if (action.do === "node") return changeNode(action.node, action.action, context);
  if (action.do === "clear") return clear(action.ids, context);
  if (action.do === "end") return endContainer(action, context);
  const { memory, sim } = context;
  const id = addFault(memory, action.fault, sim.now());
  if (action.forMs !== undefined) sim.schedule({ at: sim.now() + action.forMs, actor: ACTOR, name: "over", key: String(id) });
  if (action.fault.kind === "partition") tear(action.fault.between, context);
  if (action.fault.kind === "control-plane") stopProgram(action.fault.program, context);
  if (action.fault.kind === "certificates" && action.fault.owner === "kubelet") expireKubelets(context);
  startFailing(action.fault, context);
}

function clear(ids: readonly number[] | "all", context: ComponentContext): void {
  const gone = removeFaults(context.memory, ({ id }) => ids === "all" || ids.includes(id));
  for (const fault of gone) end(fault, context);
}

function end(fault: Standing, context: ComponentContext): void {
  context.sim.cancel(ACTOR, "over", String(fault.id));
  if (fault.kind === "partition") heal(fault.between, context);
  if (fault.kind === "control-plane") startProgram(fault.program, context);
  if (fault.kind === "certificates" && fault.owner === "kubelet") renewKubelets(context);
}
