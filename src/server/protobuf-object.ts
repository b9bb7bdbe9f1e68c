import type { JsonObject, JsonValue } from "../base/json.ts";
import { formatRfc3339 } from "../base/rfc3339.ts";
import type { Definition, Schema } from "../machinery/schema/schema.ts";
// Made from the generated.proto files of k8s.io/api and k8s.io/apimachinery. A line is a message: its name, then its fields as
// NUMBER NAME:TYPE; no number is one more than the last, no type is a string, `=` is a message whose fields stand in the outer object.
import fieldTexts from "./data/protobuf-fields.txt" with { type: "text" };
import { ProtobufError, readFields, signed } from "./protobuf-reader.ts";

interface ProtobufField {
  readonly name: string;
  /** `s`tring, `i`nteger, `b`oolean, b`y`tes, `d`ouble, or a message's name. */
  readonly type: string;
  readonly shape: "one" | "list" | "map";
}

const MAGIC = [0x6b, 0x38, 0x73, 0x00];
const INLINE = "=";
const META = "meta";
const decoder = new TextDecoder();

/** An object out of its protobuf form `k8s\0` + runtime.Unknown, as the JSON that Go would write of it. Throws ProtobufError. */
// apimachinery/pkg/runtime/serializer/protobuf
export function readProtobufObject(bytes: Uint8Array, schema: Schema): JsonObject {
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) throw new ProtobufError("provided data does not appear to be a protobuf message");
  let [apiVersion, kind] = ["", ""];
  let raw: Uint8Array = new Uint8Array();
  for (const { number, value } of readFields(bytes.subarray(MAGIC.length))) {
    if (typeof value === "bigint") continue;
    if (number === 1) [apiVersion, kind] = typeMeta(value);
    if (number === 2) raw = value;
  }
  const name = messageName(apiVersion, kind);
  if (!messages().has(name))
    throw new ProtobufError(`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`);
  return { kind, apiVersion, ...readMessage(name, raw, schema) };
}

function typeMeta(bytes: Uint8Array): [string, string] {
  const texts = ["", ""];
  for (const { number, value } of readFields(bytes)) if (typeof value !== "bigint") texts[number - 1] = decoder.decode(value);
  return [texts[0] ?? "", texts[1] ?? ""];
}

/** `policy/v1` and Eviction give `policy.v1.Eviction`; options belong to every group. */
function messageName(apiVersion: string, kind: string): string {
  if (kind.endsWith("Options") && messages().has(`${META}.${kind}`)) return `${META}.${kind}`;
  const [group = "", version] = apiVersion.split("/");
  return version === undefined ? `core.${group}.${kind}` : `${group.split(".")[0] ?? ""}.${version}.${kind}`;
}

let parsed: Map<string, string> | undefined;
const fieldsOf = new Map<string, Map<number, ProtobufField>>();

function messages(): Map<string, string> {
  parsed ??= new Map(
    fieldTexts
      .trimEnd()
      .split("\n")
      .map((line) => {
        const [name = ""] = line.split(" ", 1);
        return [name, line.slice(name.length + 1)];
      }),
  );
  return parsed;
}

function fields(message: string): Map<number, ProtobufField> {
  let found = fieldsOf.get(message);
  if (found) return found;
  found = new Map();
  const scope = message.slice(0, message.lastIndexOf("."));
  let number = 0;
  for (const word of (messages().get(message) ?? "").split(" ")) {
    const [, digits = "", name = "", mark = "", type = "s"] = /^(\d*)([^:]*)(?::(\[\]|\{\})?(.*))?$/.exec(word) ?? [];
    number = digits === "" ? number + 1 : Number(digits);
    const shape = mark === "[]" ? "list" : mark === "{}" ? "map" : "one";
    found.set(number, { name, type: type.startsWith(".") ? scope + type : type, shape });
  }
  fieldsOf.set(message, found);
  return found;
}

