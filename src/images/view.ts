import type { Lister, ClusterMemory } from "../machinery/component.ts";
import type { ClusterSettings } from "../machinery/kind.ts";
import type { Container } from "../kinds/core/pod/container/types.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import type { ImageBehaviour } from "./image.ts";

/** What a program in a container can see of its world. */
export interface ContainerView {
  readonly pod: Pod;
  readonly container: Container;
  readonly behaviour: ImageBehaviour;
  /** When its current process started, ms since the Unix epoch. */
  readonly startedAt: number;
  /** Virtual now, ms since the Unix epoch. */
  readonly now: number;
  readonly lister: Lister;
  readonly memory: ClusterMemory;
  readonly cluster: ClusterSettings;
}

/** The pod's own host name: spec.hostname, the node's name on the host's network, else the pod's name. */
export function hostnameOf(pod: Pod): string {
  if (pod.spec.hostNetwork) return pod.spec.nodeName ?? "";
  return (pod.spec.hostname || pod.metadata.name || "").slice(0, 63);
}

/** The address on which the pod is reached; "" before it has one. */
export function podAddress(pod: Pod): string {
  return pod.status?.podIP ?? "";
}
