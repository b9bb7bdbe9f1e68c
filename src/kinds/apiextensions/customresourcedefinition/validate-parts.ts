import { type FieldError, forbidden, invalid, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkEach } from "../../shared/checks.ts";
import type { OldColumn, OldConversion, Subresources } from "./types.ts";
import { validateLabel } from "./validate-names.ts";

const COLUMN_TYPES = ["boolean", "date", "integer", "number", "string"];
const COLUMN_FORMATS = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];
const REVIEW_VERSIONS = ["v1", "v1beta1"];

// apiextensions/validation/validation.go ValidateCustomResourceColumnDefinition, 1.20
export function validateColumn({ name, type, format, JSONPath: jsonPath }: OldColumn, path: string): FieldError[] {
  const types = `must be one of ${COLUMN_TYPES.join(",")}`;
  return [
    ...(name ? [] : [required(`${path}.name`)]),
    ...(!type ? [required(`${path}.type`, types)] : COLUMN_TYPES.includes(type) ? [] : [invalid(`${path}.type`, type, types)]),
    ...(format && !COLUMN_FORMATS.includes(format)
      ? [invalid(`${path}.format`, format, `must be one of ${COLUMN_FORMATS.join(",")}`)]
      : []),
    ...(jsonPath ? validateSimplePath(jsonPath, `${path}.JSONPath`) : [required(`${path}.JSONPath`)]),
  ];
}

function validateSimplePath(value: string, path: string): FieldError[] {
  return value.startsWith(".") ? [] : [invalid(path, value, "must be a simple json path starting with .")];
}

// ValidateCustomResourceDefinitionSubresources
export function validateSubresources(subresources: Subresources | undefined, path: string): FieldError[] {
  const { scale } = subresources ?? {};
  if (!scale) return [];
  const under = (field: "specReplicasPath" | "statusReplicasPath" | "labelSelectorPath", roots: readonly string[], where: string) => {
    const value = scale[field];
    const at = `${path}.scale.${field}`;
    if (!value) return field === "labelSelectorPath" ? [] : [required(at)];
    const simple = validateSimplePath(value, at);
    if (simple.length > 0 || roots.some((root) => value.startsWith(root))) return simple;
    return [invalid(at, value, `should be a json path under ${where}`)];
  };
  return [
    ...under("specReplicasPath", [".spec."], ".spec"),
    ...under("statusReplicasPath", [".status."], ".status"),
    ...under("labelSelectorPath", [".spec.", ".status."], "either .spec or .status"),
  ];
}

// validateCustomResourceConversion
export function validateConversion(conversion: OldConversion | undefined, path: string): FieldError[] {
  if (!conversion) return [];
  const { strategy, webhookClientConfig: config, conversionReviewVersions: versions = [] } = conversion;
  const at = `${path}.webhookClientConfig`;
  const known = !strategy
    ? [required(`${path}.strategy`)]
    : strategy === "None" || strategy === "Webhook"
      ? []
      : [notSupported(`${path}.strategy`, strategy, ["None", "Webhook"])];
  if (strategy !== "Webhook") {
    const detail = "should not be set when strategy is not set to Webhook";
    return [
      ...known,
      ...(config ? [forbidden(at, detail)] : []),
      ...(versions.length > 0 ? [forbidden(`${path}.conversionReviewVersions`, detail)] : []),
    ];
  }
  const target = !config
    ? [required(at, "required when strategy is set to Webhook")]
    : (config.url === undefined) === (config.service === undefined)
      ? [required(at, "exactly one of url or service is required")]
      : [];
  return [...known, ...target, ...validateReviewVersions(versions, `${path}.conversionReviewVersions`)];
}

function validateReviewVersions(versions: readonly string[], path: string): FieldError[] {
  if (versions.length === 0) return [required(path)];
  const each = checkEach(path, versions, (version, at, index) =>
    versions.indexOf(version) < index ? [invalid(at, version, "duplicate version")] : validateLabel(version, at),
  );
  if (versions.some((version) => REVIEW_VERSIONS.includes(version))) return each;
  const goValue = `[]string{${versions.map((version) => JSON.stringify(version)).join(", ")}}`;
  return [...each, { ...invalid(path, [...versions], `must include at least one of ${REVIEW_VERSIONS.join(", ")}`), goValue }];
}
