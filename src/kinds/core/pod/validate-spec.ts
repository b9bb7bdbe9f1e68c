import { goStringSliceSyntax } from "../../../base/go-format.ts";
import {
  duplicate,
  type FieldError,
  forbidden,
  invalid,
  invalidStruct,
  notSupported,
  required,
} from "../../../machinery/validation/field-error.ts";
import { checkLabel, checkQualifiedName, checkSubdomain, rangeError } from "../../../machinery/validation/names.ts";
import { validateAnnotations, validateLabels } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { checkEach, checkText } from "../../shared/checks.ts";
import { isIp } from "../../shared/ip.ts";
import { validateResources } from "../../shared/validate-resources.ts";
import { validateContainers, validateEphemeralContainers, validateInitContainers } from "./container/validate.ts";
import { validateId, validateSeccompProfile } from "./container/validate-security.ts";
import type { PodSecurityContext, PodSpec, PodTemplateSpec, TopologySpreadConstraint } from "./types.ts";
import { validateAffinity } from "./validate-affinity.ts";
import { validateTolerations } from "./validate-tolerations.ts";
import { validateVolumes } from "./volume/validate.ts";

const INT32_MAX = 2 ** 31 - 1;
const RESTART_POLICIES = ["Always", "OnFailure", "Never"];
const DNS_POLICIES = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
const PREEMPTION_POLICIES = ["PreemptLowerPriority", "Never"];
const GROUP_CHANGE_POLICIES = ["Always", "OnRootMismatch"];
const SCHEDULE_ACTIONS = ["DoNotSchedule", "ScheduleAnyway"];
const NAMESERVERS_MAX = 3;
const SEARCHES_MAX: Readonly<Record<string, number>> = { count: 6, characters: 256 };

/** Checks the template of any kind; its metadata's errors stand directly below `path`, as Kubernetes has it. */
// pkg/apis/core/validation/validation.go ValidatePodTemplateSpec, 1.20
export function validatePodTemplateSpec(template: PodTemplateSpec, path: string, release: Release): FieldError[] {
  const { metadata, spec } = template;
  return [
    ...validateLabels(metadata?.labels, `${path}.labels`, release),
    ...validateAnnotations(metadata?.annotations, `${path}.annotations`, release),
    ...validatePodSpec(spec, `${path}.spec`, release),
    ...(spec.ephemeralContainers?.length
      ? [forbidden(`${path}.spec.ephemeralContainers`, "ephemeral containers not allowed in pod template")]
      : []),
  ];
}

/** Checks a pod's spec, in Kubernetes' order. */
// ValidatePodSpec, 1.20
export function validatePodSpec(spec: PodSpec, path: string, release: Release): FieldError[] {
  const { errors, known } = validateVolumes(spec.volumes, `${path}.volumes`, release);
  const init = spec.initContainers ?? [];
  return [
    ...errors,
    ...validateContainers(spec.containers, known, `${path}.containers`, release),
    ...validateInitContainers(init, spec.containers, known, `${path}.initContainers`, release),
    ...validateEphemeralContainers(spec.ephemeralContainers, [...spec.containers, ...init], known, `${path}.ephemeralContainers`, release),
    ...validateChoice(spec.restartPolicy, RESTART_POLICIES, `${path}.restartPolicy`),
    ...validateChoice(spec.dnsPolicy, DNS_POLICIES, `${path}.dnsPolicy`),
    ...validateLabels(spec.nodeSelector, `${path}.nodeSelector`, release),
    ...validatePodSecurity(spec.securityContext, spec, path, release),
    ...validateAffinity(spec.affinity, `${path}.affinity`, release),
    ...validateDns(spec, `${path}.dnsConfig`, release),
    ...checkEach(`${path}.readinessGates`, spec.readinessGates, ({ conditionType }, at) =>
      checkText(`${at}.conditionType`, conditionType, checkQualifiedName, release),
    ),
    ...validateSpread(spec.topologySpreadConstraints, `${path}.topologySpreadConstraints`),
    ...validateNames(spec, path, release),
  ];
}

