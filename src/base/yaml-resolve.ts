/** What go-yaml makes of a plain scalar. */
export type YamlScalarTag = "str" | "bool" | "int" | "float" | "null" | "timestamp";

/** A plain scalar's tag with its value; a timestamp stays text, an int beyond uint64 is a float. */
export interface ResolvedYamlScalar {
  readonly tag: YamlScalarTag;
  readonly value: string | number | boolean | null;
}

const NAMED = new Map<string, ResolvedYamlScalar>();
for (const text of ["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"]) {
  NAMED.set(text, { tag: "bool", value: true });
}
for (const text of ["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"]) {
  NAMED.set(text, { tag: "bool", value: false });
}
for (const text of ["", "~", "null", "Null", "NULL"]) NAMED.set(text, { tag: "null", value: null });
for (const text of [".nan", ".NaN", ".NAN"]) NAMED.set(text, { tag: "float", value: Number.NaN });
for (const text of [".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"]) {
  NAMED.set(text, { tag: "float", value: Number.POSITIVE_INFINITY });
}
for (const text of ["-.inf", "-.Inf", "-.INF"]) NAMED.set(text, { tag: "float", value: Number.NEGATIVE_INFINITY });

const DOT_FLOAT = /^\.[0-9]+(?:[eE][-+]?[0-9]+)?$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const TIMESTAMP =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)| (\d\d?):(\d\d?):(\d\d?)(?:\.\d+)?)?$/;
const MAX_UINT64 = 2n ** 64n - 1n;
const MIN_INT64 = -(2n ** 63n);

/** Words that YAML 1.1 alone takes for booleans. */
const OLD_BOOLEAN = /^(?:y|yes|on|n|no|off)$/i;

/** Resolves an untagged plain scalar by the YAML 1.1 rules of go-yaml v2, or by those of v3, where only true and false are booleans. */
// gopkg.in/yaml.v2 resolve.go, yaml.v3 resolve.go
export function resolveYamlScalar(text: string, version: "1.1" | "1.2" = "1.1"): ResolvedYamlScalar {
  if (version === "1.2" && OLD_BOOLEAN.test(text)) return { tag: "str", value: text };
  const first = text.charCodeAt(0);
  const isNumeric = (first >= 48 && first <= 57) || first === 43 || first === 45;
  if (isNumeric || first === 46 || NAMED.has(text)) {
    return NAMED.get(text) ?? (first === 46 ? resolveDotFloat(text) : resolveNumeric(text)) ?? { tag: "str", value: text };
  }
  return { tag: "str", value: text };
}

function resolveDotFloat(text: string): ResolvedYamlScalar | undefined {
  return DOT_FLOAT.test(text) ? finiteFloat(text) : undefined;
}

function resolveNumeric(text: string): ResolvedYamlScalar | undefined {
  if (isTimestamp(text)) return { tag: "timestamp", value: text };
  const plain = text.includes("_") ? text.replaceAll("_", "") : text;
  return resolveInteger(plain) ?? (FLOAT.test(plain) ? finiteFloat(plain) : undefined);
}

function resolveInteger(plain: string): ResolvedYamlScalar | undefined {
  const match = INTEGER.exec(plain);
  if (match === null) return undefined;
  const [, sign = "", hexadecimal, binary, octal, decimal] = match;
  const size = BigInt(decimal ?? (hexadecimal ? `0x${hexadecimal}` : binary ? `0b${binary}` : `0o${octal}`));
  const exact = sign === "-" ? -size : size;
  // ParseUint takes no sign, so +2^63 falls through to the float rule.
  const limit = sign === "" ? MAX_UINT64 : -MIN_INT64 - 1n;
  return exact >= MIN_INT64 && exact <= limit ? { tag: "int", value: Number(exact) } : undefined;
}

function finiteFloat(text: string): ResolvedYamlScalar | undefined {
  const value = Number(text);
  return Number.isFinite(value) ? { tag: "float", value } : undefined;
}

function isTimestamp(text: string): boolean {
  const match = text.charCodeAt(4) === 45 ? TIMESTAMP.exec(text) : null;
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth) return false;
  const hour = Number(match[4] ?? match[7] ?? 0);
  const minute = Number(match[5] ?? match[8] ?? 0);
  const second = Number(match[6] ?? match[9] ?? 0);
  return hour < 24 && minute < 60 && second < 60;
}
