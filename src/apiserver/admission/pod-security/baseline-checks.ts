import type { Check, Violation } from "./check.ts";
import { containersOf, containersWhere, counted, distinct, plural, type PodLike, quoted, type SecurityContext, setters } from "./pod.ts";

const CAPABILITIES = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);
/** Safe sysctls by the version of the standards that first allows them. */
const SYSCTLS: readonly { since: number; names: readonly string[] }[] = [
  {
    since: 0,
    names: [
      "kernel.shm_rmid_forced",
      "net.ipv4.ip_local_port_range",
      "net.ipv4.tcp_syncookies",
      "net.ipv4.ping_group_range",
      "net.ipv4.ip_unprivileged_port_start",
    ],
  },
  { since: 27, names: ["net.ipv4.ip_local_reserved_ports"] },
  {
    since: 29,
    names: ["net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes"],
  },
  { since: 32, names: ["net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"] },
];
const SELINUX_TYPES = new Set(["", "container_t", "container_init_t", "container_kvm_t"]);
const ENGINE_TYPE_SINCE = 31;
const SECCOMP_FIELDS_SINCE = 19;
const APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";
const SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";

/** The rules of the level baseline, by id. */
// pod-security-admission/policy/check_*.go, release branches 1.23 to 1.32
export const BASELINE_CHECKS: readonly Check[] = [
  {
    id: "appArmorProfile",
    level: "baseline",
    since: 0,
    find: (pod, _version, release) => appArmor(pod, release.has("podSecurityAppArmorFields")),
  },
  { id: "capabilities_baseline", level: "baseline", since: 0, find: capabilities },
  {
    id: "hostNamespaces",
    level: "baseline",
    since: 0,
    find({ spec }) {
      const shared = (["hostNetwork", "hostPID", "hostIPC"] as const).filter((field) => spec[field]).map((field) => `${field}=true`);
      return shared.length > 0 ? { reason: "host namespaces", detail: shared.join(", ") } : undefined;
    },
  },
  {
    id: "hostPathVolumes",
    level: "baseline",
    since: 0,
    find({ spec }) {
      const volumes = (spec.volumes ?? []).filter(({ hostPath }) => hostPath).map(({ name }) => name);
      return volumes.length > 0 ? { reason: "hostPath volumes", detail: counted("volume", volumes) } : undefined;
    },
  },
  { id: "hostPorts", level: "baseline", since: 0, find: hostPorts },
  {
    id: "privileged",
    level: "baseline",
    since: 0,
    find(pod) {
      const names = containersWhere(pod, (context) => context?.privileged === true);
      const detail = `${counted("container", names)} must not set securityContext.privileged=true`;
      return names.length > 0 ? { reason: "privileged", detail } : undefined;
    },
  },
  { id: "procMount", level: "baseline", since: 0, find: procMount },
  { id: "seLinuxOptions", level: "baseline", since: 0, find: seLinux },
  {
    id: "seccompProfile_baseline",
    level: "baseline",
    since: 0,
    find: (pod, version) => (version < SECCOMP_FIELDS_SINCE ? seccompAnnotations(pod) : seccompFields(pod)),
  },
  { id: "sysctls", level: "baseline", since: 0, find: sysctls },
  {
    id: "windowsHostProcess",
    level: "baseline",
    since: 0,
    find(pod) {
      const isSet = (context: SecurityContext | undefined) => context?.windowsOptions?.hostProcess === true;
      const who = setters(isSet(pod.spec.securityContext), containersWhere(pod, isSet));
      return who === ""
        ? undefined
        : { reason: "hostProcess", detail: `${who} must not set securityContext.windowsOptions.hostProcess=true` };
    },
  },
];

function appArmor(pod: PodLike, looksAtFields: boolean): Violation | undefined {
  const annotations = Object.entries(pod.metadata?.annotations ?? {})
    .filter(([key, value]) => key.startsWith(APP_ARMOR) && value !== "" && value !== "runtime/default" && !value.startsWith("localhost/"))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .toSorted();
  const matter = (values: readonly string[]) => plural("forbidden AppArmor profile", values);
  if (!looksAtFields) return annotations.length > 0 ? { reason: matter(annotations), detail: annotations.join(", ") } : undefined;
  const isBad = (context: SecurityContext | undefined) =>
    context?.appArmorProfile !== undefined && !["RuntimeDefault", "Localhost"].includes(context.appArmorProfile.type ?? "");
  const who = [
    setters(isBad(pod.spec.securityContext), containersWhere(pod, isBad)),
    annotations.length > 0 ? plural("annotation", annotations) : "",
  ].filter((text) => text !== "");
  if (who.length === 0) return undefined;
  const contexts = [pod.spec.securityContext, ...containersOf(pod).map(({ securityContext }) => securityContext)];
  const values = [...distinct(contexts.filter(isBad).map((context) => context?.appArmorProfile?.type)), ...annotations];
  return { reason: matter(values), detail: `${who.join(" and ")} must not set AppArmor profile type to ${quoted(values)}` };
}

