import { isControlPlane } from "../../machinery/object.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { canTalk, faultOf } from "../../network/node-faults.ts";
import { lookAtRules } from "../kube-proxy/index.ts";
import { breakNode } from "../node-lifecycle/health.ts";
import { returnToApi, silence } from "./kubelets.ts";

/** No packets pass between two machines any more: a worker that reaches no control plane is silent. */
export function tear(between: readonly [string, string], context: ComponentContext): void {
  for (const name of between) {
    if (!isWorker(name, context) || faultOf(context.memory, name) !== undefined || reachesControlPlane(name, context)) continue;
    silence(name, context);
    breakNode(context, name, "partitioned");
    lookAtRules(context, name);
  }
}

/** They pass again. */
export function heal(between: readonly [string, string], context: ComponentContext): void {
  for (const name of between) {
    if (faultOf(context.memory, name)?.kind === "partitioned" && reachesControlPlane(name, context)) returnToApi(name, context);
  }
}

function isWorker(name: string, { lister }: ComponentContext): boolean {
  const node = lister.get("nodes", "", name) as Node | undefined;
  return node !== undefined && !isControlPlane(node);
}

function reachesControlPlane(name: string, { lister, memory }: ComponentContext): boolean {
  const controlPlanes = (lister.list("nodes") as readonly Node[]).filter(isControlPlane);
  return controlPlanes.length === 0 || controlPlanes.some(({ metadata }) => canTalk(memory, name, metadata.name ?? ""));
}
