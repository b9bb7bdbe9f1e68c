import { goQuote } from "../../../base/go-format.ts";
import { parseQuantity } from "../../../machinery/quantity.ts";

/** A value as Go's reflection sees it: what go-cmp compares and prints. */
export type GoValue = GoLeaf | GoStruct | GoList | GoPointer;

/** A scalar, a nil, or anything else that is printed whole. */
export interface GoLeaf {
  readonly kind: "leaf";
  readonly text: string;
  readonly isZero: boolean;
  /** What a string says, of which a long one is shown in part. */
  readonly string?: string;
}

/** A struct; `fields` in Go's order. An atomic one has an Equal method, so that go-cmp does not look into it. */
export interface GoStruct {
  readonly kind: "struct";
  readonly type: string;
  readonly fields: readonly (readonly [name: string, value: GoValue])[];
  readonly atomic?: boolean;
}

/** A slice or a map that is not nil; the entries of a map have keys. */
export interface GoList {
  readonly kind: "list";
  readonly type: string;
  readonly entries: readonly (readonly [key: string, value: GoValue])[];
}

export interface GoPointer {
  readonly kind: "pointer";
  readonly target: GoValue;
}

export const NIL: GoLeaf = { kind: "leaf", text: "nil", isZero: true };

/** True for a value that a struct's text leaves out. */
export function isZeroValue(value: GoValue): boolean {
  if (value.kind === "leaf") return value.isZero;
  return value.kind === "struct" && value.fields.every(([, field]) => isZeroValue(field));
}

/** Field lists of Go types: `Name type json`, json a dotted path, left out when it is the
 * name with a small first letter, `.` for an embedded struct. */
export type GoTypes = Readonly<Record<string, readonly string[]>>;

/** Reads a JSON value as a Go type: `string`, `int64`, `*bool`, `[]core.Volume`, `map[string]string`, `core.PodSpec`, `resource.Quantity`. */
export function toGo(json: unknown, type: string, types: GoTypes): GoValue {
  if (type.startsWith("*"))
    return json === undefined || json === null ? NIL : { kind: "pointer", target: toGo(json, type.slice(1), types) };
  if (type.startsWith("[]")) {
    if (!Array.isArray(json) || json.length === 0) return NIL;
    return { kind: "list", type, entries: json.map((item) => ["", toGo(item, type.slice(2), types)] as const) };
  }
  if (type === "map[string]string") return toGoMap(json, type, goQuote, "string", types);
  if (type === "core.ResourceList") return toGoMap(json, type, (key) => `s${goQuote(key)}`, "resource.Quantity", types);
  if (type === "resource.Quantity") return quantity(String(json ?? "0"));
  if (type === "intstr.IntOrString") return intOrString(json);
  const fields = types[type];
  if (fields) return { kind: "struct", type, fields: fields.map((field) => toGoField(json, field, types)) };
  return scalar(json, type);
}

function toGoField(json: unknown, field: string, types: GoTypes): readonly [string, GoValue] {
  const [name = "", type = "", path = name.charAt(0).toLowerCase() + name.slice(1)] = field.split(" ");
  if (path === ".") return [name, toGo(json, type, types)];
  let source = json;
  for (const step of path.split(".")) source = (source as Record<string, unknown> | null | undefined)?.[step];
  return [name, toGo(source, type, types)];
}

function toGoMap(json: unknown, type: string, key: (text: string) => string, element: string, types: GoTypes): GoValue {
  const names = Object.keys(json ?? {}).sort();
  if (names.length === 0) return NIL;
  return {
    kind: "list",
    type,
    entries: names.map((name) => [key(name), toGo((json as Record<string, unknown>)[name], element, types)] as const),
  };
}

function scalar(json: unknown, type: string): GoValue {
  if (/^int(32|64)?$/.test(type)) return { kind: "leaf", text: String(json ?? 0), isZero: !json };
  if (type === "bool") return { kind: "leaf", text: String(json ?? false), isZero: !json };
  if (type === "string" || typeof json === "string") {
    const string = String(json ?? "");
    return { kind: "leaf", text: goQuote(string), isZero: string === "", string };
  }
  // A type whose fields are not listed: there or not is all that can be told, and what it holds decides whether it changed.
  if (json === undefined || json === null) return { kind: "struct", type, fields: [] };
  return { kind: "struct", type, fields: [["", { kind: "leaf", text: JSON.stringify(json), isZero: false }]], atomic: true };
}

function quantity(text: string): GoValue {
  const { unscaled, scale, text: kept, format } = parseQuantity(text);
  const leaf = (value: string, isZero: boolean): GoLeaf => ({ kind: "leaf", text: value, isZero });
  const amount: GoStruct = {
    kind: "struct",
    type: "resource.int64Amount",
    fields: [
      ["value", leaf(String(unscaled), unscaled === 0n)],
      ["scale", leaf(String(scale), scale === 0)],
    ],
  };
  const fields: GoStruct["fields"] = [
    ["i", amount],
    ["s", leaf(goQuote(kept), kept === "")],
    ["Format", leaf(goQuote(format), false)],
  ];
  return { kind: "struct", type: "resource.Quantity", fields, atomic: true };
}

function intOrString(json: unknown): GoValue {
  const isText = typeof json === "string";
  const fields: GoStruct["fields"] = [
    ["Type", { kind: "leaf", text: isText ? "1" : "0", isZero: !isText }],
    ["IntVal", { kind: "leaf", text: String(isText ? 0 : (json ?? 0)), isZero: isText || !json }],
    ["StrVal", { kind: "leaf", text: goQuote(isText ? json : ""), isZero: !isText }],
  ];
  return { kind: "struct", type: "intstr.IntOrString", fields };
}
