import { deepEqual } from "../../../base/deep.ts";
import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { type FieldError, invalid, invalidStruct, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkPathSegment, checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import type { RoleBinding, Subject } from "./types.ts";

const RBAC = "rbac.authorization.k8s.io";

// pkg/apis/rbac/validation/validation.go ValidateRoleBinding, 1.20
export function validateRoleBinding(object: KubeObject, context: RequestContext): FieldError[] {
  return validateBinding(object as RoleBinding, true, context.release);
}

// ValidateClusterRoleBinding
export function validateClusterRoleBinding(object: KubeObject, context: RequestContext): FieldError[] {
  return validateBinding(object as RoleBinding, false, context.release);
}

// ValidateRoleBindingUpdate
export function validateRoleBindingUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  return [...validateRoleBinding(object, context), ...updateErrors(object as RoleBinding, old as RoleBinding, context.release)];
}

// ValidateClusterRoleBindingUpdate
export function validateClusterRoleBindingUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  return [...validateClusterRoleBinding(object, context), ...updateErrors(object as RoleBinding, old as RoleBinding, context.release)];
}

function updateErrors(now: RoleBinding, before: RoleBinding, release: Release): FieldError[] {
  const errors = validateObjectMetaUpdate(now, before, release);
  if (!deepEqual(now.roleRef, before.roleRef)) {
    const { apiGroup = "", kind, name } = now.roleRef;
    const goValue = `rbac.RoleRef{APIGroup:"${apiGroup}", Kind:"${kind}", Name:"${name}"}`;
    errors.push(invalidStruct("roleRef", goValue, "cannot change roleRef"));
  }
  return errors;
}

function validateBinding(binding: RoleBinding, namespaced: boolean, release: Release): FieldError[] {
  const { roleRef, subjects } = binding;
  const kinds = namespaced ? ["Role", "ClusterRole"] : ["ClusterRole"];
  const errors = validateObjectMeta(binding, { namespaced, name: checkPathSegment }, release);
  if (roleRef.apiGroup !== RBAC) errors.push(notSupported("roleRef.apiGroup", roleRef.apiGroup ?? "", [RBAC]));
  if (!kinds.includes(roleRef.kind)) errors.push(notSupported("roleRef.kind", roleRef.kind, kinds));
  if (!roleRef.name) errors.push(required("roleRef.name"));
  else errors.push(...checkPathSegment(roleRef.name).map((wrong) => invalid("roleRef.name", roleRef.name, wrong)));
  return [...errors, ...(subjects ?? []).flatMap((subject, index) => validateSubject(subject, namespaced, `subjects[${index}]`, release))];
}

// ValidateRoleBindingSubject
function validateSubject(subject: Subject, namespaced: boolean, path: string, release: Release): FieldError[] {
  const { kind, name, apiGroup = "", namespace = "" } = subject;
  const errors: FieldError[] = name ? [] : [required(`${path}.name`)];
  if (kind === "ServiceAccount") {
    if (name) errors.push(...checkSubdomain(name, release).map((wrong) => invalid(`${path}.name`, name, wrong)));
    if (apiGroup !== "") errors.push(notSupported(`${path}.apiGroup`, apiGroup, [""]));
    if (!namespaced && namespace === "") errors.push(required(`${path}.namespace`));
  } else if (kind === "User" || kind === "Group") {
    if (apiGroup !== RBAC) errors.push(notSupported(`${path}.apiGroup`, apiGroup, [RBAC]));
  } else errors.push(notSupported(`${path}.kind`, kind, ["ServiceAccount", "User", "Group"]));
  return errors;
}
