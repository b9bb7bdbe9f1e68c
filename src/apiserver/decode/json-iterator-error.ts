import type { Definition, FieldSchema, Schema } from "../../machinery/schema/schema.ts";
import { parseQuantity, QuantityError } from "../../machinery/quantity.ts";
import { firstBadBase64 } from "../../machinery/decode/base64.ts";

const CONTEXT = 10;
const BIGGER_CONTEXT = 50;

/**
 * Replays how json-iterator fails on a body: it goes on reading after an error, and every struct and field that it passes on the way
 * puts its name before the text. Undefined when it would not fail.
 */
// github.com/json-iterator/go v1.1.10 reflect_struct_decoder.go, iter.go; texts in recordings A/a-schema-validation
export function jsonIteratorError(schema: Schema, definition: Definition, text: string): string | undefined {
  const reader = new Reader(text);
  readStruct(reader, schema, definition);
  return reader.error;
}

/** The iterator's state: a position, and the first error with what was put before it. */
class Reader {
  at = 0;
  error: string | undefined;
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  next(): string {
    while (/[ \n\t\r]/.test(this.text[this.at] ?? "")) this.at++;
    return this.text[this.at++] ?? "\0";
  }
  /** json-iterator steps back only while there is no error. */
  unread(): void {
    if (this.error === undefined) this.at--;
  }
  fail(operation: string, message: string): void {
    if (this.error !== undefined) return;
    const from = Math.max(0, this.at - CONTEXT);
    const around = this.text.slice(from, this.at + CONTEXT);
    const bigger = this.text.slice(Math.max(0, this.at - BIGGER_CONTEXT), this.at + BIGGER_CONTEXT);
    this.error = `${operation}: ${message}, error found in #${this.at - from} byte of ...|${around}|..., bigger context ...|${bigger}|...`;
  }
  wrap(prefix: string): void {
    if (this.error !== undefined) this.error = `${prefix}${this.error}`;
  }
}

function readStruct(reader: Reader, schema: Schema, definition: Definition): void {
  if (!readObjectStart(reader)) return;
  do readMember(reader, schema, definition);
  while (reader.next() === ",");
  reader.wrap(`${goName(definition.name)}.`);
}

function readObjectStart(reader: Reader): boolean {
  const character = reader.next();
  if (character === "{") {
    const inner = reader.next();
    if (inner === '"') {
      reader.unread();
      return true;
    }
    if (inner === "}") return false;
    reader.fail("readObjectStart", `expect " after {, but found ${inner}`);
    return false;
  }
  if (character === "n") {
    reader.at += 3;
    return false;
  }
  reader.fail("readObjectStart", `expect { or n, but found ${character}`);
  return false;
}

function readMember(reader: Reader, schema: Schema, definition: Definition): void {
  const name = readString(reader);
  const colon = reader.next();
  if (colon !== ":") reader.fail("ReadObject", `expect : after object field, but found ${colon}`);
  const field = definition.field(name);
  if (!field) return skip(reader);
  readType(reader, schema, field.type);
  reader.wrap(`${goField(field)}: `);
  if (field.inline !== undefined) reader.wrap(`${field.inline.slice(field.inline.lastIndexOf(".") + 1)}: `);
}

function readType(reader: Reader, schema: Schema, type: string): void {
  if (type.startsWith("[]")) return readList(reader, schema, type);
  if (type.startsWith("map[string]")) return readMap(reader, schema, type.slice("map[string]".length));
  const definition = schema.definition(type);
  if (definition?.name.endsWith(".Quantity")) return readQuantity(reader);
  if (!definition) return readScalar(reader, type);
  if (definition.scalar !== undefined || definition.free) return skip(reader);
  readStruct(reader, schema, definition);
}

function readScalar(reader: Reader, type: string): void {
  switch (type) {
    case "string":
      return void readString(reader);
    case "boolean":
      return readBoolean(reader);
    case "string:byte":
      return readBytes(reader);
    case "integer:int32":
    case "integer:int64":
      return readInteger(reader, type === "integer:int32" ? "readUint32" : "readUint64");
    default:
      return skip(reader);
  }
}