function validateChoice(value: string | undefined, choices: readonly string[], path: string): FieldError[] {
  if (!value) return [required(path)];
  return choices.includes(value) ? [] : [notSupported(path, value, choices)];
}

function validateNames(spec: PodSpec, path: string, release: Release): FieldError[] {
  const { serviceAccountName, nodeName, activeDeadlineSeconds: deadline, hostname, subdomain, priorityClassName, runtimeClassName } = spec;
  return [
    ...(serviceAccountName ? checkText(`${path}.serviceAccountName`, serviceAccountName, checkSubdomain, release) : []),
    ...(nodeName ? checkText(`${path}.nodeName`, nodeName, checkSubdomain, release) : []),
    ...(deadline !== undefined && (deadline < 1 || deadline > INT32_MAX)
      ? [invalid(`${path}.activeDeadlineSeconds`, deadline, rangeError(1, INT32_MAX))]
      : []),
    ...(hostname ? checkText(`${path}.hostname`, hostname, checkLabel, release) : []),
    ...(subdomain ? checkText(`${path}.subdomain`, subdomain, checkLabel, release) : []),
    ...validateTolerations(spec.tolerations, `${path}.tolerations`, release),
    ...validateHostAliases(spec, `${path}.hostAliases`, release),
    ...(priorityClassName ? checkText(`${path}.priorityClassName`, priorityClassName, checkSubdomain, release) : []),
    ...(runtimeClassName !== undefined ? checkText(`${path}.runtimeClassName`, runtimeClassName, checkSubdomain, release) : []),
    ...(spec.preemptionPolicy === undefined ? [] : validateChoice(spec.preemptionPolicy, PREEMPTION_POLICIES, `${path}.preemptionPolicy`)),
    ...(spec.overhead ? validateResources({ limits: spec.overhead }, `${path}.overhead`, release) : []),
  ];
}

function validateHostAliases({ hostAliases }: PodSpec, path: string, release: Release): FieldError[] {
  return (hostAliases ?? []).flatMap(({ ip, hostnames }) => [
    ...(isIp(ip) ? [] : [invalid(`${path}.ip`, ip, "must be valid IP address")]),
    ...(hostnames ?? []).flatMap((name) => checkText(`${path}.hostnames`, name, checkSubdomain, release)),
  ]);
}

// ValidatePodSecurityContext, 1.20
function validatePodSecurity(context: PodSecurityContext | undefined, spec: PodSpec, specPath: string, release: Release): FieldError[] {
  if (!context) return [];
  const path = `${specPath}.securityContext`;
  return [
    ...(spec.hostNetwork ? validateHostNetwork(spec, `${specPath}.containers`, release) : []),
    ...validateId(`${path}.fsGroup`, context.fsGroup),
    ...validateId(`${path}.runAsUser`, context.runAsUser),
    ...validateId(`${path}.runAsGroup`, context.runAsGroup),
    ...checkEach(`${path}.supplementalGroups`, context.supplementalGroups, (group, at) => validateId(at, group)),
    ...(spec.shareProcessNamespace && spec.hostPID
      ? [invalid(`${path}.shareProcessNamespace`, true, "ShareProcessNamespace and HostPID cannot both be enabled")]
      : []),
    ...validateSysctls(context, `${path}.sysctls`),
    ...(context.fsGroupChangePolicy === undefined
      ? []
      : validateChoice(context.fsGroupChangePolicy, GROUP_CHANGE_POLICIES, `${path}.fsGroupChangePolicy`)),
    ...validateSeccompProfile(context.seccompProfile, `${path}.seccompProfile`),
  ];
}

/** A template may leave host ports out once they are filled in its pods alone. validateHostNetwork, 1.20; 1.28 */
function validateHostNetwork(spec: PodSpec, path: string, release: Release): FieldError[] {
  const isOlder = release.has("hostPortsInTemplates");
  const mayLeaveOut = !isOlder && !path.startsWith("spec.containers");
  return checkEach(path, spec.containers, ({ ports }, at) =>
    checkEach(`${at}.ports`, ports, ({ hostPort = 0, containerPort }, portAt) => {
      if (hostPort === containerPort || (hostPort === 0 && mayLeaveOut)) return [];
      return isOlder
        ? [invalid(`${portAt}.containerPort`, containerPort, "must match `hostPort` when `hostNetwork` is true")]
        : [invalid(`${portAt}.hostPort`, hostPort, "must match `containerPort` when `hostNetwork` is true")];
    }),
  );
}

