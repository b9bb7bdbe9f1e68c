import { itemsOf, type JsonSchema } from "../../../machinery/structural-schema/json-schema.ts";
import { type FieldError, forbidden, invalid, notSupported, required } from "../../../machinery/validation/field-error.ts";
import { checkEach } from "../../shared/checks.ts";

const TYPES = ["array", "boolean", "integer", "number", "object", "string"];
const META = ["apiVersion", "kind", "metadata"];
const NO_DEFAULTS = "(cannot set default values in apiextensions.k8s.io/v1beta1 CRDs, must use apiextensions.k8s.io/v1)";

/** What holds at one place in a schema. */
interface Place {
  readonly allowsDefaults: boolean;
  /** Why no default may stand here. */
  readonly noDefaults?: string;
  readonly wantsTypes: boolean;
  readonly isInsideMeta?: boolean;
}

/** What no schema may say. */
// apiextensions/validation/validation.go ValidateCustomResourceDefinitionOpenAPISchema, 1.20
export function validateOpenApiSchema(schema: JsonSchema, path: string, place: Place, isRoot = true): FieldError[] {
  const below = (one: JsonSchema | undefined, at: string, there = place): FieldError[] =>
    one ? validateOpenApiSchema(one, `${path}.${at}`, there, false) : [];
  const many = (field: "allOf" | "oneOf" | "anyOf"): FieldError[] =>
    (schema[field] ?? []).flatMap((one, index) => below(one, `${field}[${index}]`));
  const more = typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
  const inMore = place.isInsideMeta
    ? { ...place, allowsDefaults: false, noDefaults: "inside additionalProperties applying to object metadata" }
    : place;
  return [
    ...validateNode(schema, path, place),
    ...(schema.uniqueItems
      ? [forbidden(`${path}.uniqueItems`, "uniqueItems cannot be set to true since the runtime complexity becomes quadratic")]
      : []),
    ...validateBothProperties(schema, path),
    ...below(more, "additionalProperties", inMore),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) =>
      below(one, `properties[${name}]`, inProperty(name, schema, place, isRoot)),
    ),
    ...below(schema.not, "not"),
    ...many("allOf"),
    ...many("oneOf"),
    ...many("anyOf"),
    ...below(itemsOf(schema), "items"),
    ...validateExtensions(schema, path),
  ];
}

function inProperty(name: string, schema: JsonSchema, place: Place, isRoot: boolean): Place {
  if (!META.includes(name) || !(isRoot || schema["x-kubernetes-embedded-resource"])) return place;
  const inside = { ...place, isInsideMeta: true };
  return isRoot ? { ...inside, allowsDefaults: false, noDefaults: `in top-level ${name}` } : inside;
}

function validateBothProperties({ properties = {}, additionalProperties: more }: JsonSchema, path: string): FieldError[] {
  if (Object.keys(properties).length === 0 || more === undefined || more === true) return [];
  return [forbidden(`${path}.additionalProperties`, "additionalProperties and properties are mutual exclusive")];
}

// specStandardValidatorV3.validate
function validateNode(
  schema: JsonSchema,
  path: string,
  { allowsDefaults, noDefaults = NO_DEFAULTS, wantsTypes, isInsideMeta }: Place,
): FieldError[] {
  const errors: FieldError[] = [];
  const no = (field: string, isThere: boolean, detail = `${field} is not supported`): void => {
    if (isThere) errors.push(forbidden(`${path}.${field}`, detail));
  };
  const { type } = schema;
  if (wantsTypes && type && !TYPES.includes(type)) errors.push(notSupported(`${path}.type`, type, TYPES));
  no("default", schema.default !== undefined && !allowsDefaults, `must not be set ${noDefaults}`);
  no("id", Boolean(schema.id));
  no("additionalItems", schema.additionalItems !== undefined);
  no("patternProperties", Object.keys(schema.patternProperties ?? {}).length > 0);
  no("definitions", Object.keys(schema.definitions ?? {}).length > 0);
  no("dependencies", schema.dependencies !== undefined);
  no("$ref", schema.$ref !== undefined);
  no("type", type === "null", "type cannot be set to null, use nullable as an alternative");
  no("items", Array.isArray(schema.items), "items must be a schema object and not an array");
  no(
    "x-kubernetes-embedded-resource",
    isInsideMeta === true && schema["x-kubernetes-embedded-resource"] === true,
    "must not be used inside of resource meta",
  );
  return errors;
}

