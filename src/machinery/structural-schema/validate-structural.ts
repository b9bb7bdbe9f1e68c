import { deepEqual } from "../../base/deep.ts";
import { itemsOf, type JsonSchema } from "./json-schema.ts";
import { aggregateText, type FieldError, fieldErrorBody, forbidden, invalid, required } from "../validation/field-error.ts";

/** What of a CustomResourceDefinition's spec says how its objects look. */
export interface SchemaHolder {
  preserveUnknownFields?: boolean;
  versions?: readonly { schema?: { openAPIV3Schema?: JsonSchema } }[];
}

type Level = "root" | "item" | "field";

const NO_TYPE: Readonly<Record<Level, string>> = {
  root: "must not be empty at the root",
  item: "must not be empty for specified array items",
  field: "must not be empty for specified object fields",
};
/** How int-or-string is written out, which structural schemas let pass. */
const INT_OR_STRING = [{ type: "integer" }, { type: "string" }];

/** Whether a schema says of each field what it is, outside of allOf, anyOf, oneOf and not. Sorted by path. */
// apiextensions-apiserver/pkg/apiserver/schema/validation.go ValidateStructural, 1.20
export function validateStructural(schema: JsonSchema, path: string): FieldError[] {
  const errors = [...invariants(schema, "root", path), ...complete(schema, schema, path, path)];
  const key = ({ field, type, detail }: FieldError): string => `${field}: ${type}: ${detail}`;
  return errors.sort((left, right) => (key(left) < key(right) ? -1 : 1));
}

/** What keeps a stored definition from being structural, as its condition says it: `[spec.preserveUnknownFields: Invalid value: …, …]`. */
export function structuralViolations(spec: SchemaHolder): string | undefined {
  const kept = spec.preserveUnknownFields === true ? [invalid("spec.preserveUnknownFields", true, "must be false")] : [];
  const inSchemas = (spec.versions ?? []).flatMap(({ schema }, index) =>
    schema?.openAPIV3Schema ? validateStructural(schema.openAPIV3Schema, `spec.versions[${index}].schema.openAPIV3Schema`) : [],
  );
  const errors = [...kept, ...inSchemas];
  return errors.length === 0 ? undefined : aggregateText(errors.map((error) => `${error.field}: ${fieldErrorBody(error)}`));
}

function invariants(schema: JsonSchema, level: Level, path: string): FieldError[] {
  const { type, properties = {}, additionalProperties: more } = schema;
  const items = itemsOf(schema);
  return [
    ...(type === "array" && !items ? [required(`${path}.items`, "must be specified")] : []),
    ...(items ? invariants(items, "item", `${path}.items`) : []),
    ...Object.entries(properties).flatMap(([name, below]) => invariants(below, "field", `${path}.properties[${name}]`)),
    ...(more !== undefined && level === "root" ? [forbidden(`${path}.additionalProperties`, "must not be used at the root")] : []),
    ...(typeof more === "object" ? invariants(more, "field", `${path}.additionalProperties`) : []),
    ...validateExtensions(schema, path),
    ...validateNested(schema, path, deepEqual(schema.anyOf, INT_OR_STRING), deepEqual(schema.allOf?.[0]?.anyOf, INT_OR_STRING)),
    ...validateType(schema, level, path),
    ...(level === "root" || schema["x-kubernetes-embedded-resource"] ? validateMeta(properties, level, path) : []),
  ];
}

function validateExtensions(schema: JsonSchema, path: string): FieldError[] {
  if (!schema["x-kubernetes-int-or-string"]) return [];
  const clash = (["x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource"] as const).filter((field) => schema[field]);
  return clash.map((field) => invalid(`${path}.${field}`, true, "must be false if x-kubernetes-int-or-string is true"));
}

function validateType(schema: JsonSchema, level: Level, path: string): FieldError[] {
  const { type, additionalProperties: more, properties = {} } = schema;
  const keepsUnknown = schema["x-kubernetes-preserve-unknown-fields"] === true;
  const errors: FieldError[] = [];
  if (schema["x-kubernetes-embedded-resource"]) {
    const detail = "must be object if x-kubernetes-embedded-resource is true";
    if (type !== "object") errors.push(type ? invalid(`${path}.type`, type, detail) : required(`${path}.type`, detail));
    if (more !== undefined)
      errors.push(forbidden(`${path}.additionalProperties`, "must not be used if x-kubernetes-embedded-resource is set"));
    const needed = "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields";
    if (!keepsUnknown && Object.keys(properties).length === 0) errors.push(required(`${path}.properties`, needed));
  } else if (!type && !schema["x-kubernetes-int-or-string"] && !keepsUnknown) errors.push(required(`${path}.type`, NO_TYPE[level]));
  if (level === "root" && type && type !== "object") errors.push(invalid(`${path}.type`, type, "must be object at the root"));
  return errors;
}

