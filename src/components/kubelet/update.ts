import type { ComponentContext } from "../../machinery/component.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import { killContainer, stopOf } from "./kill.ts";
import { containerStatus } from "./status.ts";
import { findContainer } from "./work.ts";

/** Containers whose image was changed in a pod that is already on its node. */
export function changedImages(pod: Pod, old: Pod | undefined): string[] {
  if (old === undefined || old.spec === pod.spec || !old.spec.nodeName) return [];
  return pod.spec.containers.filter(({ name, image }) => findContainer(old, name)?.image !== image).map(({ name }) => name);
}

/** Stops a container whose definition changed; it comes back with the new one. */
export function restartChanged(pod: Pod, name: string, context: ComponentContext): void {
  const container = findContainer(pod, name);
  if (container === undefined || containerStatus(pod, name)?.state?.running === undefined) return;
  const { afterMs, exitCode } = stopOf(pod, container, (pod.spec.terminationGracePeriodSeconds ?? 30) * 1000, context);
  killContainer(pod, container, `Container ${name} definition changed, will be restarted`, afterMs, exitCode, context);
}
