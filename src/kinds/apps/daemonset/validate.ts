import { goQuote } from "../../../base/go-format.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalidStruct, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { validatePodTemplateSpec } from "../../core/pod/validate-spec.ts";
import { goPointer } from "../../../base/go-pointer.ts";
import { intOrPercentValue, intOrStringSyntax, validateAtMost100Percent, validateIntOrPercent } from "../../shared/int-or-percent.ts";
import { nonNegative } from "../../shared/numbers.ts";
import { isEmptySelector, selectorSyntax } from "../../shared/selector.ts";
import { validateLabelSelector, validateSelectorKept } from "../../shared/validate-selector.ts";
import { validateRunsForever, validateSelectorMatches } from "../../shared/validate-template.ts";
import type { DaemonSet, DaemonSetSpec, DaemonSetUpdateStrategy, RollingUpdateDaemonSet } from "./types.ts";

// pkg/apis/apps/validation/validation.go ValidateDaemonSet, 1.20
export function validateDaemonSet(object: KubeObject, { release }: RequestContext): FieldError[] {
  return [
    ...validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, release),
    ...validateSpec((object as DaemonSet).spec, release),
  ];
}

/** Kubernetes validates an updated DaemonSet both as new and as updated, so an error of its spec is said twice. */
// pkg/registry/apps/daemonset/strategy.go ValidateUpdate, 1.20
export function validateDaemonSetUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  const { spec } = object as DaemonSet;
  return [
    ...validateDaemonSet(object, context),
    ...validateObjectMetaUpdate(object, old, context.release),
    ...validateSpec(spec, context.release),
    ...validateSelectorKept(spec.selector, (old as DaemonSet).spec.selector, "spec.selector"),
  ];
}

function validateSpec(spec: DaemonSetSpec, release: Release): FieldError[] {
  const { selector, template } = spec;
  const isEmpty = selector !== undefined && isEmptySelector(selector);
  return [
    ...validateLabelSelector(selector, "spec.selector", release),
    ...validateSelectorMatches(selector, template, "spec.template"),
    ...(isEmpty ? [invalidStruct("spec.selector", selectorSyntax(selector), "empty selector is invalid for daemonset")] : []),
    ...validatePodTemplateSpec(template, "spec.template", release),
    ...validateRunsForever(template, "spec.template", "DaemonSet"),
    ...nonNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...validateStrategy(spec.updateStrategy ?? {}, "spec.updateStrategy", release),
    ...nonNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit),
  ];
}

function validateStrategy({ type, rollingUpdate }: DaemonSetUpdateStrategy, path: string, release: Release): FieldError[] {
  if (type === "OnDelete") return [];
  if (type === "RollingUpdate") {
    return rollingUpdate ? validateRollingUpdate(rollingUpdate, `${path}.rollingUpdate`, release) : [required(`${path}.rollingUpdate`)];
  }
  const update = rollingUpdate ? goPointer("apps.RollingUpdateDaemonSet") : "(*apps.RollingUpdateDaemonSet)(nil)";
  const goValue = `apps.DaemonSetUpdateStrategy{Type:${goQuote(type ?? "")}, RollingUpdate:${update}}`;
  return [{ type: "Unsupported value", field: path, goValue, detail: 'supported values: "RollingUpdate", "OnDelete"' }];
}

// ValidateRollingUpdateDaemonSet, 1.20 and 1.22
function validateRollingUpdate(update: RollingUpdateDaemonSet, path: string, release: Release): FieldError[] {
  const { maxUnavailable = 0, maxSurge = 0 } = update;
  const at = `${path}.maxUnavailable`;
  const errors = validateIntOrPercent(maxUnavailable, at);
  const unavailable = intOrPercentValue(maxUnavailable);
  if (!release.has("daemonSetSurge")) {
    if (unavailable === 0) errors.push(invalidStruct(at, intOrStringSyntax(maxUnavailable), "cannot be 0"));
    return [...errors, ...validateAtMost100Percent(maxUnavailable, at)];
  }
  const surgeAt = `${path}.maxSurge`;
  const surge = intOrPercentValue(maxSurge);
  errors.push(
    ...validateAtMost100Percent(maxUnavailable, at),
    ...validateIntOrPercent(maxSurge, surgeAt),
    ...validateAtMost100Percent(maxSurge, surgeAt),
  );
  if (unavailable > 0 && surge > 0) {
    errors.push(invalidStruct(surgeAt, intOrStringSyntax(maxSurge), "may not be set when maxUnavailable is non-zero"));
  } else if (unavailable === 0 && surge === 0) {
    errors.push(required(at, "cannot be 0 when maxSurge is 0"));
  }
  return errors;
}
