import { compareBytewise } from "../../base/bytewise.ts";
import { isGoInteger } from "../../base/go-format.ts";
import { JsonPathError } from "./nodes.ts";

type BasicKind = "bool" | "int" | "float" | "string";

const COMPARES: Readonly<Record<string, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  ">": (order) => order > 0,
  "<=": (order) => order <= 0,
  ">=": (order) => order >= 0,
  "==": (order) => order === 0,
  "!=": (order) => order !== 0,
};

/**
 * Compares two scalars as the template functions of Go do: only values of one kind compare, and an integer is no
 * float. `leftIsFloat` and `rightIsFloat` mark literals with a decimal point. Throws JsonPathError.
 */
// k8s.io/client-go/third_party/forked/golang/template/funcs.go, 1.20
export function compareScalars(operator: string, left: unknown, right: unknown, rightIsFloat: boolean): boolean {
  const accept = COMPARES[operator];
  if (accept === undefined) throw new JsonPathError(`unrecognized filter operator ${operator}`);
  const leftKind = basicKind(left, false);
  const rightKind = basicKind(right, rightIsFloat);
  if (leftKind !== rightKind) throw new JsonPathError("incompatible types for comparison");
  if (leftKind === "bool" && operator !== "==" && operator !== "!=") {
    throw new JsonPathError("invalid type for comparison");
  }
  return accept(order(left, right));
}

function basicKind(value: unknown, isFloat: boolean): BasicKind {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return isFloat || !isGoInteger(value) ? "float" : "int";
  throw new JsonPathError("invalid type for comparison");
}

function order(left: unknown, right: unknown): number {
  if (typeof left === "string" && typeof right === "string") return compareBytewise(left, right);
  return Number(left) - Number(right);
}