const SYSCTL_SEGMENT = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
const SYSCTL = `(${SYSCTL_SEGMENT}\\.)*${SYSCTL_SEGMENT}`;
const SYSCTL_PATTERN = new RegExp(`^${SYSCTL}$`);
const SYSCTL_MAX = 253;

function validateSysctls({ sysctls }: PodSecurityContext, path: string): FieldError[] {
  const names = new Set<string>();
  return checkEach(path, sysctls, ({ name }, at) => {
    const isKnown = names.has(name);
    names.add(name);
    if (!name) return [required(`${at}.name`)];
    if (name.length > SYSCTL_MAX || !SYSCTL_PATTERN.test(name)) {
      return [invalid(`${at}.name`, name, `must have at most ${SYSCTL_MAX} characters and match regex ${SYSCTL}`)];
    }
    return isKnown ? [duplicate(`${at}.name`, name)] : [];
  });
}

// validatePodDNSConfig, 1.20
function validateDns({ dnsPolicy, dnsConfig: config }: PodSpec, path: string, release: Release): FieldError[] {
  if (dnsPolicy === "None") {
    if (!config) return [required(path, "must provide `dnsConfig` when `dnsPolicy` is None")];
    if (!config.nameservers?.length)
      return [required(`${path}.nameservers`, "must provide at least one DNS nameserver when `dnsPolicy` is None")];
  }
  const { nameservers = [], searches = [], options } = config ?? {};
  const errors: FieldError[] = [];
  if (nameservers.length > NAMESERVERS_MAX) {
    errors.push(
      invalidStruct(`${path}.nameservers`, goStringSliceSyntax(nameservers), `must not have more than ${NAMESERVERS_MAX} nameservers`),
    );
  }
  errors.push(
    ...checkEach(`${path}.nameservers`, nameservers, (server, at) =>
      isIp(server) ? [] : [invalid(at, server, "must be valid IP address")],
    ),
  );
  const limits = release.has("expandedDnsConfig") ? { count: 32, characters: 2048 } : SEARCHES_MAX;
  const found = goStringSliceSyntax(searches);
  if (searches.length > (limits.count ?? 0))
    errors.push(invalidStruct(`${path}.searches`, found, `must not have more than ${limits.count} search paths`));
  if (searches.join(" ").length > (limits.characters ?? 0)) {
    errors.push(
      invalidStruct(
        `${path}.searches`,
        found,
        `must not have more than ${limits.characters} characters (including spaces) in the search list`,
      ),
    );
  }
  errors.push(
    ...checkEach(`${path}.searches`, searches, (search, at) => checkText(at, search.replace(/\.$/, ""), checkSubdomain, release)),
  );
  return [...errors, ...checkEach(`${path}.options`, options, ({ name }, at) => (name ? [] : [required(at, "must not be empty")]))];
}

// validateTopologySpreadConstraints, 1.20
function validateSpread(constraints: readonly TopologySpreadConstraint[] = [], path: string): FieldError[] {
  return checkEach(path, constraints, ({ maxSkew, topologyKey, whenUnsatisfiable }, at, index) => {
    const errors: FieldError[] = [];
    if (maxSkew <= 0) errors.push(invalid(`${at}.maxSkew`, maxSkew, "must be greater than zero"));
    if (!topologyKey) errors.push(required(`${at}.topologyKey`, "can not be empty"));
    if (!SCHEDULE_ACTIONS.includes(whenUnsatisfiable))
      errors.push(notSupported(`${at}.whenUnsatisfiable`, whenUnsatisfiable, SCHEDULE_ACTIONS));
    const isRepeated = constraints
      .slice(index + 1)
      .some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable);
    if (isRepeated) errors.push(duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${whenUnsatisfiable}}`));
    return errors;
  });
}
