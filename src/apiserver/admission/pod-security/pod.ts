import type { ObjectMeta } from "../../../machinery/object.ts";

/** What the standards look at in a container. */
export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly ports?: readonly { hostPort?: number }[];
  readonly securityContext?: SecurityContext;
}

/** Fields that a container and its pod share, and those of the container alone. */
export interface SecurityContext {
  readonly allowPrivilegeEscalation?: boolean;
  readonly privileged?: boolean;
  readonly procMount?: string;
  readonly capabilities?: { add?: readonly string[]; drop?: readonly string[] };
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seLinuxOptions?: { type?: string; user?: string; role?: string };
  readonly seccompProfile?: { type?: string };
  readonly appArmorProfile?: { type?: string };
  readonly windowsOptions?: { hostProcess?: boolean };
  readonly sysctls?: readonly { name: string }[];
}

/** What the standards look at in a pod's spec. */
export interface PodSpec {
  readonly initContainers?: readonly Container[] | null;
  readonly containers?: readonly Container[] | null;
  readonly ephemeralContainers?: readonly Container[] | null;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly securityContext?: SecurityContext;
  readonly volumes?: readonly ({ name: string } & Readonly<Record<string, unknown>>)[] | null;
  readonly os?: { name: string };
}

/** A pod or the template of one. */
export interface PodLike {
  readonly metadata?: Pick<ObjectMeta, "annotations">;
  readonly spec: PodSpec;
}

/** Init containers, containers, ephemeral ones: the order in which they are named. pod-security-admission/policy/visitor.go */
export function containersOf({ spec }: PodLike): Container[] {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])];
}

/** Names of the containers for which something holds. */
export function containersWhere(pod: PodLike, holds: (context: SecurityContext | undefined, container: Container) => boolean): string[] {
  return containersOf(pod)
    .filter((container) => holds(container.securityContext, container))
    .map(({ name }) => name);
}

/** `"a", "b"` */
export function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

/** `container "a"`, `containers "a", "b"` */
export function counted(singular: string, names: readonly string[]): string {
  return `${plural(singular, names)} ${quoted(names)}`;
}

/** The word for as many as there are. */
export function plural(singular: string, items: readonly unknown[]): string {
  return items.length === 1 ? singular : `${singular}s`;
}

/** `pod and containers "a", "b"`: who sets something that is forbidden; "" for nobody. */
export function setters(byPod: boolean, containers: readonly string[]): string {
  return [...(byPod ? ["pod"] : []), ...(containers.length > 0 ? [counted("container", containers)] : [])].join(" and ");
}

/** Each once, in order of bytes. */
export function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.map((value) => value ?? ""))].toSorted();
}
