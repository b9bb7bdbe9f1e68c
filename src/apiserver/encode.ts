import { sortedKeys } from "../base/bytewise.ts";
import { isJsonObject } from "../base/json.ts";
import { splitApiVersion } from "../machinery/object.ts";
import type { Definition, Schema } from "../machinery/schema/schema.ts";

/** Members in their order. */
interface Order {
  readonly names: readonly string[];
  readonly known: ReadonlySet<string>;
}

const order = (...names: readonly string[]): Order => ({ names, known: new Set(names) });

const ENVELOPES: Readonly<Record<string, Order>> = {
  Status: order("kind", "apiVersion", "metadata", "status", "message", "reason", "details", "code"),
  Table: order("kind", "apiVersion", "metadata", "columnDefinitions", "rows"),
};
const LIST_FIELDS = order("kind", "apiVersion", "metadata", "items");
const LIST_META = order("selfLink", "resourceVersion", "continue", "remainingItemCount");
const NO_ORDER = order();
const UNSAFE = /[<>&\u2028\u2029]/g;

/**
 * A response body as the API server sends it: members in the order of the Go structs, no blanks, HTML characters escaped, a line end.
 * Items of a list come without kind and apiVersion. Indented when asked for, but for the sets of fields, which are JSON of their own.
 */
export function encodeBody(schema: Schema, body: unknown, indented = false): string {
  const encoded = encodeWhole(schema, body);
  return indented ? indent(encoded) : encoded;
}

function indent(encoded: string): string {
  const sets: string[] = [];
  const marked = JSON.stringify(
    JSON.parse(encoded, (key, value: unknown) => (key === "fieldsV1" ? `\u0000${sets.push(text(value)) - 1}` : value)),
    null,
    2,
  );
  const escaped = marked.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return escaped.replace(/"\\u0000(\d+)"/g, (_, index: string) => sets[Number(index)] ?? "");
}

function encodeWhole(schema: Schema, body: unknown): string {
  if (!isJsonObject(body)) return `${text(body)}\n`;
  const kind = String(body.kind);
  const envelope = ENVELOPES[kind];
  if (envelope) return `${ordered(body, envelope, (_, member) => text(member))}\n`;
  const { group, version } = splitApiVersion(String(body.apiVersion));
  const definition = schema.kindDefinition(group, version, kind);
  if (definition) return `${remembered(knownOf(definition).wholes, body, () => encode(schema, definition, body))}\n`;
  if (!kind.endsWith("List") || !Array.isArray(body.items)) return `${text(body)}\n`;
  const item = schema.kindDefinition(group, version, kind.slice(0, -"List".length));
  return `${ordered(body, LIST_FIELDS, (key, member) => listMember(schema, item, key, member))}\n`;
}

function listMember(schema: Schema, item: Definition | undefined, key: string, member: unknown): string {
  if (key === "metadata" && isJsonObject(member)) return ordered(member, LIST_META, (_, value) => text(value));
  if (key !== "items" || !Array.isArray(member) || !item) return text(member);
  const { asItems } = knownOf(item);
  const items = member.map((one: object) =>
    remembered(asItems, one, () => {
      const { kind: _kind, apiVersion: _version, ...rest } = one as Record<string, unknown>;
      return encode(schema, item, rest);
    }),
  );
  return `[${items.join(",")}]`;
}

/** What is known of a type: the order of its members, and the objects that were encoded before, by themselves and as items of a list. */
interface Known {
  readonly order: Order;
  // What leaves the server does not change any more.
  readonly wholes: WeakMap<object, string>;
  readonly asItems: WeakMap<object, string>;
}

const types = new WeakMap<Definition, Known>();

function knownOf(definition: Definition): Known {
  let known = types.get(definition);
  if (known === undefined) {
    const names = definition.fields.map((field) => field.name);
    types.set(definition, (known = { order: order(...names), wholes: new WeakMap(), asItems: new WeakMap() }));
  }
  return known;
}

function remembered(texts: WeakMap<object, string>, object: object, make: () => string): string {
  let encoded = texts.get(object);
  if (encoded === undefined) texts.set(object, (encoded = make()));
  return encoded;
}

function encode(schema: Schema, definition: Definition, value: unknown): string {
  if (!isJsonObject(value) || definition.fields.length === 0) return text(value);
  return ordered(value, knownOf(definition).order, (key, member) => encodeType(schema, definition.field(key)?.type ?? "any", member));
}

function encodeType(schema: Schema, type: string, value: unknown): string {
  if (type.startsWith("[]") && Array.isArray(value)) return `[${value.map((item) => encodeType(schema, type.slice(2), item)).join(",")}]`;
  if (type.startsWith("map[string]") && isJsonObject(value)) {
    return ordered(value, NO_ORDER, (_, member) => encodeType(schema, type.slice("map[string]".length), member));
  }
  const definition = type.startsWith("[]") ? undefined : schema.definition(type);
  return definition ? encode(schema, definition, value) : text(value);
}

/** The members that are there, those of the order first and in that order. */
function ordered(value: Record<string, unknown>, { names, known }: Order, member: (key: string, value: unknown) => string): string {
  const parts: string[] = [];
  const put = (key: string): void => {
    if (value[key] !== undefined) parts.push(`${text(key)}:${member(key, value[key])}`);
  };
  names.forEach(put);
  for (const key of sortedKeys(value)) if (!known.has(key)) put(key);
  return `{${parts.join(",")}}`;
}

/** JSON of a value without a type: keys as they are. */
function text(value: unknown): string {
  const plain = JSON.stringify(value) ?? "null";
  return plain.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
