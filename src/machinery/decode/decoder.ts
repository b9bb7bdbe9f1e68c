import { deepClone, deepFreeze, setOwn } from "../../base/deep.ts";
import { formatRfc3339, formatRfc3339Micro, parseRfc3339 } from "../../base/rfc3339.ts";
import { canonicalQuantity, QuantityError } from "../quantity.ts";
import type { Definition, FieldSchema, Schema } from "../schema/schema.ts";
import { DecodeError } from "./decode-problem.ts";

/** Reads one JSON value as a type of the API; the result shares nothing with the input. */
type Decode = (value: unknown, path: Trail) => unknown;

/** The place of the value that is being read, innermost last; shared by the whole run and copied only for an error. */
type Trail = (string | number)[];

/**
 * Turns JSON into the form that a real server would print back: unknown fields gone, fields in the order of the Go struct,
 * empty lists and maps dropped, structs that are no pointers filled in, quantities and times in canonical form.
 */
export interface Decoder {
  /**
   * A fresh object of that definition. Throws DecodeError at the first value of a wrong type. With `keepsLists` a list that is frozen is read
   * once: the very same list gives the very same, frozen, result again, for who puts it where nothing changes any more.
   */
  decode(definition: Definition, value: unknown, keepsLists?: boolean): Record<string, unknown>;
}

const INT_LIMITS: Readonly<Record<string, number>> = { "integer:int32": 2 ** 31, "integer:int64": 2 ** 63 };
const BASE64 = /^[A-Za-z0-9+/\r\n]*={0,2}[\r\n]*$/;
/** Lists of these are taken over as they are when they come, frozen, out of the store: only the API server itself writes them. */
const SHARED = "[]io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry";
const MICRO_TIME = ".MicroTime";

const decoders = new WeakMap<Schema, Decoder>();

/** The decoder for the API of one schema; definitions are compiled on first use, once for all who have the schema. */
export function decoderOf(schema: Schema): Decoder {
  let decoder = decoders.get(schema);
  if (decoder === undefined) decoders.set(schema, (decoder = createDecoder(schema)));
  return decoder;
}

// What json-iterator and the protobuf round trip through etcd do to an object, seen in recordings of `get -o yaml`.
function createDecoder(schema: Schema): Decoder {
  const structs = new Map<string, Decode>();
  let keepsLists = false;

  function structOf(definition: Definition): Decode {
    const known = structs.get(definition.name);
    if (known) return known;
    let compiled: Decode | undefined;
    // Types refer to themselves (JSONSchemaProps), so the entry stands before its fields are compiled.
    const lazy: Decode = (value, path) => (compiled ??= compileStruct(definition))(value, path);
    structs.set(definition.name, lazy);
    return lazy;
  }

  function compileStruct(definition: Definition): Decode {
    const fields = definition.fields.map((field) => ({ field, name: field.name, decode: typeOf(field.type), empty: emptyOf(field) }));
    const decodeStruct: Decode = (value, path) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return fail(path, definition.name, value);
      const source = value as Record<string, unknown>;
      const result: Record<string, unknown> = {};
      for (const { field, name, decode, empty } of fields) {
        const given = source[name];
        if (given === undefined || given === null) {
          if (empty) result[name] = empty();
          continue;
        }
        path.push(name);
        const read = decode(given, path);
        path.pop();
        if (isDropped(read, field)) {
          if (empty) result[name] = empty();
        } else {
          result[name] = read;
        }
      }
      return result;
    };
    structs.set(definition.name, decodeStruct);
    return decodeStruct;
  }

  function typeOf(type: string): Decode {
    if (type.endsWith(SHARED)) return (value, path) => (Object.isFrozen(value) ? value : typeOfUnshared(type)(value, path));
    return typeOfUnshared(type);
  }

  function typeOfUnshared(type: string): Decode {
    if (type.startsWith("[]")) return keptList(listOf(type, typeOf(type.slice(2))));
    if (type.startsWith("map[string]")) return mapOf(type, typeOf(type.slice("map[string]".length)));
    const definition = schema.definition(type);
    if (definition === undefined) return primitive(type);
    if (definition.name.endsWith(".Quantity")) return readQuantity;
    if (definition.scalar !== undefined) return definition.name.endsWith(MICRO_TIME) ? readMicroTime : primitive(definition.scalar);
    if (definition.free || definition.fields.length === 0) return readAny;
    return structOf(definition);
  }

  function keptList(read: Decode): Decode {
    const known = new WeakMap<object, unknown>();
    return (value, path) => {
      if (!keepsLists || typeof value !== "object" || value === null || !Object.isFrozen(value)) return read(value, path);
      let list = known.get(value);
      if (list === undefined) known.set(value, (list = deepFreeze(read(value, path))));
      return list;
    };
  }

  /** What Go prints for a field that was not given; undefined when it prints nothing. */
  function emptyOf(field: FieldSchema): (() => unknown) | undefined {
    const { type } = field;
    // Pointers that Go would print as null (the selectors of workloads) are refused by validation anyway.
    if (field.ptr) return undefined;
    const definition = type.startsWith("[]") || type.startsWith("map[") ? undefined : schema.definition(type);
    if (definition !== undefined && definition.scalar === undefined && !definition.free) {
      return definition.fields.length === 0 ? () => ({}) : () => structOf(definition)({}, []);
    }
    if (definition?.scalar === "string:date-time") return () => null;
    if (definition?.name.endsWith(".Quantity")) return () => "0";
    if (definition?.scalar === "string:int-or-string") return () => 0;
    if (!field.keep) return undefined;
    if (type === "string") return () => "";
    if (type === "boolean") return () => false;
    if (type.startsWith("integer") || type.startsWith("number")) return () => 0;
    return () => null;
  }

  return {
    decode(definition, value, keeps = false) {
      keepsLists = keeps;
      return structOf(definition)(value, []) as Record<string, unknown>;
    },
  };
}