function readMessage(message: string, bytes: Uint8Array, schema: Schema): JsonObject {
  const object: JsonObject = {};
  const definition = definitionOf(message, schema);
  const known = fields(message);
  for (const { number, value } of readFields(bytes)) {
    const field = known.get(number);
    if (!field) continue;
    const { name, type, shape } = field;
    if (shape === "map") {
      const [key, member] = readEntry(type, value, schema);
      object[name] = { ...(object[name] as JsonObject | undefined), [key]: member };
    } else if (shape === "list") {
      ((object[name] ??= []) as JsonValue[]).push(readValue(type, value, schema));
    } else if (name === INLINE) Object.assign(object, readValue(type, value, schema));
    else {
      const member = readValue(type, value, schema);
      if (member !== null && (isSomething(member) || isPointer(definition, name))) object[name] = member;
    }
  }
  return object;
}

/** Go writes every field that is no pointer, also when it is empty; in JSON empty scalars are left out. */
function isSomething(value: JsonValue): boolean {
  return value !== "" && value !== 0 && value !== false;
}

function isPointer(definition: Definition | undefined, name: string): boolean {
  const field = definition?.field(name);
  return field?.ptr === true || field?.keep === true;
}

function definitionOf(message: string, schema: Schema): Definition | undefined {
  const full = message.startsWith(`${META}.`)
    ? `io.k8s.apimachinery.pkg.apis.meta.v1.${message.slice(META.length + 1)}`
    : `io.k8s.api.${message}`;
  return schema.definition(full);
}

function readEntry(type: string, value: bigint | Uint8Array, schema: Schema): [string, JsonValue] {
  let key = "";
  let member: JsonValue = type === "s" ? "" : null;
  for (const part of readFields(bytesOf(value))) {
    if (part.number === 1) key = decoder.decode(bytesOf(part.value));
    else member = readValue(type, part.value, schema);
  }
  return [key, member];
}

function readValue(type: string, value: bigint | Uint8Array, schema: Schema): JsonValue {
  const special = SPECIAL[type];
  if (special) return special(value);
  const object = readMessage(type, bytesOf(value), schema);
  // Lists that are values of maps have a message of their own.
  return type.endsWith(".ExtraValue") ? (object["items"] ?? []) : object;
}

function bytesOf(value: bigint | Uint8Array): Uint8Array {
  if (typeof value === "bigint") throw new ProtobufError("wrong wireType = 0");
  return value;
}

/** Types that are in JSON not what they are on the wire. */
const SPECIAL: Readonly<Record<string, (value: bigint | Uint8Array) => JsonValue>> = {
  s: (value) => decoder.decode(bytesOf(value)),
  y: (value) => Buffer.from(bytesOf(value)).toString("base64"),
  i: (value) => (typeof value === "bigint" ? signed(value) : 0),
  b: (value) => value !== 0n,
  d: (value) => {
    const bytes = bytesOf(value);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getFloat64(0, true);
  },
  "meta.Time": (value) => time(value, false),
  "meta.MicroTime": (value) => time(value, true),
  "meta.FieldsV1": (value) => rawJson(value),
  "runtime.RawExtension": (value) => rawJson(value),
  "api.resource.Quantity": (value) => decoder.decode(numbered(value).get(1) as Uint8Array | undefined),
  "util.intstr.IntOrString": (value) => {
    const parts = numbered(value);
    if (parts.get(1) === 1n) return decoder.decode(parts.get(3) as Uint8Array | undefined);
    const whole = parts.get(2);
    return typeof whole === "bigint" ? signed(whole) : 0;
  },
};

function numbered(value: bigint | Uint8Array): Map<number, bigint | Uint8Array> {
  return new Map([...readFields(bytesOf(value))].map((field) => [field.number, field.value]));
}

function time(value: bigint | Uint8Array, isMicro: boolean): JsonValue {
  const parts = numbered(value);
  const seconds = parts.get(1);
  if (typeof seconds !== "bigint") return null;
  const text = formatRfc3339(signed(seconds) * 1000);
  const nanos = parts.get(2);
  const micros = String(Math.floor(typeof nanos === "bigint" ? signed(nanos) / 1000 : 0)).padStart(6, "0");
  return isMicro ? text.replace("Z", `.${micros}Z`) : text;
}

function rawJson(value: bigint | Uint8Array): JsonValue {
  const raw = numbered(value).get(1);
  try {
    return raw instanceof Uint8Array ? (JSON.parse(decoder.decode(raw)) as JsonValue) : null;
  } catch {
    throw new ProtobufError("raw extension is no JSON");
  }
}
