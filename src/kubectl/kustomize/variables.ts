import { splitApiVersion } from "../../machinery/object.ts";
import type { Gvk } from "./gvk.ts";
import type { Variable } from "./kustomization.ts";

/** What a variable stands for; undefined leaves its mark in place. */
export type Mapping = (name: string) => string | number | boolean | undefined;

/**
 * Replaces `$(NAME)`; `$$` is one dollar. A text that is one variable and nothing else becomes its very value when `keepsType` is
 * set, a number for instance.
 */
// pkg/expansion/expand.go, api/filters/refvar/expand.go
export function expandVariables(text: string, mapping: Mapping, keepsType: boolean): string | number | boolean {
  let result = "";
  let start = 0;
  for (let at = 0; at < text.length - 1; at++) {
    if (text[at] !== "$") continue;
    result += text.slice(start, at);
    const { read, name, length } = readVariable(text.slice(at + 1));
    if (name === undefined) result += read;
    else {
      const value = mapping(name) ?? `$(${name})`;
      if (keepsType && text === `$(${name})`) return value;
      result += String(value);
    }
    at += length;
    start = at + 1;
  }
  return result + text.slice(start);
}

/** What follows a dollar sign. */
function readVariable(text: string): { read: string; name?: string; length: number } {
  if (text.startsWith("$")) return { read: "$", length: 1 };
  if (!text.startsWith("(")) return { read: `$${text.charAt(0)}`, length: 1 };
  const end = text.indexOf(")");
  return end < 0 ? { read: "$(", length: 1 } : { read: "", name: text.slice(1, end), length: end + 1 };
}

/** The type of the object that a variable takes its value from. */
export function gvkOfVariable({ objref = {} }: Variable): Gvk {
  const { apiVersion = "", group = "", version = "", kind = "" } = objref;
  return apiVersion === "" ? { group, version, kind } : { ...splitApiVersion(apiVersion), kind };
}

/** The field that a variable takes its value from: the name, if it says none. */
export function fieldPathOf({ fieldref = {} }: Variable): string {
  return fieldref.fieldPath === undefined || fieldref.fieldPath === "" ? "metadata.name" : fieldref.fieldPath;
}
