import { goQuote } from "../../../base/go-format.ts";
import { type FieldError, forbidden, invalid } from "../../../machinery/validation/field-error.ts";
import type { Pod } from "./types.ts";

const PATH = "metadata.annotations";
const MIRROR = "kubernetes.io/config.mirror";
const APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";
const SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
const SECCOMP_PROFILES = new Set(["runtime/default", "docker/default", "unconfined"]);

/** Annotations that mean something to the API server itself. */
// pkg/apis/core/validation/validation.go ValidatePodSpecificAnnotations, 1.20
export function validatePodAnnotations({ metadata: { annotations }, spec }: Pod): FieldError[] {
  if (!annotations) return [];
  const errors: FieldError[] = [];
  const mirror = annotations[MIRROR];
  if (mirror !== undefined && !spec.nodeName)
    errors.push(invalid(`${PATH}[${MIRROR}]`, mirror, "must set spec.nodeName if mirror pod annotation is set"));
  const names = [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])].map(({ name }) => name);
  for (const [key, value] of Object.entries(annotations)) {
    const path = `${PATH}[${key}]`;
    if ((key === SECCOMP_POD || key.startsWith(SECCOMP_CONTAINER)) && !isSeccompProfile(value))
      errors.push(invalid(`${PATH}.${key}`, value, "must be a valid seccomp profile"));
    if (!key.startsWith(APP_ARMOR)) continue;
    const container = key.slice(APP_ARMOR.length);
    if (!names.includes(container)) errors.push(invalid(path, container, "container not found"));
    if (!isAppArmorProfile(value)) errors.push(invalid(path, value, `invalid AppArmor profile name: ${goQuote(value)}`));
  }
  return errors;
}

function isSeccompProfile(value: string): boolean {
  if (!value.startsWith("localhost/")) return SECCOMP_PROFILES.has(value);
  const path = value.slice("localhost/".length);
  return !path.startsWith("/") && !path.split("/").includes("..");
}

function isAppArmorProfile(value: string): boolean {
  return value === "" || value === "runtime/default" || value === "unconfined" || value.startsWith("localhost/");
}

/** What of them may not change: a pod is a mirror from the start or never. ValidatePodSpecificAnnotationUpdates */
export function validatePodAnnotationUpdate(now: Pod, before: Pod): FieldError[] {
  const current = now.metadata.annotations ?? {};
  const old = before.metadata.annotations ?? {};
  const what = (key: string) => (key === MIRROR ? "mirror pod annotation" : key.startsWith(APP_ARMOR) ? "AppArmor annotations" : undefined);
  const errors: FieldError[] = [];
  for (const key of Object.keys(old)) {
    const name = what(key);
    if (name && current[key] !== old[key]) errors.push(forbidden(`${PATH}[${key}]`, `may not remove or update ${name}`));
  }
  for (const key of Object.keys(current)) {
    const name = what(key);
    if (name && !(key in old)) errors.push(forbidden(`${PATH}[${key}]`, `may not add ${name}`));
  }
  return errors;
}
