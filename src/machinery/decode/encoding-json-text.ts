import { jsonTypeOf } from "../../base/json.ts";
import { parseQuantity, QuantityError } from "../quantity.ts";
import type { Definition, Schema } from "../schema/schema.ts";
import { firstBadBase64 } from "./base64.ts";
import type { DecodeProblem } from "./decode-problem.ts";

const GO_TYPES: Readonly<Record<string, string>> = {
  "integer:int32": "int32",
  "integer:int64": "int64",
  "number:double": "float64",
  boolean: "bool",
  "string:byte": "[]uint8",
};

/** `json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32`: encoding/json, from 1.23 on. */
export function encodingJsonText({ path, expected, value }: DecodeProblem, definition: Definition, schema: Schema): string {
  if (expected === "quantity" && (typeof value === "string" || typeof value === "number")) return quantityText(value);
  if (expected === "string:byte" && typeof value === "string") return `illegal base64 data at input byte ${firstBadBase64(value)}`;
  if (expected === "string:date-time" && typeof value === "string") return timeText(value);
  const { owner, names } = fieldOf(path, definition, schema);
  return `json: cannot unmarshal ${jsonTypeOf(value)} into Go struct field ${owner}.${names.join(".")} of type ${goTypeOf(expected)}`;
}

/** What Quantity says of a text or number that is none. */
export function quantityText(value: string | number): string {
  try {
    parseQuantity(value);
  } catch (error) {
    if (error instanceof QuantityError) return error.message;
    throw error;
  }
  return "";
}

function timeText(value: string): string {
  return `parsing time ${JSON.stringify(value)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(value)} as "2006"`;
}

/** The Go struct that holds the last field of a path, and the fields on the way there; indexes and keys of maps are none. */
function fieldOf(path: DecodeProblem["path"], definition: Definition, schema: Schema): { owner: string; names: string[] } {
  let current: Definition | undefined = definition;
  let owner = definition.name;
  const names: string[] = [];
  for (const part of path) {
    const field = typeof part === "number" ? undefined : current?.field(part);
    if (!current || !field) continue;
    names.push(field.name);
    owner = current.name;
    current = schema.element(field.type);
  }
  return { owner: shortName(owner), names };
}

function shortName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** What Go calls a type of the schema: `int32`, `[]v1.EnvVar`. */
export function goTypeOf(expected: string): string {
  if (expected.startsWith("[]")) return `[]${goTypeOf(expected.slice(2))}`;
  if (expected.startsWith("map[string]")) return `map[string]${goTypeOf(expected.slice("map[string]".length))}`;
  const known = GO_TYPES[expected];
  if (known) return known;
  const parts = expected.split(".");
  return parts.length < 2 ? expected : parts.slice(-2).join(".");
}
