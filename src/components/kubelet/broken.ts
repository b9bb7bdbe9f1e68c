import type { Container } from "../../kinds/core/pod/container/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { ClusterMemory } from "../../machinery/component.ts";
import { faultsOfKind, type ProbeName, type PullRefusal } from "../../machinery/faults.ts";
import { objectKey } from "../../machinery/object.ts";

/** How many times longer something takes on a pod's node than it should. */
export function slowness(kind: "slow-disk" | "slow-pull", pod: Pod, memory: ClusterMemory): number {
  return faultsOfKind(memory, kind)
    .filter(({ node }) => node === pod.spec.nodeName)
    .reduce((product, { factor }) => product * factor, 1);
}

/** Why the registry hands out no such image, as somebody wants it; undefined when nobody does. */
export function pullRefusal(image: string, memory: ClusterMemory): PullRefusal | undefined {
  return faultsOfKind(memory, "image-pull").find((fault) => sameImage(fault.image, image))?.why;
}

/** A name without tag means every tag. */
function sameImage(named: string, image: string): boolean {
  const bare = image.split("@")[0] ?? image;
  return bare === named || (!/:[^/]*$/.test(named) && bare.replace(/:[^/]*$/, "") === named);
}

/** When a container crashes again, as somebody wants it. */
export function crashOf(pod: Pod, { name }: Container, memory: ClusterMemory): { afterMs: number; exitCode: number } | undefined {
  return faultsOfKind(memory, "crash-loop").find((fault) => fault.pod === objectKey(pod) && fault.container === name);
}

/** Whether somebody wants a container's probe to fail. */
export function isProbeBroken(pod: Pod, { name }: Container, probe: ProbeName, memory: ClusterMemory): boolean {
  return faultsOfKind(memory, "probe").some((fault) => fault.pod === objectKey(pod) && fault.container === name && fault.probe === probe);
}
