import { goFloat, integerDigits } from "./go-format.ts";
import { yamlSortedKeys } from "./yaml-key-order.ts";
import { isSimpleKey, yamlString } from "./yaml-scalar-out.ts";

/**
 * Prints a JSON value as sigs.k8s.io/yaml's Marshal does (go-yaml v2): keys sorted, lists not indented below their
 * key, lines broken after column 80. Ends with a newline. Members that are undefined are left out.
 */
export function formatYaml(value: unknown): string {
  const parts: string[] = [];
  if (isFilledArray(value)) writeSequence(parts, value, 0, "");
  else if (isFilledObject(value)) writeMapping(parts, value, 0, "");
  else parts.push(scalar(value, 0, 2));
  parts.push("\n");
  return parts.join("");
}

function isFilledArray(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > 0;
}

function isFilledObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  for (const key in value) if ((value as Record<string, unknown>)[key] !== undefined) return true;
  return false;
}

/** `firstLead` stands before the first entry, which may share its line with `- ` or `? `. */
function writeMapping(parts: string[], object: Record<string, unknown>, indent: number, firstLead: string): void {
  const nextLead = `\n${" ".repeat(indent)}`;
  let lead = firstLead;
  for (const key of yamlSortedKeys(object)) {
    const value = object[key];
    if (value === undefined) continue;
    parts.push(lead);
    lead = nextLead;
    if (!isSimpleKey(key)) {
      const keyText = yamlString(key, { column: indent + 2, indent: indent + 2, isKey: false });
      parts.push("? ", keyText, nextLead, ":");
      writeCompact(parts, value, indent);
      continue;
    }
    const keyText = yamlString(key, { column: indent, indent, isKey: true });
    parts.push(keyText, ":");
    if (isFilledArray(value)) writeSequence(parts, value, indent, nextLead);
    else if (isFilledObject(value)) writeMapping(parts, value, indent + 2, `${nextLead}  `);
    else parts.push(" ", scalar(value, indent + keyText.length + 2, indent + 2));
  }
}

function writeSequence(parts: string[], items: readonly unknown[], indent: number, firstLead: string): void {
  const nextLead = `\n${" ".repeat(indent)}`;
  let lead = firstLead;
  for (const item of items) {
    parts.push(lead, "-");
    lead = nextLead;
    writeCompact(parts, item, indent);
  }
}

/** A node on the same line as the indicator before it. */
function writeCompact(parts: string[], value: unknown, indent: number): void {
  parts.push(" ");
  if (isFilledArray(value)) writeSequence(parts, value, indent + 2, "");
  else if (isFilledObject(value)) writeMapping(parts, value, indent + 2, "");
  else parts.push(scalar(value, indent + 2, indent + 2));
}

function scalar(value: unknown, column: number, indent: number): string {
  if (typeof value === "string") return yamlString(value, { column, indent, isKey: false });
  if (typeof value === "number") return yamlNumber(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (value === null || value === undefined) return "null";
  return Array.isArray(value) ? "[]" : "{}";
}

/** go-yaml reads JSON's digits as int64 or uint64 where they fit and prints every other number in its shortest form. */
function yamlNumber(value: number): string {
  if (value === 0) return "0";
  const isInteger = Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 64;
  if (isInteger) return integerDigits(value);
  if (Number.isNaN(value)) return ".nan";
  return Number.isFinite(value) ? goFloat(value) : value > 0 ? ".inf" : "-.inf";
}
