import type { RequestContext } from "../../../machinery/kind.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import { splitApiVersion } from "../../../machinery/object.ts";
import { type FieldError, invalid } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import { validateObjectMeta, validateObjectMetaUpdate } from "../../../machinery/validation/object-meta.ts";
import type { Release } from "../../../release/release.ts";
import { validateApproval } from "./approval.ts";
import { oldSpec } from "./convert.ts";
import type { CustomResourceDefinition, CustomResourceDefinitionSpec } from "./types.ts";
import { validateNames } from "./validate-names.ts";
import { hasDefaults, isNonStructural, type SchemaRules, validateSpec } from "./validate-spec.ts";

const META = { bareFinalizers: true } as const;

/** The rules of a request: v1beta1 is lenient, and what is stored already may stay as it is. */
// apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go, 1.20
function rulesOf(isStrict: boolean, old: CustomResourceDefinitionSpec | undefined, release: Release): SchemaRules {
  const schemas = (old?.versions ?? []).map(({ schema }) => schema?.openAPIV3Schema);
  return {
    allowsDefaults: isStrict || schemas.some(hasDefaults),
    wantsSchema: isStrict && (!old || schemas.every((schema) => schema !== undefined)),
    release,
    wantsStructural: isStrict && !schemas.some(isNonStructural),
  };
}

// ValidateCustomResourceDefinition
export function validateCustomResourceDefinition(object: KubeObject, context: RequestContext): FieldError[] {
  const { spec } = object as CustomResourceDefinition;
  const expected = `${spec.names.plural}.${spec.group}`;
  const checkName = (name: string, at: Release) => {
    const wrong = checkSubdomain(name, at);
    return name === expected ? wrong : [...wrong, 'must be spec.names.plural+"."+spec.group'];
  };
  const meta = validateObjectMeta(object, { namespaced: false, name: checkName, ...META }, context.release);
  return [...meta, ...validateAll(object as CustomResourceDefinition, undefined, context)];
}

// ValidateCustomResourceDefinitionUpdate
export function validateCustomResourceDefinitionUpdate(object: KubeObject, old: KubeObject, context: RequestContext): FieldError[] {
  const meta = validateObjectMetaUpdate(object, old, context.release, META);
  return [...meta, ...validateAll(object as CustomResourceDefinition, old as CustomResourceDefinition, context)];
}

// ValidateUpdateCustomResourceDefinitionStatus
export function validateStatusUpdate(object: KubeObject, old: KubeObject, { release }: RequestContext): FieldError[] {
  const { status } = object as CustomResourceDefinition;
  const names = status?.acceptedNames ? validateNames(status.acceptedNames, "status.acceptedNames") : [];
  return [...validateObjectMetaUpdate(object, old, release, META), ...names];
}

function validateAll(object: CustomResourceDefinition, old: CustomResourceDefinition | undefined, context: RequestContext): FieldError[] {
  const { spec, status } = object;
  const isStrict = splitApiVersion(context.apiVersion ?? object.apiVersion).version === "v1";
  const keepsUnknown = isStrict && old?.spec.preserveUnknownFields !== true && spec.preserveUnknownFields === true;
  const keepsText = "cannot set to true, set x-preserve-unknown-fields to true in spec.versions[*].schema instead";
  return [
    ...validateSpec(oldSpec(spec), rulesOf(isStrict, old?.spec, context.release), context.release),
    ...(old ? validateUnmoved(object, old) : []),
    ...(status?.acceptedNames ? validateNames(status.acceptedNames, "status.acceptedNames") : []),
    ...validateStoredVersions(object),
    ...(isStrict ? validateApproval(object, old) : []),
    ...(keepsUnknown ? [invalid("spec.preserveUnknownFields", true, keepsText)] : []),
  ];
}

function validateUnmoved({ spec }: CustomResourceDefinition, { spec: old, status }: CustomResourceDefinition): FieldError[] {
  const same = (field: string, value: string, before: string): FieldError[] =>
    value === before ? [] : [invalid(`spec.${field}`, value, "field is immutable")];
  const isEstablished = (status?.conditions ?? []).some(({ type, status: is }) => type === "Established" && is === "True");
  return [
    ...(isEstablished ? [...same("scope", spec.scope, old.scope), ...same("names.kind", spec.names.kind, old.names.kind)] : []),
    ...same("group", spec.group, old.group),
    ...same("names.plural", spec.names.plural, old.names.plural),
  ];
}

function validateStoredVersions({ spec, status }: CustomResourceDefinition): FieldError[] {
  const path = "status.storedVersions";
  const stored = status?.storedVersions ?? [];
  if (stored.length === 0) return [{ ...invalid(path, [], "must have at least one stored version"), goValue: "[]string(nil)" }];
  const versions = spec.versions ?? [];
  return stored.flatMap((version, index) =>
    versions.some(({ name }) => name === version) ? [] : [invalid(`${path}[${index}]`, version, "must appear in spec.versions")],
  );
}