function readList(reader: Reader, schema: Schema, type: string): void {
  const character = reader.next();
  if (character === "n") return void (reader.at += 3);
  if (character !== "[") {
    reader.fail("decode slice", `expect [ or n, but found ${character}`);
  } else {
    const first = reader.next();
    if (first !== "]") {
      reader.unread();
      do readType(reader, schema, type.slice(2));
      while (reader.next() === ",");
    }
  }
  reader.wrap(`[]${goName(type.slice(2))}: `);
}

function readMap(reader: Reader, schema: Schema, element: string): void {
  const character = reader.next();
  if (character === "n") return void (reader.at += 3);
  if (character !== "{") return reader.fail("ReadMapCB", `expect { or n, but found ${character}`);
  const first = reader.next();
  if (first === "}") return;
  reader.unread();
  do {
    readString(reader);
    const colon = reader.next();
    if (colon !== ":") return reader.fail("ReadMapCB", `expect : after object field, but found ${colon}`);
    readType(reader, schema, element);
  } while (reader.next() === ",");
}

function readString(reader: Reader): string {
  const character = reader.next();
  if (character === '"') {
    const start = reader.at;
    while (reader.at < reader.text.length && reader.text[reader.at] !== '"') reader.at += reader.text[reader.at] === "\\" ? 2 : 1;
    const raw = reader.text.slice(start, reader.at++);
    return raw.includes("\\") ? (JSON.parse(`"${raw}"`) as string) : raw;
  }
  if (character === "n") {
    reader.at += 3;
    return "";
  }
  reader.fail("ReadString", `expects " or n, but found ${character}`);
  return "";
}

function readBoolean(reader: Reader): void {
  const character = reader.next();
  if (character === "t" || character === "n") return void (reader.at += 3);
  if (character === "f") return void (reader.at += 4);
  reader.fail("ReadBool", `expect t or f or n, but found ${character}`);
}

function readInteger(reader: Reader, operation: string): void {
  const character = reader.next();
  if (character === "n") return void (reader.at += 3);
  let digit = character;
  if (digit === "-") digit = reader.text[reader.at++] ?? "\0";
  // Go prints the digit table's value of the character, 255, as a byte: no valid UTF-8.
  if (!/\d/.test(digit)) return reader.fail(operation, "unexpected character: \ufffd");
  while (/\d/.test(reader.text[reader.at] ?? "")) reader.at++;
  if (/[.eE]/.test(reader.text[reader.at] ?? "")) reader.fail("assertInteger", "can not decode float as int");
}

function readBytes(reader: Reader): void {
  const value = readString(reader);
  if (value === "" || isBase64(value)) return;
  // The decoder sets this text itself, with the context that comes of it.
  reader.fail("decode base64", `illegal base64 data at input byte ${firstBadBase64(value)}`);
}

function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0;
}

function readQuantity(reader: Reader): void {
  reader.next();
  reader.unread();
  const start = reader.at;
  skip(reader);
  const value = reader.text.slice(start, reader.at).replace(/^"|"$/g, "");
  try {
    if (value !== "null") parseQuantity(value);
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error;
    reader.fail("unmarshalerDecoder", error.message);
  }
}

/** Skips any JSON value. */
function skip(reader: Reader): void {
  const character = reader.next();
  if (character === '"') {
    reader.at--;
    return void readString(reader);
  }
  if (character === "{" || character === "[") {
    const close = character === "{" ? "}" : "]";
    for (let depth = 1; depth > 0 && reader.at < reader.text.length;) {
      const inner = reader.text[reader.at];
      if (inner === '"') {
        readString(reader);
        continue;
      }
      if (inner === character) depth++;
      if (inner === close) depth--;
      reader.at++;
    }
    return;
  }
  if (/[ntf]/.test(character)) return void (reader.at += character === "f" ? 4 : 3);
  if (/[-\d]/.test(character)) while (/[\d.eE+-]/.test(reader.text[reader.at] ?? "")) reader.at++;
  else reader.fail("Skip", `do not know how to skip: ${character.charCodeAt(0)}`);
}

function goField(field: FieldSchema): string {
  return field.go ?? `${field.name.slice(0, 1).toUpperCase()}${field.name.slice(1)}`;
}

/** `v1.PodSpec` of a definition's name, or a plain Go type. */
function goName(name: string): string {
  const parts = name.split(".");
  return parts.length < 2 ? (name === "integer:int32" ? "int32" : name) : parts.slice(-2).join(".");
}
