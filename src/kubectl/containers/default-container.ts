import type { Pod } from "../../kinds/core/pod/types.ts";
import type { Invocation } from "../command.ts";

const DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

/** Names of all containers of a pod: init containers, containers, ephemeral ones. */
export interface ContainerNames {
  readonly init: readonly string[];
  readonly main: readonly string[];
  readonly ephemeral: readonly string[];
}

/** The names of a pod's containers, by their sort. */
export function containerNames({ spec }: Pod): ContainerNames {
  const names = (list: readonly { name: string }[] | undefined): string[] => (list ?? []).map(({ name }) => name);
  return { init: names(spec.initContainers), main: names(spec.containers), ephemeral: names(spec.ephemeralContainers) };
}

/** Whether the pod has a container of that name. */
export function hasContainer(pod: Pod, name: string): boolean {
  const { init, main, ephemeral } = containerNames(pod);
  return [...init, ...main, ...ephemeral].includes(name);
}

/** How the choice of a container is spoken of. */
export interface ContainerRemark {
  /** Standard error unless told. */
  readonly say?: (text: string) => void;
  /** Without advice. */
  readonly isBrief?: boolean;
  /** Even where there is no choice: before 1.21 only. */
  readonly isAlways?: boolean;
}

/** The container that is meant when none is named; says which one it took out of several. */
// kubectl/pkg/cmd/util/podcmd/podcmd.go; before 1.21 kubectl/pkg/cmd/exec/exec.go
export function defaultContainer({ env, release }: Invocation, pod: Pod, namespace: string, remark: ContainerRemark = {}): string {
  const { say = (text) => env.stderr(text), isBrief = false, isAlways = false } = remark;
  const { init, main, ephemeral } = containerNames(pod);
  const first = main[0] ?? "";
  if (!release.has("defaultContainerAnnotation")) {
    const advice = `Use 'kubectl describe pod/${pod.metadata.name ?? ""} -n ${namespace}' to see all of the containers in this pod.\n`;
    if (isAlways || main.length > 1) say(`Defaulting container name to ${first}.\n${isBrief ? "" : advice}`);
    return first;
  }
  const annotated = pod.metadata.annotations?.[DEFAULT_CONTAINER] ?? "";
  if (annotated !== "") {
    if (hasContainer(pod, annotated)) return annotated;
    say(`Default container name ${JSON.stringify(annotated)} not found in pod ${pod.metadata.name ?? ""}\n`);
  }
  if (main.length + init.length + ephemeral.length > 1) {
    const all = [...main, ...ephemeral.map((name) => `${name} (ephem)`), ...init.map((name) => `${name} (init)`)];
    say(`Defaulted container ${JSON.stringify(first)} out of: ${all.join(", ")}\n`);
  }
  return first;
}
