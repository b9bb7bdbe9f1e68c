import type { Json } from "../../base/json.ts";

/** apiextensions/v1 JSONSchemaProps. */
export interface JsonSchema {
  id?: string;
  $schema?: string;
  $ref?: string;
  description?: string;
  type?: string;
  format?: string;
  title?: string;
  default?: Json;
  maximum?: number;
  exclusiveMaximum?: boolean;
  minimum?: number;
  exclusiveMinimum?: boolean;
  maxLength?: number;
  minLength?: number;
  pattern?: string;
  maxItems?: number;
  minItems?: number;
  uniqueItems?: boolean;
  multipleOf?: number;
  enum?: Json[];
  maxProperties?: number;
  minProperties?: number;
  required?: string[];
  /** A list of schemas can be written, but is refused. */
  items?: JsonSchema | JsonSchema[];
  allOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  not?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  patternProperties?: Record<string, JsonSchema>;
  dependencies?: Record<string, JsonSchema | string[]>;
  additionalItems?: JsonSchema | boolean;
  definitions?: Record<string, JsonSchema>;
  externalDocs?: object;
  example?: Json;
  nullable?: boolean;
  "x-kubernetes-preserve-unknown-fields"?: boolean;
  "x-kubernetes-embedded-resource"?: boolean;
  "x-kubernetes-int-or-string"?: boolean;
  "x-kubernetes-list-map-keys"?: string[];
  "x-kubernetes-list-type"?: string;
  "x-kubernetes-map-type"?: string;
  "x-kubernetes-validations"?: ValidationRule[];
}

/** A rule in CEL that a value must keep. */
export interface ValidationRule {
  rule: string;
  message?: string;
  messageExpression?: string;
  reason?: string;
  fieldPath?: string;
  optionalOldSelf?: boolean;
}

/** The schema of a list's items, where there is exactly one. */
export function itemsOf({ items }: JsonSchema): JsonSchema | undefined {
  return Array.isArray(items) ? undefined : items;
}

/** The schema of a member: its property, else that of all further members; `true` for a member that may be anything. */
export function memberSchema(schema: JsonSchema, key: string): JsonSchema | true | undefined {
  const own = schema.properties?.[key];
  if (own) return own;
  return schema.additionalProperties === false ? undefined : schema.additionalProperties;
}

/** Whether a schema or any below it is as asked. */
// apiextensions/validation/validation.go schemaHas, 1.20
export function schemaHas(schema: JsonSchema | undefined, is: (schema: JsonSchema) => boolean): boolean {
  return schema !== undefined && (is(schema) || belowOf(schema).some((below) => schemaHas(below, is)));
}

function belowOf(schema: JsonSchema): JsonSchema[] {
  const { items = [], allOf = [], anyOf = [], oneOf = [], not, properties = {}, additionalProperties: more } = schema;
  const below = [...(Array.isArray(items) ? items : [items]), ...allOf, ...anyOf, ...oneOf, ...Object.values(properties)];
  if (not) below.push(not);
  if (typeof more === "object") below.push(more);
  return below;
}
