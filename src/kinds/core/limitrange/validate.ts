import { sortedKeys } from "../../../base/bytewise.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { approximateValue, compareQuantities, parseQuantity } from "../../../machinery/quantity.ts";
import { duplicate, type FieldError, forbidden, invalidStruct, required } from "../../../machinery/validation/field-error.ts";
import { invalid } from "../../../machinery/validation/field-error.ts";
import { checkQualifiedName, checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { checkEach, checkText } from "../../shared/checks.ts";
import { quantitySyntax } from "../../shared/quantity-syntax.ts";
import { validateContainerResourceName, validateResourceName } from "../../shared/validate-resources.ts";
import type { LimitRange, LimitRangeItem } from "./types.ts";

const TYPES: readonly string[] = ["Pod", "Container", "PersistentVolumeClaim"];
const LISTS = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"] as const;

// pkg/apis/core/validation/validation.go ValidateLimitRange, 1.20
export function validateLimitRange(object: KubeObject, { release }: RequestContext): FieldError[] {
  const types = new Set<string>();
  return [
    ...validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, release),
    ...checkEach("spec.limits", (object as LimitRange).spec?.limits ?? undefined, (limit, at) => {
      const errors = validateType(limit.type, `${at}.type`, release);
      if (types.has(limit.type)) errors.push(duplicate(`${at}.type`, limit.type));
      types.add(limit.type);
      return [...errors, ...validateLimit(limit, at, release)];
    }),
  ];
}

export function validateLimitRangeUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  return [...validateObjectMetaUpdate(object, old, context.release), ...validateLimitRange(object, context)];
}

function validateType(type: string, path: string, release: Release): FieldError[] {
  const errors = checkText(path, type, checkQualifiedName, release);
  const isFine = errors.length > 0 || type.includes("/") || TYPES.includes(type);
  return isFine ? errors : [invalid(path, type, "must be a standard limit type or fully qualified")];
}

function validateLimit(limit: LimitRangeItem, path: string, release: Release): FieldError[] {
  const errors: FieldError[] = [];
  for (const list of LISTS) {
    if (limit.type === "Pod" && (list === "default" || list === "defaultRequest")) {
      if (Object.keys(limit[list] ?? {}).length > 0) errors.push(forbidden(`${path}.${list}`, "may not be specified when `type` is 'Pod'"));
      continue;
    }
    const isClaim = list === "maxLimitRequestRatio" && limit.type === "PersistentVolumeClaim";
    if (isClaim && !limit.min?.storage && !limit.max?.storage) {
      errors.push(required(`${path}.limits`, "either minimum or maximum storage value is required, but neither was provided"));
    }
    for (const name of sortedKeys(limit[list] ?? {})) {
      const check = limit.type === "Pod" || limit.type === "Container" ? validateContainerResourceName : validateResourceName;
      errors.push(...check(name, `${path}.${list}[${name}]`, release));
    }
  }
  const names = new Set(LISTS.flatMap((list) => Object.keys(limit[list] ?? {})));
  return [...errors, ...[...names].sort().flatMap((name) => validateOrder(limit, name, path))];
}

/** The amounts of one resource must rise from minimum over default request and default to maximum. */
function validateOrder(limit: LimitRangeItem, name: string, path: string): FieldError[] {
  const { min, max, default: standard, defaultRequest: request, maxLimitRequestRatio: ratio } = limit;
  const errors: FieldError[] = [];
  const check = (left: string | undefined, right: string | undefined, list: string, value: string | undefined, words: [string, string]) => {
    if (left === undefined || right === undefined || compareQuantities(parseQuantity(left), parseQuantity(right)) <= 0) return;
    errors.push(
      invalidStruct(`${path}.${list}[${name}]`, quantitySyntax(value ?? left), `${words[0]} ${left} is greater than ${words[1]} ${right}`),
    );
  };
  check(min?.[name], max?.[name], "min", min?.[name], ["min value", "max value"]);
  check(min?.[name], request?.[name], "defaultRequest", request?.[name], ["min value", "default request value"]);
  check(request?.[name], max?.[name], "defaultRequest", request?.[name], ["default request value", "max value"]);
  check(request?.[name], standard?.[name], "defaultRequest", request?.[name], ["default request value", "default limit value"]);
  check(min?.[name], standard?.[name], "default", min?.[name], ["min value", "default value"]);
  check(standard?.[name], max?.[name], "default", max?.[name], ["default value", "max value"]);
  const factor = ratio?.[name];
  if (factor !== undefined && compareQuantities(parseQuantity(factor), parseQuantity("1")) < 0) {
    errors.push(invalidStruct(`${path}.maxLimitRequestRatio[${name}]`, quantitySyntax(factor), `ratio ${factor} is less than 1`));
  }
  const [low, high] = [min?.[name], max?.[name]];
  if (factor !== undefined && low !== undefined && high !== undefined) {
    const most = approximateValue(parseQuantity(high)) / approximateValue(parseQuantity(low));
    if (approximateValue(parseQuantity(factor)) > most) {
      const why = `ratio ${factor} is greater than max/min = ${most.toFixed(6)}`;
      errors.push(invalidStruct(`${path}.maxLimitRequestRatio[${name}]`, quantitySyntax(factor), why));
    }
  }
  return errors;
}
