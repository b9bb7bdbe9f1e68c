import { formatQuantity, isZeroQuantity, parseQuantity } from "../../../../machinery/quantity.ts";
import { type FieldError, invalid, notSupported, required } from "../../../../machinery/validation/field-error.ts";
import { checkConfigKey, checkEnvName, checkQualifiedName, checkSubdomain } from "../../../../machinery/validation/names.ts";
import type { Release } from "../../../../release/release.ts";
import { checkEach, checkText } from "../../../shared/checks.ts";
import type { EnvFromSource, EnvVar, EnvVarSource, ObjectFieldSelector, ResourceFieldSelector } from "./types.ts";

const SUBSCRIPT = /^(.*)\['(.*)'\]$/;
const RESOURCES = ["cpu", "ephemeral-storage", "memory"].flatMap((name) => [`limits.${name}`, `requests.${name}`]).sort();
const BYTES = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

// pkg/apis/core/validation/validation.go ValidateEnv, 1.20
export function validateEnv(variables: readonly EnvVar[] | undefined, path: string, release: Release): FieldError[] {
  return checkEach(path, variables, (variable, at) => [
    ...(variable.name ? checkText(`${at}.name`, variable.name, checkEnvName, release) : [required(`${at}.name`)]),
    ...(variable.valueFrom ? validateValueFrom(variable.valueFrom, variable.value, `${at}.valueFrom`, release) : []),
  ]);
}

function validateValueFrom(source: EnvVarSource, value: string | undefined, path: string, release: Release): FieldError[] {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = source;
  const errors: FieldError[] = [];
  if (fieldRef) errors.push(...validateFieldRef(fieldRef, release.value("envFieldPaths"), `${path}.fieldRef`, release));
  if (resourceFieldRef) errors.push(...validateResourceFieldRef(resourceFieldRef, `${path}.resourceFieldRef`, false));
  if (configMapKeyRef) errors.push(...validateKeyRef(configMapKeyRef, `${path}.configMapKeyRef`, release));
  if (secretKeyRef) errors.push(...validateKeyRef(secretKeyRef, `${path}.secretKeyRef`, release));
  const count = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef].filter(Boolean).length;
  if (count === 0)
    errors.push(invalid(path, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`"));
  else if (value) errors.push(invalid(path, "", "may not be specified when `value` is not empty"));
  else if (count > 1) errors.push(invalid(path, "", "may not have more than one field specified at a time"));
  return errors;
}

/** Checks the field of the pod that a variable or file shows; `allowed` are the paths without a subscript. */
export function validateFieldRef(
  { fieldPath }: ObjectFieldSelector,
  allowed: readonly string[],
  path: string,
  release: Release,
): FieldError[] {
  if (!fieldPath) return [required(`${path}.fieldPath`)];
  const [, map, key] = SUBSCRIPT.exec(fieldPath) ?? [];
  if (map === "metadata.annotations") return checkText(path, key ?? "", (name) => checkQualifiedName(name.toLowerCase(), release), release);
  if (map === "metadata.labels") return checkText(path, key ?? "", checkQualifiedName, release);
  if (map !== undefined)
    return [invalid(`${path}.fieldPath`, fieldPath, `error converting fieldPath: field label does not support subscript`)];
  if (!isKnownField(fieldPath)) {
    return [invalid(`${path}.fieldPath`, fieldPath, `error converting fieldPath: field label not supported: ${fieldPath}`)];
  }
  return allowed.includes(fieldPath) ? [] : [notSupported(`${path}.fieldPath`, fieldPath, allowed)];
}

/** Fields that the downward API can name at all. pkg/apis/core/pods/helpers.go ConvertDownwardAPIFieldLabel */
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  ...["annotations", "labels", "name", "namespace", "uid"].map((name) => `metadata.${name}`),
  ...["nodeName", "restartPolicy", "serviceAccountName", "schedulerName", "host"].map((name) => `spec.${name}`),
  ...["phase", "hostIP", "hostIPs", "podIP", "podIPs"].map((name) => `status.${name}`),
]);

function isKnownField(fieldPath: string): boolean {
  return KNOWN_FIELDS.has(fieldPath);
}

/** Checks the limit or request that a variable or file shows. In files the container must be named. */
export function validateResourceFieldRef(reference: ResourceFieldSelector, path: string, inFile: boolean): FieldError[] {
  const { containerName, resource, divisor = "0" } = reference;
  const errors: FieldError[] = [];
  if (inFile && !containerName) errors.push(required(`${path}.containerName`));
  else if (!resource) errors.push(required(`${path}.resource`));
  else if (!RESOURCES.includes(resource)) errors.push(notSupported(`${path}.resource`, resource, RESOURCES));
  const quantity = parseQuantity(divisor);
  if (isZeroQuantity(quantity)) return errors;
  const name = resource.slice(resource.indexOf(".") + 1);
  const allowed = name === "cpu" ? ["1m", "1"] : BYTES;
  if (RESOURCES.includes(resource) && !allowed.includes(formatQuantity(quantity))) {
    const values = name === "cpu" ? "1m and 1" : BYTES.join(", ");
    const what = name === "ephemeral-storage" ? "local ephemeral storage" : name;
    errors.push(invalid(`${path}.divisor`, resource, `only divisor's values ${values} are supported with the ${what} resource`));
  }
  return errors;
}

function validateKeyRef({ name = "", key }: { name?: string; key: string }, path: string, release: Release): FieldError[] {
  return [
    ...checkText(`${path}.name`, name, checkSubdomain, release),
    ...(key ? checkText(`${path}.key`, key, checkConfigKey, release) : [required(`${path}.key`)]),
  ];
}

// ValidateEnvFrom, 1.20: the two last complaints stand at the list
export function validateEnvFrom(sources: readonly EnvFromSource[] | undefined, path: string, release: Release): FieldError[] {
  return checkEach(path, sources, ({ prefix, configMapRef, secretRef }, at) => {
    const errors = prefix ? checkText(`${at}.prefix`, prefix, checkEnvName, release) : [];
    if (configMapRef) errors.push(...validateSourceName(configMapRef.name, `${at}.configMapRef.name`, release));
    if (secretRef) errors.push(...validateSourceName(secretRef.name, `${at}.secretRef.name`, release));
    if (!configMapRef && !secretRef) errors.push(invalid(path, "", "must specify one of: `configMapRef` or `secretRef`"));
    else if (configMapRef && secretRef) errors.push(invalid(path, "", "may not have more than one field specified at a time"));
    return errors;
  });
}

function validateSourceName(name: string | undefined, path: string, release: Release): FieldError[] {
  // A trailing dash passes here, as in a generateName.
  return name
    ? checkText(path, name, (text) => checkSubdomain(text.endsWith("-") ? `${text}a` : text, release), release)
    : [required(path)];
}