/** Whether Go's omitempty (or the round trip through protobuf, for empty lists and maps) leaves a value out. */
function isDropped(value: unknown, field: FieldSchema): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === "object") return field.type.startsWith("map[") && isEmpty(value);
  if (field.ptr || field.keep) return false;
  return value === "" || value === 0 || value === false;
}

function isEmpty(value: object): boolean {
  for (const _ in value) return false;
  return true;
}

function fail(path: Trail, expected: string, value: unknown): never {
  throw new DecodeError({ path: [...path], expected, value });
}

function listOf(type: string, element: Decode): Decode {
  return (value, path) => {
    if (!Array.isArray(value)) return fail(path, type, value);
    const result: unknown[] = [];
    for (let index = 0; index < value.length; index++) {
      path.push(index);
      // A null among structs is an empty struct in Go.
      result.push(element(value[index] ?? zeroOf(type), path));
      path.pop();
    }
    return result;
  };
}

function zeroOf(listType: string): unknown {
  const element = listType.slice(2);
  return element === "string" ? "" : element.startsWith("integer") ? 0 : {};
}

function mapOf(type: string, element: Decode): Decode {
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return fail(path, type, value);
    const result: Record<string, unknown> = {};
    const source = value as Record<string, unknown>;
    for (const key in source) {
      const given = source[key];
      if (given === undefined) continue;
      path.push(key);
      setOwn(result, key, given === null && type.endsWith("]string") ? "" : element(given, path));
      path.pop();
    }
    return result;
  };
}

function primitive(type: string): Decode {
  switch (type) {
    case "string":
      return (value, path) => (typeof value === "string" ? value : fail(path, type, value));
    case "boolean":
      return (value, path) => (typeof value === "boolean" ? value : fail(path, type, value));
    case "string:byte":
      return (value, path) => (typeof value === "string" && isBase64(value) ? value : fail(path, type, value));
    case "string:date-time":
      return (value, path) => readTime(value, path, formatRfc3339);
    case "string:int-or-string":
      return (value, path) => (typeof value === "string" || Number.isInteger(value) ? value : fail(path, type, value));
    case "number:double":
      return (value, path) => (typeof value === "number" ? value : fail(path, type, value));
    default: {
      const limit = INT_LIMITS[type];
      if (limit === undefined) return readAny;
      return (value, path) => (Number.isInteger(value) && Math.abs(value as number) <= limit ? value : fail(path, type, value));
    }
  }
}

function isBase64(text: string): boolean {
  return BASE64.test(text) && text.replace(/[\r\n]/g, "").length % 4 === 0;
}

/** Free-form values of stored objects (fieldsV1 above all) are shared: nothing changes them in place. */
function readAny(value: unknown): unknown {
  return Object.isFrozen(value) ? value : deepClone(value);
}

const readMicroTime: Decode = (value, path) => readTime(value, path, formatRfc3339Micro);

function readTime(value: unknown, path: Trail, format: (epochMs: number) => string): unknown {
  if (value === "") return null;
  if (typeof value !== "string") return fail(path, "string:date-time", value);
  // The form that nearly every time already has.
  if (value.length === 20 && value.endsWith("Z") && format === formatRfc3339) return value;
  const at = parseRfc3339(value);
  return at === undefined ? fail(path, "string:date-time", value) : format(at);
}

const readQuantity: Decode = (value, path) => {
  if (typeof value !== "string" && typeof value !== "number") return fail(path, "quantity", value);
  try {
    return canonicalQuantity(value);
  } catch (error) {
    if (error instanceof QuantityError) return fail(path, "quantity", value);
    throw error;
  }
};
