import { isJsonObject, type Json } from "../../base/json.ts";
import { CelList, CelMap, type CelValue } from "./values.ts";

/** A JSON value of which no schema is known: whole numbers are ints. */
export function dynamicValue(value: Json): CelValue {
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return new CelList(value.map(dynamicValue));
  if (!isJsonObject(value)) return value;
  const pairs = Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, dynamicValue(one)] as const]));
  return new CelMap(pairs);
}
