import {
  duplicate,
  type FieldError,
  forbidden,
  invalid,
  invalidStruct,
  notSupported,
  required,
} from "../../../../machinery/validation/field-error.ts";
import { checkLabel } from "../../../../machinery/validation/names.ts";
import type { Release } from "../../../../release/release.ts";
import { checkEach, checkText } from "../../../shared/checks.ts";
import { validateResources } from "../../../shared/validate-resources.ts";
import type { Container, EphemeralContainer } from "./types.ts";
import { lifecycleSyntax, probeSyntax } from "./probe-syntax.ts";
import { validateEnv, validateEnvFrom } from "./validate-env.ts";
import { type KnownVolumes, validateDevices, validateMounts } from "./validate-mounts.ts";
import { validateHostPorts, validatePorts } from "./validate-ports.ts";
import { validateLifecycle, validateProbe, validateSingleSuccess } from "./validate-probe.ts";
import { validateSecurityContext } from "./validate-security.ts";

const PULL_POLICIES: readonly string[] = ["Always", "IfNotPresent", "Never"];
const MESSAGE_POLICIES: readonly string[] = ["File", "FallbackToLogsOnError"];

/** Checks the containers of a pod, which has at least one. */
// pkg/apis/core/validation/validation.go validateContainers, 1.20
export function validateContainers(containers: readonly Container[], volumes: KnownVolumes, path: string, release: Release): FieldError[] {
  if (containers.length === 0) return [required(path)];
  return [...validateEach(containers, volumes, path, release), ...validateHostPorts(containers, path)];
}

function validateEach(containers: readonly Container[], volumes: KnownVolumes, path: string, release: Release): FieldError[] {
  const names = new Set<string>();
  return checkEach(path, containers, (container, at) => {
    const errors = container.name ? checkText(`${at}.name`, container.name, checkLabel, release) : [required(`${at}.name`)];
    if (names.has(container.name)) errors.push(duplicate(`${at}.name`, container.name));
    names.add(container.name);
    return [...errors, ...validateContainer(container, volumes, at, release)];
  });
}

function validateContainer(container: Container, volumes: KnownVolumes, path: string, release: Release): FieldError[] {
  const { livenessProbe, startupProbe, readinessProbe, lifecycle } = container;
  return [
    ...(container.image ? [] : [required(`${path}.image`)]),
    ...(lifecycle ? validateLifecycle(lifecycle, `${path}.lifecycle`, release) : []),
    ...validateProbe(livenessProbe, `${path}.livenessProbe`, release),
    ...validateSingleSuccess(livenessProbe, `${path}.livenessProbe`),
    ...validateProbe(startupProbe, `${path}.startupProbe`, release),
    ...validateSingleSuccess(startupProbe, `${path}.startupProbe`),
    ...validateMessagePolicy(container.terminationMessagePolicy ?? "", `${path}.terminationMessagePolicy`),
    ...validateProbe(readinessProbe, `${path}.readinessProbe`, release),
    ...validatePorts(container.ports, `${path}.ports`, release),
    ...validateEnv(container.env, `${path}.env`, release),
    ...validateEnvFrom(container.envFrom, `${path}.envFrom`, release),
    ...validateMounts(container, volumes, `${path}.volumeMounts`),
    ...validateDevices(container, volumes, `${path}.volumeDevices`),
    ...validatePullPolicy(container.imagePullPolicy ?? "", `${path}.imagePullPolicy`),
    ...validateResources(container.resources, `${path}.resources`, release),
    ...validateSecurityContext(container.securityContext, `${path}.securityContext`),
  ];
}

function validateMessagePolicy(policy: string, path: string): FieldError[] {
  const detail = "must be 'File' or 'FallbackToLogsOnError'";
  if (policy === "") return [required(path, detail)];
  return MESSAGE_POLICIES.includes(policy) ? [] : [invalid(path, policy, detail)];
}

function validatePullPolicy(policy: string, path: string): FieldError[] {
  if (policy === "") return [required(path)];
  return PULL_POLICIES.includes(policy) ? [] : [notSupported(path, policy, PULL_POLICIES)];
}

/** What an init container may not have, unless it is a sidecar. */
const NOT_IN_INIT = ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] as const;

// validateInitContainers, 1.20
export function validateInitContainers(
  containers: readonly Container[],
  others: readonly Container[],
  volumes: KnownVolumes,
  path: string,
  release: Release,
): FieldError[] {
  const names = new Set(others.map(({ name }) => name));
  const ports = containers.flatMap((container) => validateHostPorts([container], path));
  const own = checkEach(path, containers, (container, at) => {
    const errors = names.has(container.name) ? [duplicate(`${at}.name`, container.name)] : [];
    if (container.name) names.add(container.name);
    return container.restartPolicy === "Always" ? errors : [...errors, ...validateNotRunning(container, at, release)];
  });
  return [...validateEach(containers, volumes, path, release), ...ports, ...own];
}

function validateNotRunning(container: Container, path: string, release: Release): FieldError[] {
  return NOT_IN_INIT.filter((field) => container[field] !== undefined).map((field) => {
    if (release.has("initContainerFieldsForbidden")) {
      return forbidden(`${path}.${field}`, "may not be set for init containers without restartPolicy=Always");
    }
    const value = field === "lifecycle" ? lifecycleSyntax(container.lifecycle ?? {}) : probeSyntax(container[field] ?? {});
    return invalidStruct(`${path}.${field}`, value, "must not be set for init containers");
  });
}

/** Checks that only a running pod's own containers can be debugged, and that names stay unique. */
// validateEphemeralContainers, 1.20
export function validateEphemeralContainers(
  ephemeral: readonly EphemeralContainer[] | undefined,
  others: readonly Container[],
  volumes: KnownVolumes,
  path: string,
  release: Release,
): FieldError[] {
  const names = new Set(others.map(({ name }) => name));
  return checkEach(path, ephemeral, (container, at) => {
    const errors: FieldError[] = [];
    const target = container.targetContainerName;
    if (target && !names.has(target)) errors.push({ type: "Not found", field: `${at}.targetContainerName`, value: target, detail: "" });
    if (!container.name) return [...errors, required(at, "ephemeralContainer requires a name")];
    errors.push(...validateEach([container], volumes, at, release));
    if (names.has(container.name)) errors.push(duplicate(`${at}.name`, container.name));
    names.add(container.name);
    return errors;
  });
}

/** What is checked of a pod's images, but not of a template's. */
export function validateImageBlanks(containers: readonly Container[] | undefined, path: string): FieldError[] {
  return checkEach(path, containers, ({ image = "" }, at) =>
    image.trim() === image ? [] : [invalid(`${at}.image`, image, "must not have leading or trailing whitespace")],
  );
}
