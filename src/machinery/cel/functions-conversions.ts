import { textOfBytes } from "../../base/byte-text.ts";
import { GoDurationError, parseGoDurationNanoseconds } from "../../base/go-duration.ts";
import { int, uint } from "./functions-arithmetic.ts";
import type { CelFunction } from "./functions.ts";
import { formatTimestamp, parseTimestamp } from "./timestamps.ts";
import {
  CelDuration,
  CelError,
  CelList,
  CelMap,
  CelOptional,
  CelQuantity,
  CelTimestamp,
  CelTypeValue,
  CelUint,
  CelUrl,
  type CelValue,
} from "./values.ts";

const SECOND = 1_000_000_000n;

/** The name of a value's type. */
export function typeName(value: CelValue): string {
  if (value === null) return "null_type";
  if (typeof value === "bigint") return "int";
  if (typeof value === "number") return "double";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "string";
  if (value instanceof CelUint) return "uint";
  if (value instanceof CelList) return "list";
  if (value instanceof CelMap) return "map";
  if (value instanceof CelTimestamp) return "google.protobuf.Timestamp";
  if (value instanceof CelDuration) return "google.protobuf.Duration";
  if (value instanceof CelTypeValue) return "type";
  if (value instanceof CelOptional) return "optional_type";
  if (value instanceof CelQuantity) return "kubernetes.Quantity";
  return value instanceof CelUrl ? "kubernetes.URL" : "bytes";
}

function unfit(value: CelValue, type: string): CelError {
  return new CelError(`type conversion error from '${typeName(value)}' to '${type}'`);
}

function toInt(value: CelValue): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (value instanceof CelUint) return int(value.value);
  if (value instanceof CelTimestamp) return floored(value.nanos, SECOND);
  if (value instanceof CelDuration) return value.nanos;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new CelError("integer overflow");
    return int(BigInt(Math.trunc(value)));
  }
  if (typeof value !== "string") return undefined;
  if (!/^[+-]?\d+$/.test(value)) throw unfit(value, "int");
  return int(BigInt(value.replace(/^\+/, "")));
}

function floored(value: bigint, by: bigint): bigint {
  const whole = value / by;
  return value % by < 0n ? whole - 1n : whole;
}

function toUint(value: CelValue): CelUint | undefined {
  if (value instanceof CelUint) return value;
  if (typeof value === "bigint") return uint(value);
  if (typeof value === "number") return uint(BigInt(Math.trunc(value)));
  if (typeof value !== "string") return undefined;
  if (!/^\d+$/.test(value)) throw unfit(value, "uint");
  return uint(BigInt(value));
}

function toDouble(value: CelValue): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof CelUint) return Number(value.value);
  if (typeof value !== "string") return undefined;
  if (!/^[+-]?(\d+\.?\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?|inf|infinity|nan)$/i.test(value)) throw unfit(value, "double");
  return /inf/i.test(value) ? (value.startsWith("-") ? -Infinity : Infinity) : Number(value);
}

function toText(value: CelValue): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || typeof value === "bigint" || typeof value === "number") return String(value).replace("Infinity", "Inf");
  if (value instanceof CelUint) return String(value.value);
  if (value instanceof Uint8Array) return textOfBytes(value);
  if (value instanceof CelTimestamp) return formatTimestamp(value.nanos);
  return value instanceof CelDuration ? secondsText(value.nanos) : undefined;
}

/** `90s`, `0.5s`. cel-go/common/types/duration.go ConvertToType */
function secondsText(nanos: bigint): string {
  return `${Number(nanos) / Number(SECOND)}s`;
}

function toDuration(value: CelValue): CelDuration | undefined {
  if (value instanceof CelDuration) return value;
  if (typeof value === "bigint") return new CelDuration(value);
  if (typeof value !== "string") return undefined;
  try {
    return new CelDuration(parseGoDurationNanoseconds(value));
  } catch (error) {
    if (error instanceof GoDurationError) throw unfit(value, "google.protobuf.Duration");
    throw error;
  }
}

function toTimestamp(value: CelValue): CelTimestamp | undefined {
  if (value instanceof CelTimestamp) return value;
  if (typeof value === "bigint") return new CelTimestamp(value * SECOND);
  if (typeof value !== "string") return undefined;
  const nanos = parseTimestamp(value);
  if (nanos === undefined) throw unfit(value, "google.protobuf.Timestamp");
  return new CelTimestamp(nanos);
}

function toBool(value: CelValue): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string") return undefined;
  if (/^(1|t|T|TRUE|true|True)$/.test(value)) return true;
  if (/^(0|f|F|FALSE|false|False)$/.test(value)) return false;
  throw unfit(value, "bool");
}

const of =
  (convert: (value: CelValue) => CelValue | undefined): CelFunction =>
  ([value = null]) =>
    convert(value);

/** Functions that make a value of one type from one of another. cel-go/common/types */
export const conversions: Readonly<Record<string, CelFunction>> = {
  dyn: of((value) => value),
  type: of((value) => new CelTypeValue(typeName(value))),
  int: of(toInt),
  uint: of(toUint),
  double: of(toDouble),
  string: of(toText),
  bool: of(toBool),
  bytes: of((value) => (typeof value === "string" ? new TextEncoder().encode(value) : value instanceof Uint8Array ? value : undefined)),
  duration: of(toDuration),
  timestamp: of(toTimestamp),
};