function validateExtensions(schema: JsonSchema, path: string): FieldError[] {
  const preserve = schema["x-kubernetes-preserve-unknown-fields"];
  const mapType = schema["x-kubernetes-map-type"];
  const at = `${path}.x-kubernetes-map-type`;
  return [
    ...(preserve === false ? [invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, "must be true or undefined")] : []),
    ...(mapType === undefined ? [] : wantType(schema, path, "object", "x-kubernetes-map-type is specified")),
    ...(mapType === undefined || ["atomic", "granular"].includes(mapType) ? [] : [notSupported(at, mapType, ["atomic", "granular"])]),
    ...validateListType(schema, path),
  ];
}

function wantType({ type }: JsonSchema, path: string, wanted: string, when: string): FieldError[] {
  if (type === wanted) return [];
  const detail = `must be ${wanted} if ${when}`;
  return [type ? invalid(`${path}.type`, type, detail) : required(`${path}.type`, detail)];
}

function validateListType(schema: JsonSchema, path: string): FieldError[] {
  const type = schema["x-kubernetes-list-type"];
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  const at = `${path}.x-kubernetes-list-type`;
  const errors: FieldError[] = [];
  const known = ["atomic", "set", "map"];
  if (type !== undefined) errors.push(...wantType(schema, path, "array", "x-kubernetes-list-type is specified"));
  if (type !== undefined && !known.includes(type)) errors.push(notSupported(at, type, known));
  if (keys.length > 0 && type !== "map") {
    const detail = "must be map if x-kubernetes-list-map-keys is non-empty";
    errors.push(type === undefined ? required(at, detail) : invalid(at, type, detail));
  }
  const items = itemsOf(schema);
  if (type === "map") errors.push(...validateMapList(schema, items, keys, path));
  if ((type === "map" || type === "set") && items?.nullable) {
    errors.push(forbidden(`${path}.items.nullable`, `cannot be nullable when x-kubernetes-list-type is ${type}`));
  }
  return errors;
}

function validateMapList(schema: JsonSchema, items: JsonSchema | undefined, keys: readonly string[], path: string): FieldError[] {
  const at = `${path}.x-kubernetes-list-map-keys`;
  const goKeys = `[]string{${keys.map((key) => JSON.stringify(key)).join(", ")}}`;
  const wrongKeys = (detail: string): FieldError[] => [{ ...invalid(at, [...keys], detail), goValue: goKeys }];
  const ofMap = "if parent array's x-kubernetes-list-type is map";
  if (!items || items.type !== "object") {
    return [
      ...(keys.length === 0 ? [required(at, "must not be empty if x-kubernetes-list-type is map")] : []),
      ...(schema.items === undefined ? [required(`${path}.items`, "must have a schema if x-kubernetes-list-type is map")] : []),
      ...(items ? [invalid(`${path}.items.type`, items.type ?? "", `must be object ${ofMap}`)] : []),
    ];
  }
  return [
    ...(keys.length === 0 ? [required(at, "must not be empty if x-kubernetes-list-type is map")] : []),
    ...checkEach("", keys, (key, _, index) => {
      const property = items.properties?.[key];
      if (!property) return wrongKeys("entries must all be names of item properties");
      const here = `${path}.items.properties[${key}]`;
      const isUsable = property.default !== undefined || (items.required ?? []).includes(key);
      const needed = "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property";
      return [
        ...(property.type === "array" || property.type === "object"
          ? [invalid(`${here}.type`, items.type ?? "", `must be a scalar type ${ofMap}`)]
          : []),
        ...(keys.indexOf(key) < index ? wrongKeys("must not contain duplicate entries") : []),
        ...(isUsable ? [] : [required(`${here}.default`, needed)]),
        ...(property.nullable
          ? [forbidden(`${here}.nullable`, "this property is in x-kubernetes-list-map-keys, so it cannot be nullable")]
          : []),
      ];
    }),
  ];
}
