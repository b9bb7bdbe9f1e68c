import { isJsonObject, type JsonObject, type JsonValue } from "../base/json.ts";
import { type Message, message } from "./protobuf.ts";

/** An OpenAPI v2 document in the protobuf form that kubectl asks for. gnostic openapiv2/OpenAPIv2.proto; field numbers are the format. */
export function openApiProtobuf(document: JsonObject): Uint8Array {
  let bytes = encoded.get(document);
  if (!bytes) encoded.set(document, (bytes = encodeDocument(document)));
  return bytes;
}

const encoded = new WeakMap<JsonObject, Uint8Array>();

function encodeDocument(document: JsonObject): Uint8Array {
  const info = members(document.info);
  const paths = message();
  for (const [name, item] of Object.entries(members(document.paths)))
    paths.field(
      2,
      message()
        .field(1, name)
        .field(2, pathItem(members(item))),
    );
  const definitions = message();
  for (const [name, schema] of Object.entries(members(document.definitions)))
    definitions.field(1, named(name, schemaMessage(members(schema))));
  return message()
    .field(1, text(document.swagger))
    .field(2, message().field(1, text(info.title)).field(2, text(info.version)))
    .field(8, paths)
    .field(9, definitions)
    .bytes();
}

function members(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function named(name: string, value: Message): Message {
  return message().field(1, name).field(2, value);
}

/** Only PATCH operations matter to kubectl: they tell whether dryRun and strategic merge patches are taken. */
function pathItem(item: JsonObject): Message {
  const patch = members(item.patch);
  const operation = message();
  for (const type of Array.isArray(patch.consumes) ? patch.consumes : []) operation.field(7, text(type));
  for (const one of Array.isArray(patch.parameters) ? patch.parameters : []) {
    const { name, in: place, type } = members(one);
    const query = message().field(2, text(place)).field(4, text(name)).field(6, text(type));
    operation.field(8, message().field(1, message().field(2, message().field(3, query))));
  }
  return message().field(8, extensions(operation, 13, patch));
}

function schemaMessage(schema: JsonObject): Message {
  const result = message().field(1, text(schema.$ref)).field(2, text(schema.format)).field(4, text(schema.description));
  for (const name of Array.isArray(schema.required) ? schema.required : []) result.field(19, text(name));
  if (isJsonObject(schema.additionalProperties)) result.field(21, message().field(1, schemaMessage(schema.additionalProperties)));
  if (schema.type !== undefined) result.field(22, message().field(1, text(schema.type)));
  if (isJsonObject(schema.items)) result.field(23, message().field(1, schemaMessage(schema.items)));
  if (isJsonObject(schema.properties)) {
    const properties = message();
    for (const [name, property] of Object.entries(schema.properties)) properties.field(1, named(name, schemaMessage(members(property))));
    result.field(25, properties);
  }
  return extensions(result, 31, schema);
}

/** Vendor extensions hold YAML, of which JSON is a part. */
function extensions(target: Message, number: number, source: JsonObject): Message {
  for (const [name, value] of Object.entries(source)) {
    if (name.startsWith("x-")) target.field(number, named(name, message().field(2, `${JSON.stringify(value)}\n`)));
  }
  return target;
}
