import { writesOf, type Write } from "../../images/writes.ts";
import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import { objectKey } from "../../machinery/object.ts";
import { addQuantities, canonicalQuantity, formatQuantity, parseQuantity, type Quantity } from "../../machinery/quantity.ts";
import { bytes } from "./memory.ts";
import { failWith, isCritical } from "./reject.ts";
import { containerStatus } from "./status.ts";
import { later, viewOf } from "./work.ts";

/** From the filling of a disk to the eviction manager's look at it. pkg/kubelet/kubelet.go evictionMonitoringPeriod, 1.20 */
const LOOK_MS = 10_000;
const RESOURCE = "ephemeral-storage";

/** Has a pod looked at whose container has just started, where it writes large files and something limits them. */
export function watchDisk(pod: Pod, container: Container, context: ComponentContext): void {
  if (isUnlimited(pod) || writesOf(viewOf(pod, container, context)).length === 0) return;
  later(context, LOOK_MS, "disk", objectKey(pod), { uid: pod.metadata.uid ?? "" });
}

function isUnlimited({ spec }: Pod): boolean {
  return (
    spec.containers.every(({ resources }) => resources?.limits?.[RESOURCE] === undefined) &&
    (spec.volumes ?? []).every(({ emptyDir }) => emptyDir?.sizeLimit === undefined)
  );
}

/** Evicts a pod that has written more than it may. */
// pkg/kubelet/eviction/eviction_manager.go localStorageEviction, 1.20
export function evictForDisk(pod: Pod, context: ComponentContext): void {
  if (isCritical(pod) || pod.metadata.deletionTimestamp !== undefined || pod.status?.phase !== "Running") return;
  const message = volumeMessage(pod, context) ?? podMessage(pod, context);
  if (message !== undefined) failWith(pod, "Evicted", message, context);
}

function writesIn(pod: Pod, container: Container, context: ComponentContext): Write[] {
  return containerStatus(pod, container.name)?.state?.running ? writesOf(viewOf(pod, container, context)) : [];
}

function volumeMessage(pod: Pod, context: ComponentContext): string | undefined {
  for (const { name, emptyDir } of pod.spec.volumes ?? []) {
    const limit = emptyDir?.sizeLimit;
    if (limit === undefined || bytes(limit) === 0) continue;
    const used = pod.spec.containers.reduce((sum, container) => {
      const mounts = (container.volumeMounts ?? [])
        .filter((mount) => mount.name === name)
        .map(({ mountPath }) => `${mountPath.replace(/\/$/, "")}/`);
      const inside = writesIn(pod, container, context).filter(({ path }) => mounts.some((mount) => path.startsWith(mount)));
      return sum + inside.reduce((total, write) => total + write.bytes, 0);
    }, 0);
    if (used > bytes(limit)) return `Usage of EmptyDir volume "${name}" exceeds the limit "${canonicalQuantity(limit)}". `;
  }
  return undefined;
}

function podMessage(pod: Pod, context: ComponentContext): string | undefined {
  const limits = pod.spec.containers.flatMap(({ resources }) => resources?.limits?.[RESOURCE] ?? []);
  if (limits.length === 0) return undefined;
  const usage = new Map(
    pod.spec.containers.map((container) => [container, writesIn(pod, container, context).reduce((sum, write) => sum + write.bytes, 0)]),
  );
  const total = [...usage.values()].reduce((sum, used) => sum + used, 0);
  const limit = limits.map(parseQuantity).reduce((sum: Quantity, one) => addQuantities(sum, one));
  const limitText = formatQuantity(limit);
  if (total > bytes(limitText)) return `Pod ephemeral local storage usage exceeds the total limit of containers ${limitText}. `;
  for (const [{ name, resources }, used] of usage) {
    const own = resources?.limits?.[RESOURCE];
    if (own !== undefined && used > bytes(own))
      return `Container ${name} exceeded its local ephemeral storage limit "${canonicalQuantity(own)}". `;
  }
  return undefined;
}
