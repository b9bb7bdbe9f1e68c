import { type JsonSchema, schemaHas } from "../../../machinery/structural-schema/json-schema.ts";
import { type FieldError, forbidden, invalid, invalidStruct, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkSubdomain } from "../../../machinery/validation/names.ts";
import type { Release } from "../../../release/release.ts";
import { checkEach } from "../../shared/checks.ts";
import { goVersions } from "./go-versions.ts";
import type { OldSpec, OldVersion, Subresources, VersionParts } from "./types.ts";
import { validateLabel, validateNames } from "./validate-names.ts";
import { validateColumn, validateConversion, validateSubresources } from "./validate-parts.ts";
import { validateOpenApiSchema } from "./validate-schema.ts";
import { validateDefaults } from "./validate-defaults.ts";
import { validateRules } from "./validate-rules.ts";
import { validateStructural } from "../../../machinery/structural-schema/validate-structural.ts";

/** How strict a request is about schemas. */
export interface SchemaRules {
  readonly allowsDefaults: boolean;
  readonly wantsSchema: boolean;
  readonly wantsStructural: boolean;
  readonly release: Release;
}

/** Whether a schema sets a default somewhere. */
export function hasDefaults(schema: JsonSchema | undefined): boolean {
  return schemaHas(schema, (one) => one.default !== undefined);
}

/** Whether a schema leaves open what an object looks like. */
export function isNonStructural(schema: JsonSchema | undefined): boolean {
  return schema !== undefined && validateStructural(schema, "").length > 0;
}

function hasExtensions(schema: JsonSchema | undefined): boolean {
  return schemaHas(
    schema,
    (one) =>
      one["x-kubernetes-embedded-resource"] === true ||
      one["x-kubernetes-preserve-unknown-fields"] !== undefined ||
      one["x-kubernetes-int-or-string"] === true ||
      (one["x-kubernetes-list-map-keys"] ?? []).length > 0 ||
      one["x-kubernetes-list-type"] !== undefined,
  );
}

/** The whole spec, in the shape in which all versions share what they can. */
// apiextensions/validation/validation.go validateCustomResourceDefinitionSpec, 1.20
export function validateSpec(spec: OldSpec, asked: SchemaRules, release: Release): FieldError[] {
  const { versions = [], preserveUnknownFields: keepsUnknown, conversion, names } = spec;
  const schemas = [spec.validation, ...versions.map(({ schema }) => schema)].map((one) => one?.openAPIV3Schema);
  const setsDefaults = asked.allowsDefaults && schemas.some(hasDefaults);
  const wantsStructural = asked.wantsStructural || keepsUnknown !== true || setsDefaults || schemas.some(hasExtensions);
  const rules = { ...asked, wantsStructural };
  const sharedStatus = spec.subresources?.status !== undefined;
  const needsNone = "must be None if spec.preserveUnknownFields is true";
  return [
    ...validateGroup(spec.group, release),
    ...validateScope(spec.scope),
    ...validateSchemasGiven(spec, versions, rules),
    ...(setsDefaults && keepsUnknown === true
      ? [invalid("spec.preserveUnknownFields", true, "must be false in order to use defaults in the schema")]
      : []),
    ...checkEach("spec.versions", versions, (version, path) => validateVersion(version, path, statusOf(spec, version), rules)),
    ...validateVersionList(versions),
    ...(["plural", "singular", "kind", "listKind"] as const).flatMap((field) => (names[field] ? [] : [required(`spec.names.${field}`)])),
    ...validateNames(names, "spec.names"),
    ...validateSchema(spec.validation, "spec.validation", sharedStatus || versions.some((one) => one.subresources?.status), rules),
    ...validateSubresources(spec.subresources, "spec.subresources"),
    ...checkEach("spec.additionalPrinterColumns", spec.additionalPrinterColumns, validateColumn),
    ...(conversion && conversion.strategy !== "None" && keepsUnknown === true
      ? [invalid("spec.conversion.strategy", conversion.strategy, needsNone)]
      : []),
    ...validateConversion(conversion, "spec.conversion"),
  ];
}

