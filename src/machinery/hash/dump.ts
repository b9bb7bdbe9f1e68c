import { sortedKeys } from "../../base/bytewise.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import { assert } from "../../base/assert.ts";
import type { Quantity } from "../quantity.ts";
import { parseQuantity } from "../quantity.ts";
import type { StructTable } from "./structs.ts";

// k8s.io/kubernetes/pkg/util/hash/hash.go: spew with Indent " ", SortKeys, DisableMethods, SpewKeys and "%#v"

/** Writes one value as the dump shows it after its type. */
type Writer = (value: Json | undefined) => string;

interface FieldPlan {
  json: string;
  inline: boolean;
  /** ` Name:(type)`, with the blank that separates it from the field before. */
  head: string;
  /** The same with the zero value: what an absent key adds. */
  absent: string;
  write: Writer;
}

const ZERO_TIME = "{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}";
const NO_DECIMAL = "d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>}";
const ZERO_INT64 = "i:(resource.int64Amount){value:(int64)0 scale:(resource.Scale)0}";
/** spew's zero Quantity, which has no format; a `0` that was read has one. */
const ABSENT_QUANTITY = `{${ZERO_INT64} ${NO_DECIMAL} s:(string) Format:(resource.Format)}`;
const SIGNED = /^u?int\d*$/;

/** The text that Kubernetes hashes for a value of the given Go type, with the structs of one version. */
export type Dump = (value: JsonObject) => string;

/** Compiles the dump of a struct type. Types are planned on first use, once. */
export function compileDump(root: string, table: StructTable): Dump {
  const writers = new Map<string, Writer>();

  function writerOf(type: string): Writer {
    let writer = writers.get(type);
    if (!writer) {
      writer = buildWriter(type);
      writers.set(type, writer);
    }
    return writer;
  }

  function buildWriter(type: string): Writer {
    if (type.startsWith("*")) return pointerWriter(type.slice(1));
    if (type.startsWith("[]")) return listWriter(type.slice(2));
    if (type === "v1.ResourceList") return mapWriter(writeQuantity);
    if (type.startsWith("map[string]")) return mapWriter(writerOf(type.slice("map[string]".length)));
    if (type === "resource.Quantity") return writeQuantity;
    if (type === "intstr.IntOrString") return writeIntOrString;
    if (type === "v1.Time") return () => ZERO_TIME;
    if (type === "bool") return (value) => (value === true ? "true" : "false");
    if (SIGNED.test(type)) return (value) => (typeof value === "number" ? String(value) : "0");
    return structWriter(type) ?? ((value) => (typeof value === "string" ? value : ""));
  }

  function pointerWriter(pointee: string): Writer {
    // Resolved late, because a pointer is where Go types may recurse.
    let write: Writer | undefined;
    return (value) => {
      if (value === undefined || value === null) return "<nil>";
      write ??= writerOf(pointee);
      return write(value);
    };
  }

  function listWriter(element: string): Writer {
    let write: Writer | undefined;
    return (value) => {
      if (!Array.isArray(value) || value.length === 0) return "<nil>";
      write ??= writerOf(element);
      let text = "[";
      for (let index = 0; index < value.length; index++) text += (index > 0 ? " " : "") + write(value[index]);
      return `${text}]`;
    };
  }

  function structWriter(type: string): Writer | undefined {
    const fields = table.fields(type);
    if (!fields) return undefined;
    const plans = fields.map(({ name, type: fieldType, json }, index): FieldPlan => {
      const head = `${index === 0 ? "" : " "}${name}:(${fieldType})`;
      const write = writerOf(fieldType);
      return { json, inline: json === "+", head, absent: head + write(undefined), write };
    });
    const zero = `{${plans.map((plan) => plan.absent).join("")}}`;
    return (value) => (isJsonObject(value) ? `{${writeFields(plans, value)}}` : zero);
  }

  const write = structWriter(root);
  assert(write, `no Go struct is known as ${root}`);
  return (value) => `(${root})${write(value)}`;
}

function writeFields(plans: readonly FieldPlan[], value: JsonObject): string {
  let text = "";
  for (const plan of plans) {
    if (plan.inline) text += plan.head + plan.write(value);
    else {
      const member = value[plan.json];
      text += member === undefined || member === null ? plan.absent : plan.head + plan.write(member);
    }
  }
  return text;
}

function mapWriter(write: Writer): Writer {
  return (value) => {
    if (!isJsonObject(value)) return "<nil>";
    const keys = sortedKeys(value);
    if (keys.length === 0) return "<nil>";
    return `map[${keys.map((key) => `${key}:${write(value[key])}`).join(" ")}]`;
  };
}

function writeIntOrString(value: Json | undefined): string {
  if (typeof value === "string") return `{Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string)${value}}`;
  return `{Type:(intstr.Type)0 IntVal:(int32)${Number(value ?? 0)} StrVal:(string)}`;
}

function writeQuantity(value: Json | undefined): string {
  if (typeof value !== "string" && typeof value !== "number") return ABSENT_QUANTITY;
  const quantity = parseQuantity(value);
  const tail = `s:(string)${quantity.text} Format:(resource.Format)${quantity.format}}`;
  if (quantity.big) return `{${ZERO_INT64} d:(resource.infDecAmount){Dec:(*inf.Dec)${writeDecimal(quantity)}} ${tail}`;
  return `{i:(resource.int64Amount){value:(int64)${quantity.unscaled} scale:(resource.Scale)${quantity.scale}} ${NO_DECIMAL} ${tail}`;
}

function writeDecimal({ unscaled, scale }: Quantity): string {
  const words: bigint[] = [];
  for (let rest = unscaled < 0n ? -unscaled : unscaled; rest > 0n; rest >>= 64n) words.push(BigInt.asUintN(64, rest));
  const nat = words.length === 0 ? "<nil>" : `[${words.join(" ")}]`;
  // inf.Dec counts its scale downwards from the point; `0 - scale` keeps the sign of zero away.
  return `{unscaled:(big.Int){neg:(bool)${unscaled < 0n} abs:(big.nat)${nat}} scale:(inf.Scale)${0 - scale}}`;
}
