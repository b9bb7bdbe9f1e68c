import { goQuote } from "../../../base/go-format.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, forbidden, invalid, invalidStruct, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { goPointer } from "../../../base/go-pointer.ts";
import { intOrPercentValue, intOrStringSyntax, validateAtMost100Percent, validateIntOrPercent } from "../../shared/int-or-percent.ts";
import { nonNegative } from "../../shared/numbers.ts";
import { validateSelectorKept, validateWorkloadSelector } from "../../shared/validate-selector.ts";
import { validateReplicatedTemplate } from "../../shared/validate-template.ts";
import type { Deployment, DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment } from "./types.ts";

// pkg/apis/apps/validation/validation.go ValidateDeployment, 1.20
export function validateDeployment(object: KubeObject, { release }: RequestContext): FieldError[] {
  return [
    ...validateObjectMeta(object, { namespaced: true, name: checkSubdomain }, release),
    ...validateSpec((object as Deployment).spec, release),
  ];
}

/** The selector can never change. */
// ValidateDeploymentUpdate and pkg/registry/apps/deployment/strategy.go ValidateUpdate, 1.20
export function validateDeploymentUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  const { spec } = object as Deployment;
  return [
    ...validateObjectMetaUpdate(object, old, release),
    ...validateSpec(spec, release),
    ...validateSelectorKept(spec.selector, (old as Deployment).spec.selector, "spec.selector"),
  ];
}

function validateSpec(spec: DeploymentSpec, release: Release): FieldError[] {
  const { minReadySeconds = 0, progressDeadlineSeconds: deadline } = spec;
  return [
    ...nonNegative("spec.replicas", spec.replicas),
    ...validateWorkloadSelector(spec.selector, "spec.selector", "deployment", release),
    ...validateReplicatedTemplate(spec.template, spec.selector, "spec.template", release),
    ...validateStrategy(spec.strategy ?? {}, "spec.strategy"),
    ...nonNegative("spec.minReadySeconds", minReadySeconds),
    ...nonNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit),
    ...nonNegative("spec.progressDeadlineSeconds", deadline),
    ...(deadline !== undefined && deadline <= minReadySeconds
      ? [invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds")]
      : []),
  ];
}

function validateStrategy({ type, rollingUpdate }: DeploymentStrategy, path: string): FieldError[] {
  if (type === "Recreate") {
    return rollingUpdate ? [forbidden(`${path}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")] : [];
  }
  if (type === "RollingUpdate") {
    return rollingUpdate
      ? validateRollingUpdate(rollingUpdate, `${path}.rollingUpdate`)
      : [required(`${path}.rollingUpdate`, "this should be defaulted and never be nil")];
  }
  const update = rollingUpdate ? goPointer("apps.RollingUpdateDeployment") : "(*apps.RollingUpdateDeployment)(nil)";
  const goValue = `apps.DeploymentStrategy{Type:${goQuote(type ?? "")}, RollingUpdate:${update}}`;
  return [{ type: "Unsupported value", field: path, goValue, detail: 'supported values: "Recreate", "RollingUpdate"' }];
}

function validateRollingUpdate({ maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDeployment, path: string): FieldError[] {
  const at = `${path}.maxUnavailable`;
  const errors = [...validateIntOrPercent(maxUnavailable, at), ...validateIntOrPercent(maxSurge, `${path}.maxSurge`)];
  if (intOrPercentValue(maxUnavailable) === 0 && intOrPercentValue(maxSurge) === 0) {
    errors.push(invalidStruct(at, intOrStringSyntax(maxUnavailable), "may not be 0 when `maxSurge` is 0"));
  }
  return [...errors, ...validateAtMost100Percent(maxUnavailable, at)];
}