function statusOf(spec: OldSpec, { subresources }: OldVersion): boolean {
  const own: Subresources | undefined = (spec.versions ?? []).some((one) => one.subresources) ? subresources : spec.subresources;
  return own?.status !== undefined;
}

function validateGroup(group: string, release: Release): FieldError[] {
  if (!group) return [required("spec.group")];
  const wrong = checkSubdomain(group, release);
  if (wrong.length > 0) return [invalid("spec.group", group, wrong.join(","))];
  return group.includes(".") ? [] : [invalid("spec.group", group, "should be a domain with at least one dot")];
}

function validateScope(scope: string): FieldError[] {
  if (!scope) return [required("spec.scope")];
  return ["Cluster", "Namespaced"].includes(scope) ? [] : [notSupported("spec.scope", scope, ["Cluster", "Namespaced"])];
}

function validateSchemasGiven(spec: OldSpec, versions: readonly OldVersion[], { wantsSchema }: SchemaRules): FieldError[] {
  if (spec.validation?.openAPIV3Schema || (!wantsSchema && spec.preserveUnknownFields === true)) return [];
  return checkEach("spec.versions", versions, ({ schema, served }, path) => {
    if (schema?.openAPIV3Schema || (!wantsSchema && !served)) return [];
    const why = wantsSchema ? "schemas are required" : "because otherwise all fields are pruned";
    return [required(`${path}.schema.openAPIV3Schema`, why)];
  });
}

// validateCustomResourceDefinitionVersion
function validateVersion(version: OldVersion, path: string, hasStatus: boolean, rules: SchemaRules): FieldError[] {
  const { name, deprecated, deprecationWarning: warning } = version;
  const wrong =
    warning === undefined
      ? undefined
      : !deprecated
        ? "can only be set for deprecated versions"
        : warning === ""
          ? "must not be an empty string"
          : warning.length > 256
            ? "must be <= 256 characters long"
            : undefined;
  return [
    ...validateLabel(name, `${path}.name`),
    ...(wrong === undefined ? [] : [invalid(`${path}.deprecationWarning`, warning ?? "", wrong)]),
    ...validateSchema(version.schema, `${path}.schema`, hasStatus, rules),
    ...validateSubresources(version.subresources, `${path}.subresources`),
    ...checkEach(`${path}.additionalPrinterColumns`, version.additionalPrinterColumns, validateColumn),
  ];
}

function validateVersionList(versions: readonly OldVersion[]): FieldError[] {
  const wrong = (detail: string): FieldError => invalidStruct("spec.versions", goVersions(versions), detail);
  return [
    ...(new Set(versions.map(({ name }) => name)).size < versions.length ? [wrong("must contain unique version names")] : []),
    ...(versions.filter(({ storage }) => storage).length === 1 ? [] : [wrong("must have exactly one version marked as storage version")]),
  ];
}

// validateCustomResourceDefinitionValidation
function validateSchema(
  part: VersionParts["schema"],
  path: string,
  hasStatus: boolean | object | undefined,
  rules: SchemaRules,
): FieldError[] {
  const schema = part?.openAPIV3Schema;
  if (!schema) return [];
  const at = `${path}.openAPIV3Schema`;
  const rootText = 'only "object" is allowed as the type at the root of the schema if the status subresource is enabled';
  const errors = [
    ...(hasStatus && schema.type && schema.type !== "object" ? [invalid(`${at}.type`, schema.type, rootText)] : []),
    ...(schema.nullable ? [forbidden(`${at}.nullable`, "nullable cannot be true at the root")] : []),
    ...validateOpenApiSchema(schema, at, { allowsDefaults: rules.allowsDefaults, wantsTypes: rules.wantsSchema }),
  ];
  if (!rules.wantsStructural) return errors;
  const structural = validateStructural(schema, at);
  if (structural.length > 0) return [...errors, ...structural];
  return [
    ...errors,
    ...(errors.length > 0 ? [] : validateRules(schema, at, rules.release)),
    ...validateDefaults(schema, at, rules.release),
  ];
}
