import { goQuote } from "../../../base/go-format.ts";
import { parseQuantity } from "../../../machinery/quantity.ts";
import { goPointer } from "../../../base/go-pointer.ts";
import type { GoTypes } from "./value.ts";

/**
 * A JSON value of a Go type as `%#v` prints it: all fields of a struct, in Go's order and with their types; what is behind a pointer is an
 * address. `types` holds the fields of structs; `fixed` gives the text of types that are no JSON, such as times.
 */
export function goSyntax(json: unknown, type: string, types: GoTypes, fixed: Readonly<Record<string, string>> = {}): string {
  const nothing = json === undefined || json === null;
  const known = fixed[type];
  if (known !== undefined) return known;
  if (type.startsWith("*")) return nothing ? `(${type})(nil)` : goPointer(type.slice(1));
  if (type.startsWith("[]")) return listSyntax(json, type, types, fixed);
  if (type === "map[string]string") return mapSyntax(json, type, goQuote);
  if (type === "core.ResourceList") return mapSyntax(json, type, quantitySyntax);
  const fields = types[type];
  if (fields) return `${type}{${fields.map((field) => fieldSyntax(json, field, types, fixed)).join(", ")}}`;
  if (/^int(32|64)?$/.test(type)) return String(json ?? 0);
  if (type === "bool") return String(json ?? false);
  return goQuote(typeof json === "string" ? json : "");
}

function fieldSyntax(json: unknown, field: string, types: GoTypes, fixed: Readonly<Record<string, string>>): string {
  const [name = "", type = "", path = name.charAt(0).toLowerCase() + name.slice(1)] = field.split(" ");
  let value = json;
  if (path !== ".") for (const step of path.split(".")) value = (value as Record<string, unknown> | null | undefined)?.[step];
  return `${name}:${goSyntax(value, type, types, fixed)}`;
}

function listSyntax(json: unknown, type: string, types: GoTypes, fixed: Readonly<Record<string, string>>): string {
  if (!Array.isArray(json)) return `${type}(nil)`;
  return `${type}{${json.map((item) => goSyntax(item, type.slice(2), types, fixed)).join(", ")}}`;
}

function mapSyntax(json: unknown, type: string, element: (value: string) => string): string {
  if (typeof json !== "object" || json === null) return `${type}(nil)`;
  const entries = Object.entries(json).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `${type}{${entries.map(([key, value]) => `${goQuote(key)}:${element(String(value))}`).join(", ")}}`;
}

/** A quantity that has been printed once keeps its text. */
export function quantitySyntax(text: string): string {
  const { unscaled, scale, text: kept, format } = parseQuantity(text);
  const amount = `i:resource.int64Amount{value:${unscaled}, scale:${scale}}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}`;
  return `resource.Quantity{${amount}, s:${goQuote(kept)}, Format:${goQuote(format)}}`;
}
