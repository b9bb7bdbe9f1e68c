import { compareBytewise } from "../base/bytewise.ts";

// apimachinery/pkg/fields/selector.go

/** One term of a field selector: `status.phase!=Running`. */
export interface FieldRequirement {
  readonly field: string;
  readonly operator: "=" | "!=";
  readonly value: string;
}

/** A field selector that cannot be read, with apimachinery's text. */
export class FieldSelectorError extends Error {
  override name = "FieldSelectorError";
}

/** Reads `metadata.name=x,status.phase!=Running`. The terms come sorted by their text. Throws {@link FieldSelectorError}. */
export function parseFieldSelector(text: string): FieldRequirement[] {
  const requirements: FieldRequirement[] = [];
  for (const term of splitTerms(text).sort(compareBytewise)) {
    if (term === "") continue;
    const match = /^(.*?)(!=|==|=)(.*)$/s.exec(term);
    if (!match) throw new FieldSelectorError(`invalid selector: '${text}'; can't understand '${term}'`);
    const [, field = "", operator, value = ""] = match;
    requirements.push({ field, operator: operator === "!=" ? "!=" : "=", value: unescapeValue(value) });
  }
  return requirements;
}

/** At commas, but those after a backslash. */
function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    if (text.charAt(index) === "\\") index++;
    else if (text.charAt(index) === ",") {
      terms.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...terms, text.slice(start)];
}

function unescapeValue(text: string): string {
  return text.replace(/\\([\s\S]?)|[,=]/gu, (sequence, escaped: string | undefined) => {
    // Go prints the unescaped character as its number.
    if (escaped === undefined)
      throw new FieldSelectorError(`invalid field selector: unescaped character in value: ${sequence.codePointAt(0)}`);
    if (!["\\", ",", "="].includes(escaped)) throw new FieldSelectorError(`invalid field selector: invalid escape sequence: ${sequence}`);
    return escaped;
  });
}

/** The selector as text, values escaped. */
export function formatFieldRequirements(requirements: readonly FieldRequirement[]): string {
  return requirements.map(({ field, operator, value }) => `${field}${operator}${value.replace(/[\\,=]/g, "\\$&")}`).join(",");
}

/** Whether all terms hold. `valueOf` gives a field's text; "" for one that is not set, as Kubernetes compares. */
export function matchesFields(requirements: readonly FieldRequirement[], valueOf: (field: string) => string): boolean {
  return requirements.every(({ field, operator, value }) => (valueOf(field) === value) === (operator === "="));
}

/** The one value that the terms demand of a field, if they do. */
export function requiredFieldValue(requirements: readonly FieldRequirement[], field: string): string | undefined {
  return requirements.find((one) => one.field === field && one.operator === "=")?.value;
}