function capabilities(pod: PodLike): Violation | undefined {
  const extra = (context: SecurityContext | undefined) => (context?.capabilities?.add ?? []).filter((one) => !CAPABILITIES.has(one));
  const names = containersWhere(pod, (context) => extra(context).length > 0);
  if (names.length === 0) return undefined;
  const added = distinct(containersOf(pod).flatMap(({ securityContext }) => extra(securityContext)));
  const detail = `${counted("container", names)} must not include ${quoted(added)} in securityContext.capabilities.add`;
  return { reason: "non-default capabilities", detail };
}

function hostPorts(pod: PodLike): Violation | undefined {
  const names = containersWhere(pod, (_context, { ports = [] }) => ports.some(({ hostPort = 0 }) => hostPort !== 0));
  if (names.length === 0) return undefined;
  const ports = distinct(
    containersOf(pod)
      .flatMap(({ ports: all = [] }) => all.map(({ hostPort = 0 }) => hostPort))
      .filter((port) => port !== 0)
      .map(String),
  );
  const verb = names.length === 1 ? "uses" : "use";
  return { reason: "hostPort", detail: `${counted("container", names)} ${verb} ${plural("hostPort", ports)} ${ports.join(", ")}` };
}

function procMount(pod: PodLike): Violation | undefined {
  const isBad = (context: SecurityContext | undefined) => context?.procMount !== undefined && context.procMount !== "Default";
  const names = containersWhere(pod, isBad);
  if (names.length === 0) return undefined;
  const kinds = distinct(
    containersOf(pod)
      .map(({ securityContext }) => securityContext)
      .filter(isBad)
      .map((context) => context?.procMount),
  );
  return { reason: "procMount", detail: `${counted("container", names)} must not set securityContext.procMount to ${quoted(kinds)}` };
}

function seLinux(pod: PodLike, version: number): Violation | undefined {
  const isBadType = (type: string) => !SELINUX_TYPES.has(type) && !(type === "container_engine_t" && version >= ENGINE_TYPE_SINCE);
  const isBad = (context: SecurityContext | undefined) => {
    const options = context?.seLinuxOptions;
    return options !== undefined && (isBadType(options.type ?? "") || Boolean(options.user) || Boolean(options.role));
  };
  const who = setters(isBad(pod.spec.securityContext), containersWhere(pod, isBad));
  if (who === "") return undefined;
  const options = [pod.spec.securityContext, ...containersOf(pod).map(({ securityContext }) => securityContext)].flatMap((context) =>
    context?.seLinuxOptions ? [context.seLinuxOptions] : [],
  );
  const types = distinct(options.map(({ type }) => type).filter((type = "") => isBadType(type)));
  const what = [
    ...(types.length > 0 ? [counted("type", types)] : []),
    ...(options.some(({ user }) => user) ? ["user may not be set"] : []),
    ...(options.some(({ role }) => role) ? ["role may not be set"] : []),
  ];
  return { reason: "seLinuxOptions", detail: `${who} set forbidden securityContext.seLinuxOptions: ${what.join("; ")}` };
}

/** Whether a context names a seccomp profile that no level allows. */
export function hasBadSeccomp(context: SecurityContext | undefined): boolean {
  return context?.seccompProfile !== undefined && !["RuntimeDefault", "Localhost"].includes(context.seccompProfile.type ?? "");
}

/** Somebody sets a forbidden seccomp profile; the level restricted complains of it in the same words. */
export function seccompFields(pod: PodLike): Violation | undefined {
  const who = setters(hasBadSeccomp(pod.spec.securityContext), containersWhere(pod, hasBadSeccomp));
  if (who === "") return undefined;
  const contexts = [pod.spec.securityContext, ...containersOf(pod).map(({ securityContext }) => securityContext)];
  const types = distinct(contexts.filter(hasBadSeccomp).map((context) => context?.seccompProfile?.type));
  return { reason: "seccompProfile", detail: `${who} must not set securityContext.seccompProfile.type to ${quoted(types)}` };
}

function seccompAnnotations(pod: PodLike): Violation | undefined {
  const annotations = pod.metadata?.annotations ?? {};
  const bad = distinct(
    [SECCOMP_POD, ...containersOf(pod).map(({ name }) => SECCOMP_CONTAINER + name)].flatMap((key) => {
      const value = annotations[key];
      const isFine = value === undefined || value === "runtime/default" || value === "docker/default" || value.startsWith("localhost/");
      return isFine ? [] : [`${key}=${JSON.stringify(value)}`];
    }),
  );
  return bad.length > 0 ? { reason: "seccompProfile", detail: `forbidden ${plural("annotation", bad)} ${bad.join(", ")}` } : undefined;
}

function sysctls({ spec }: PodLike, version: number): Violation | undefined {
  const allowed = new Set(SYSCTLS.filter(({ since }) => since <= version).flatMap(({ names }) => names));
  const names = (spec.securityContext?.sysctls ?? []).map(({ name }) => name).filter((name) => !allowed.has(name));
  return names.length > 0 ? { reason: "forbidden sysctls", detail: names.join(", ") } : undefined;
}
