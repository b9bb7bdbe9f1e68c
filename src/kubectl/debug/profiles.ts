import type { JsonObject } from "../../base/json.ts";
import type { Container, SecurityContext } from "../../kinds/core/pod/container/types.ts";
import type { PodSpec } from "../../kinds/core/pod/types.ts";
import type { ObjectMeta } from "../../machinery/object.ts";
import type { Release } from "../../release/release.ts";
import type { Invocation } from "../command.ts";
import { CommandError } from "../errors.ts";
import { applyCustomProfile } from "./custom.ts";
import type { Flags } from "../flags/parse.ts";
import type { FlagSpec } from "../flags/spec.ts";

/** What gets the debug container: a pod of its own on a node, a copy of a pod, or the pod itself. */
export type DebugStyle = "node" | "copy" | "ephemeral";

/** The pod that gets the container, changed in place, and its debug container. */
export interface DebugSubject {
  readonly style: DebugStyle;
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
  readonly container: Container;
}

const KEPT = ["labels", "annotations", "liveness", "readiness", "startup", "init-containers"];

/** Flags that say what a copy of a pod keeps; profiles take the rest away. */
export const keepFlags: readonly FlagSpec[] = KEPT.map((what) => ({
  name: `keep-${what}`,
  type: "bool",
  default: what === "init-containers",
  feature: "debugKeepFlags",
  usage: `Copies keep the pod's ${what.replace("-", " ")}.`,
}));

/** Refuses profiles that the release has not. Throws CommandError. */
export function checkProfile({ flags, release }: Invocation): void {
  if (!release.has("debugProfiles")) return;
  const known = ["legacy", "general", "baseline", "restricted", "netadmin", ...(release.has("debugSysadmin") ? ["sysadmin"] : [])];
  if (!known.includes(flags.text("profile"))) throw new CommandError(`unknown profile: ${flags.text("profile")}`);
}

/** Makes pod and container what --profile wants of them, and lays the custom one over the container. */
// kubectl/pkg/cmd/debug/profiles.go
export function applyProfile({ flags, release }: Invocation, subject: DebugSubject, custom?: JsonObject): void {
  // Before, --profile is the global flag that names a profile of kubectl itself.
  const profile = release.has("debugProfiles") ? flags.text("profile") : "legacy";
  secure(profile, subject, release);
  const { style, spec, container } = subject;
  if (style === "node") {
    if (profile === "legacy" || profile === "general" || profile === "sysadmin") mountRoot(spec, container);
    if (profile !== "baseline" && profile !== "restricted") Object.assign(spec, { hostIPC: true, hostNetwork: true, hostPID: true });
  }
  if (style === "copy") thinOut(profile, subject, flags, release);
  if (custom !== undefined) applyCustomProfile(release, custom, container);
}

function secure(profile: string, { style, container }: DebugSubject, release: Release): void {
  if (profile === "general" && style === "node") delete container.securityContext;
  if (profile === "general" && style !== "node") addCapabilities(container, ["SYS_PTRACE"]);
  if (profile === "baseline") delete container.securityContext;
  if (profile === "restricted")
    container.securityContext = {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    };
  if (profile === "netadmin") {
    addCapabilities(container, release.has("debugNetadminRaw") ? ["NET_ADMIN", "NET_RAW"] : ["NET_ADMIN"]);
    if (style === "node" && !release.has("debugSysadmin")) setPrivileged(container);
  }
  if (profile === "sysadmin") setPrivileged(container);
}

function addCapabilities(container: Container, names: readonly string[]): void {
  const context: SecurityContext = container.securityContext ?? {};
  container.securityContext = {
    ...context,
    capabilities: { ...context.capabilities, add: [...(context.capabilities?.add ?? []), ...names] },
  };
}

function setPrivileged(container: Container): void {
  container.securityContext = { ...container.securityContext, privileged: true };
}

function mountRoot(spec: PodSpec, container: Container): void {
  spec.volumes = [...(spec.volumes ?? []), { name: "host-root", hostPath: { path: "/" } }];
  container.volumeMounts = [...(container.volumeMounts ?? []), { mountPath: "/host", name: "host-root" }];
}

/** Copies lose what would make others take them for the pod itself. */
function thinOut(profile: string, { metadata, spec }: DebugSubject, flags: Flags, release: Release): void {
  const keepable = release.has("debugKeepFlags");
  const keeps = (what: string): boolean => keepable && flags.bool(`keep-${what}`);
  if (profile === "legacy" || !keeps("labels")) delete metadata.labels;
  if (profile === "legacy") return;
  const bare = keepable || profile === "general" || profile === "baseline";
  if (keepable && !keeps("annotations")) delete metadata.annotations;
  if (keepable && !keeps("init-containers")) delete spec.initContainers;
  for (const each of bare ? spec.containers : []) {
    if (!keeps("liveness")) delete each.livenessProbe;
    if (!keeps("readiness")) delete each.readinessProbe;
    if (!keeps("startup")) delete each.startupProbe;
  }
  if (profile !== "netadmin" || release.has("debugSysadmin")) spec.shareProcessNamespace ??= true;
}
