import type { Lister, ClusterMemory } from "../machinery/component.ts";
import type { ClusterSettings } from "../machinery/kind.ts";
import type { Container } from "../kinds/core/pod/container/types.ts";
import type { Network } from "../network/types.ts";
import type { Sim } from "../sim/types.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import type { ImageBehaviour } from "./image.ts";

/** What lies outside of a container: others on the network, and chance. */
export interface Outside {
  readonly network: Network;
  readonly sim: Sim;
}

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
  /** For a program that answers by asking others, such as a proxy; absent where it is only looked at (logs, probes). */
  readonly outside?: Outside;
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

/** The run of a container: a restart is another one. */
export interface ContainerRun {
  readonly pod: { readonly metadata: { readonly uid?: string } };
  readonly container: { readonly name: string };
  /** When its process started, ms since the Unix epoch. */
  readonly startedAt: number;
}

/** Names a run of a container in the cluster's memory. */
export function runKey({ pod, container, startedAt }: ContainerRun): string {
  return `${pod.metadata.uid}/${container.name}/${startedAt}`;
}
