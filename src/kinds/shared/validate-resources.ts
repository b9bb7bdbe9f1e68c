import { quantitySyntax } from "./go-diff/syntax.ts";
import { sortedKeys } from "../../base/bytewise.ts";
import { compareQuantities, parseQuantity } from "../../machinery/quantity.ts";
import { type FieldError, forbidden, invalid, invalidStruct, required } from "../../machinery/validation/field-error.ts";
import { checkQualifiedName } from "../../machinery/validation/names.ts";
import type { Release } from "../../release/release.ts";
import { checkText } from "./checks.ts";
import type { ResourceList } from "./resources.ts";

const ZERO = parseQuantity("0");
const CONTAINER_RESOURCES = new Set(["cpu", "memory", "ephemeral-storage"]);
const COUNTED = ["pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims"];
const STANDARD_RESOURCES = new Set([
  ...[...CONTAINER_RESOURCES].flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
  ...COUNTED,
  "storage",
  "requests.storage",
  "services.nodeports",
  "services.loadbalancers",
]);
/** Resources of which only whole ones exist. */
const INTEGER_RESOURCES = new Set([...COUNTED, "services.nodeports", "services.loadbalancers"]);

/** Checks the name of a resource in a list: a standard one or `domain/name`. */
// pkg/apis/core/validation/validation.go validateResourceName, 1.20
export function validateResourceName(name: string, path: string, release: Release): FieldError[] {
  const errors = checkText(path, name, checkQualifiedName, release);
  if (errors.length > 0 || name.includes("/") || STANDARD_RESOURCES.has(name) || isHugePages(name)) return errors;
  return [invalid(path, name, "must be a standard resource type or fully qualified")];
}

/** Checks the name of a resource that a container asks for. */
export function validateContainerResourceName(name: string, path: string, release: Release): FieldError[] {
  const errors = validateResourceName(name, path, release);
  if (!name.includes("/")) {
    return CONTAINER_RESOURCES.has(name) || name.startsWith("hugepages-")
      ? errors
      : [...errors, invalid(path, name, "must be a standard resource for containers")];
  }
  const isNative = name.includes("kubernetes.io/");
  const isExtended = !name.startsWith("requests.") && checkQualifiedName(`requests.${name}`, release).length === 0;
  return isNative || isExtended ? errors : [...errors, invalid(path, name, "doesn't follow extended resource name standard")];
}

function isHugePages(name: string): boolean {
  return name.startsWith("hugepages-") || name.startsWith("requests.hugepages-");
}

/** Checks an amount: not negative, and whole where only whole ones exist. */
export function validateQuantity(name: string, amount: string, path: string): FieldError[] {
  const quantity = parseQuantity(amount);
  const errors = nonNegativeQuantity(amount, path);
  const needsInteger = INTEGER_RESOURCES.has(name) || (name.includes("/") && !name.includes("kubernetes.io/"));
  if (needsInteger && quantity.scale < 0 && quantity.unscaled % 10n ** BigInt(-quantity.scale) !== 0n) {
    errors.push(invalidStruct(path, quantitySyntax(amount), "must be an integer"));
  }
  return errors;
}

/** Complains about an amount below zero. */
export function nonNegativeQuantity(amount: string, path: string): FieldError[] {
  return compareQuantities(parseQuantity(amount), ZERO) < 0 ? [invalid(path, amount, "must be greater than or equal to 0")] : [];
}

/** Checks what a container asks for. Lists are read in key order, where Go's order is random. */
// pkg/apis/core/validation/validation.go ValidateResourceRequirements, 1.20
export function validateResources(
  resources: { limits?: ResourceList; requests?: ResourceList } | undefined,
  path: string,
  release: Release,
): FieldError[] {
  const { limits = {}, requests = {} } = resources ?? {};
  const errors: FieldError[] = [];
  for (const name of sortedKeys(limits)) errors.push(...validateAmount(name, limits[name] ?? "0", `${path}.limits[${name}]`, release));
  for (const name of sortedKeys(requests)) {
    const amount = requests[name] ?? "0";
    errors.push(...validateAmount(name, amount, `${path}.requests[${name}]`, release));
    errors.push(...validateAgainstLimit(name, amount, limits[name], path, release));
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some((name) => name.startsWith("hugepages-")) && !names.includes("cpu") && !names.includes("memory")) {
    errors.push(forbidden(path, "HugePages require cpu or memory"));
  }
  return errors;
}

function validateAmount(name: string, amount: string, path: string, release: Release): FieldError[] {
  return [...validateContainerResourceName(name, path, release), ...validateQuantity(name, amount, path)];
}

function validateAgainstLimit(name: string, amount: string, limit: string | undefined, path: string, release: Release): FieldError[] {
  const overcommits = (!name.includes("/") && !name.startsWith("hugepages-")) || name.includes("kubernetes.io/");
  if (limit === undefined) return overcommits ? [] : [required(`${path}.limits`, "Limit must be set for non overcommitable resources")];
  const order = compareQuantities(parseQuantity(amount), parseQuantity(limit));
  const what = release.has("requestErrorNamesLimit") ? `${name} limit of ${limit}` : `${name} limit`;
  if (order !== 0 && !overcommits) return [invalid(`${path}.requests`, amount, `must be equal to ${what}`)];
  return order > 0 ? [invalid(`${path}.requests`, amount, `must be less than or equal to ${what}`)] : [];
}
