import type { ComponentContext } from "../../machinery/component.ts";
import type { KubeObject } from "../../machinery/object.ts";

/** An event of a node as programs on it tell it: they speak before they know the object, so the node's name stands for the uid. */
export interface NodeEvent {
  readonly component: string;
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
}

/** Records what a program on a node tells of that node. */
export function recordOnNode(
  node: KubeObject,
  { component, type, reason, message }: NodeEvent,
  { events }: Pick<ComponentContext, "events">,
): void {
  const { name = "" } = node.metadata;
  const named = { ...node, metadata: { ...node.metadata, uid: name } };
  events.record(named, type, reason, message, { source: { component, host: name } });
}