/** Of metadata, only the names can be restricted. */
function validateMeta(properties: Record<string, JsonSchema>, level: Level, path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const [name, type] of [
    ["kind", "string"],
    ["apiVersion", "string"],
    ["metadata", "object"],
  ] as const) {
    const own = properties[name];
    if (own && own.type !== type) errors.push(invalid(`${path}.properties[${name}].type`, own.type ?? "", `must be ${type}`));
  }
  if (level !== "root" || !properties["metadata"]) return errors;
  const { type: _type, properties: names = {}, default: _default, ...others } = properties["metadata"];
  const isPlain = Object.keys(names).every((name) => name === "name" || name === "generateName");
  if (isPlain && Object.keys(others).length === 0) return errors;
  const detail = "must not specify anything other than name and generateName, but metadata is implicitly specified";
  return [...errors, forbidden(`${path}.properties[metadata]`, detail)];
}

/** What stands in allOf, anyOf, oneOf and not only restricts. */
function validateNested(schema: JsonSchema, path: string, skipsAny: boolean, skipsFirstAll: boolean): FieldError[] {
  const each = (field: "anyOf" | "allOf" | "oneOf", skips: (index: number) => boolean): FieldError[] =>
    (schema[field] ?? []).flatMap((one, index) => validateRestriction(one, `${path}.${field}[${index}]`, skips(index)));
  return [
    ...(skipsAny ? [] : each("anyOf", () => false)),
    ...each("allOf", (index) => skipsFirstAll && index === 0),
    ...each("oneOf", () => false),
    ...(schema.not ? validateRestriction(schema.not, `${path}.not`, false) : []),
  ];
}

const EMPTY = ["type", "title", "description", "x-kubernetes-list-map-keys"] as const;
const UNDEFINED = ["additionalProperties", "default", "x-kubernetes-list-type", "x-kubernetes-map-type"] as const;
const FALSE = ["nullable", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource", "x-kubernetes-int-or-string"] as const;

function validateRestriction(schema: JsonSchema, path: string, skipsAny: boolean): FieldError[] {
  const items = itemsOf(schema);
  const { properties = {} } = schema;
  return [
    ...validateNested(schema, path, skipsAny, false),
    ...(items ? validateRestriction(items, `${path}.items`, false) : []),
    ...Object.entries(properties).flatMap(([name, below]) => validateRestriction(below, `${path}.properties[${name}]`, false)),
    ...EMPTY.filter((field) => (schema[field] ?? "").length > 0).map((field) =>
      forbidden(`${path}.${field}`, "must be empty to be structural"),
    ),
    ...UNDEFINED.filter((field) => schema[field] !== undefined).map((field) =>
      forbidden(`${path}.${field}`, "must be undefined to be structural"),
    ),
    ...FALSE.filter((field) => schema[field]).map((field) => forbidden(`${path}.${field}`, "must be false to be structural")),
    ...(properties["metadata"] ? [forbidden(`${path}.properties[metadata]`, "must not be specified in a nested context")] : []),
  ];
}

/** Every field that a restriction names must be specified outside of it, too. */
// apiextensions-apiserver/pkg/apiserver/schema/complete.go
function complete(restriction: JsonSchema, schema: JsonSchema, path: string, from: string): FieldError[] {
  const nested = (one: JsonSchema, at: string): FieldError[] => completeNested(one, schema, path, `${from}.${at}`);
  return [
    ...(restriction.not ? nested(restriction.not, "not") : []),
    ...(["allOf", "anyOf", "oneOf"] as const).flatMap((field) =>
      (restriction[field] ?? []).flatMap((one, index) => nested(one, `${field}[${index}]`)),
    ),
  ];
}

function completeNested(restriction: JsonSchema, schema: JsonSchema | undefined, path: string, from: string): FieldError[] {
  if (!schema) return [required(path, `because it is defined in ${from}`)];
  const items = itemsOf(restriction);
  return [
    ...complete(restriction, schema, path, from),
    ...(items ? completeNested(items, itemsOf(schema), `${path}.items`, `${from}.items`) : []),
    ...Object.entries(restriction.properties ?? {}).flatMap(([name, below]) =>
      completeNested(below, schema.properties?.[name], `${path}.properties[${name}]`, `${from}.properties[${name}]`),
    ),
  ];
}
