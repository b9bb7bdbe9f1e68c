import { sortedKeys } from "../base/bytewise.ts";
import type { Json } from "../base/json.ts";
import { isJsonObject } from "../base/json.ts";

/** Go writes \b and \f in the long form until Go 1.22, which builds Kubernetes from 1.30 on. */
export interface GoJsonOptions {
  shortControlEscapes: boolean;
}

const ESCAPED = /["\\<>&\u0000-\u001f\u2028\u2029]/g;
const SHORT_ESCAPES: Record<string, string> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** encoding/json.Marshal of a map: keys sorted, no blanks, `<`, `>`, `&` and two line separators escaped. */
export function goJson(value: Json | undefined, options: GoJsonOptions = { shortControlEscapes: false }): string {
  if (typeof value === "string") return goString(value, options);
  if (Array.isArray(value)) return `[${value.map((item) => goJson(item, options)).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value ?? null);
  const members = sortedKeys(value).filter((key) => value[key] !== undefined);
  return `{${members.map((key) => `${goString(key, options)}:${goJson(value[key], options)}`).join(",")}}`;
}

function goString(text: string, { shortControlEscapes }: GoJsonOptions): string {
  const escaped = text.replace(ESCAPED, (character) => {
    if (shortControlEscapes && character === "\b") return "\\b";
    if (shortControlEscapes && character === "\f") return "\\f";
    return SHORT_ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return `"${escaped}"`;
}
