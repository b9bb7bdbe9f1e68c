import { hasBadSeccomp, seccompFields } from "./baseline-checks.ts";
import type { Check, Violation } from "./check.ts";
import { containersOf, containersWhere, counted, distinct, plural, type PodLike, quoted, type SecurityContext, setters } from "./pod.ts";

const WINDOWS_EXEMPT_SINCE = 25;
const ALLOWED_VOLUMES = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
] as const;

/** What the level restricted forbids beyond baseline, by id. */
// pod-security-admission/policy/check_*.go, release branches 1.23 to 1.32
export const RESTRICTED_CHECKS: readonly Check[] = [
  {
    id: "allowPrivilegeEscalation",
    level: "restricted",
    since: 8,
    find: unlessWindows((pod) => {
      const names = containersWhere(pod, (context) => context?.allowPrivilegeEscalation !== false);
      const detail = `${counted("container", names)} must set securityContext.allowPrivilegeEscalation=false`;
      return names.length > 0 ? { reason: "allowPrivilegeEscalation != false", detail } : undefined;
    }),
  },
  {
    id: "capabilities_restricted",
    level: "restricted",
    since: 22,
    overrides: "capabilities_baseline",
    find: unlessWindows(capabilities),
  },
  { id: "restrictedVolumes", level: "restricted", since: 0, overrides: "hostPathVolumes", find: volumes },
  { id: "runAsNonRoot", level: "restricted", since: 0, find: runAsNonRoot },
  {
    id: "runAsUser",
    level: "restricted",
    since: 23,
    find(pod) {
      const isRoot = (context: SecurityContext | undefined) => context?.runAsUser === 0;
      const who = setters(isRoot(pod.spec.securityContext), containersWhere(pod, isRoot));
      return who === "" ? undefined : { reason: "runAsUser=0", detail: `${who} must not set runAsUser=0` };
    },
  },
  {
    id: "seccompProfile_restricted",
    level: "restricted",
    since: 19,
    overrides: "seccompProfile_baseline",
    find: unlessWindows(seccomp),
  },
];

/** Windows knows none of these fields, so that newer standards do not ask for them. */
function unlessWindows(find: (pod: PodLike) => Violation | undefined): Check["find"] {
  return (pod, version) => (version >= WINDOWS_EXEMPT_SINCE && pod.spec.os?.name === "windows" ? undefined : find(pod));
}

function capabilities(pod: PodLike): Violation | undefined {
  const extra = (context: SecurityContext | undefined) => (context?.capabilities?.add ?? []).filter((one) => one !== "NET_BIND_SERVICE");
  const keeping = containersWhere(pod, (context) => !(context?.capabilities?.drop ?? []).includes("ALL"));
  const adding = containersWhere(pod, (context) => extra(context).length > 0);
  const details: string[] = [];
  if (keeping.length > 0) details.push(`${counted("container", keeping)} must set securityContext.capabilities.drop=["ALL"]`);
  if (adding.length > 0) {
    const added = distinct(containersOf(pod).flatMap(({ securityContext }) => extra(securityContext)));
    details.push(`${counted("container", adding)} must not include ${quoted(added)} in securityContext.capabilities.add`);
  }
  return details.length > 0 ? { reason: "unrestricted capabilities", detail: details.join("; ") } : undefined;
}

function volumes({ spec }: PodLike): Violation | undefined {
  const bad = (spec.volumes ?? []).filter((volume) => !ALLOWED_VOLUMES.some((source) => volume[source]));
  if (bad.length === 0) return undefined;
  const sources = distinct(bad.map((volume) => Object.keys(volume).find((key) => key !== "name") ?? "unknown"));
  const names = bad.map(({ name }) => name);
  const verb = bad.length === 1 ? "uses" : "use";
  const detail = `${counted("volume", names)} ${verb} ${plural("restricted volume type", sources)} ${quoted(sources)}`;
  return { reason: "restricted volume types", detail };
}

function runAsNonRoot(pod: PodLike): Violation | undefined {
  const reason = "runAsNonRoot != true";
  const ofPod = pod.spec.securityContext?.runAsNonRoot;
  const who = setters(
    ofPod === false,
    containersWhere(pod, (context) => context?.runAsNonRoot === false),
  );
  if (who !== "") return { reason, detail: `${who} must not set securityContext.runAsNonRoot=false` };
  if (ofPod === true) return undefined;
  const silent = containersWhere(pod, (context) => context?.runAsNonRoot === undefined);
  const detail = `pod or ${counted("container", silent)} must set securityContext.runAsNonRoot=true`;
  return silent.length > 0 ? { reason, detail } : undefined;
}

function seccomp(pod: PodLike): Violation | undefined {
  const bad = seccompFields(pod);
  if (bad) return bad;
  const ofPod = pod.spec.securityContext;
  if (ofPod?.seccompProfile && !hasBadSeccomp(ofPod)) return undefined;
  const silent = containersWhere(pod, (context) => context?.seccompProfile === undefined);
  const detail = `pod or ${counted("container", silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`;
  return silent.length > 0 ? { reason: "seccompProfile", detail } : undefined;
}
