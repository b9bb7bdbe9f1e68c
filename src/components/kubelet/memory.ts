import type { Usage } from "../../images/image.ts";
import { usageOf } from "../../images/usage.ts";
import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { approximateValue, parseQuantity } from "../../machinery/quantity.ts";
import { containerStatus } from "./status.ts";
import { nodeOf, viewOf } from "./work.ts";

const MEBIBYTE = 1024 * 1024;
/** What the machine itself takes: its system, container runtime and kubelet. */
const SYSTEM_BYTES = 300 * MEBIBYTE;

/** A container that the kernel will kill because it takes more memory than there is. */
export interface OutOfMemory {
  readonly afterMs: number;
  /** The whole node ran out, not the container's own limit. */
  readonly system: boolean;
}

/** What a container that starts now will take. */
export function usageFromNow(pod: Pod, container: Container, context: ComponentContext): Usage {
  return usageOf(viewOf(pod, container, context, context.sim.now()));
}

/** When a container with such a usage is killed for its memory; undefined: never. */
export function outOfMemory(
  pod: Pod,
  container: Container,
  { memoryBytes, reachedAfterMs }: Usage,
  context: ComponentContext,
): OutOfMemory | undefined {
  const limit = container.resources?.limits?.["memory"];
  if (limit !== undefined && memoryBytes > bytes(limit)) return { afterMs: reachedAfterMs, system: false };
  const capacity = nodeOf(pod, context)?.status?.capacity?.["memory"];
  if (capacity === undefined || memoryBytes <= bytes(capacity) - SYSTEM_BYTES) return undefined;
  return { afterMs: reachedAfterMs, system: true };
}

/** An amount of memory in bytes; 0 for none. */
export function bytes(text: string | undefined): number {
  return text === undefined ? 0 : approximateValue(parseQuantity(text));
}

/** Memory that one running container of a pod takes, in bytes; 0 while it does not run. */
export function memoryOf(pod: Pod, container: Container, context: ComponentContext): number {
  if (containerStatus(pod, container.name)?.state?.running === undefined) return 0;
  return usageOf(viewOf(pod, container, context)).memoryBytes;
}

/** Memory that all running containers of a pod take. */
export function podMemory(pod: Pod, context: ComponentContext): number {
  return pod.spec.containers.reduce((sum, container) => sum + memoryOf(pod, container, context), 0);
}

/** Memory of a node that nobody has, in bytes. */
export function availableMemory(node: Node, pods: readonly Pod[], context: ComponentContext): number {
  const used = pods.reduce((sum, pod) => sum + podMemory(pod, context), SYSTEM_BYTES);
  return bytes(node.status?.capacity?.["memory"]) - used;
}

/** Whether a node says that it is short of memory. */
export function hasMemoryPressure(node: Node | undefined): boolean {
  return node?.status?.conditions?.some(({ type, status }) => type === "MemoryPressure" && status === "True") ?? false;
}
