/** A place in an expression: the offset of its token, in characters. */
interface Placed {
  readonly at: number;
}

/** A literal's value: int as bigint, uint marked, double as number. */
export type Literal =
  | { readonly type: "null" | "bool" | "int" | "uint" | "double" | "string"; readonly value: null | boolean | bigint | number | string }
  | { readonly type: "bytes"; readonly value: Uint8Array };

/** The comprehensions that CEL's macros stand for. */
export type Comprehension = "all" | "exists" | "exists_one" | "map" | "filter";

/** An expression of the Common Expression Language. */
// cel-go/parser/parser.go
export type Expression = Placed &
  (
    | { readonly kind: "literal"; readonly literal: Literal }
    | { readonly kind: "ident"; readonly name: string }
    | { readonly kind: "select"; readonly operand: Expression; readonly field: string; readonly optional: boolean }
    /** `has(operand.field)` */
    | { readonly kind: "has"; readonly operand: Expression; readonly field: string }
    | { readonly kind: "call"; readonly name: string; readonly target?: Expression; readonly args: readonly Expression[] }
    | { readonly kind: "list"; readonly items: readonly Expression[] }
    | { readonly kind: "map"; readonly entries: readonly { readonly key: Expression; readonly value: Expression; readonly at: number }[] }
    | { readonly kind: "message"; readonly name: string }
    | {
        readonly kind: "comprehension";
        readonly macro: Comprehension;
        readonly range: Expression;
        readonly variable: string;
        /** Of map with a filter. */
        readonly filter?: Expression;
        readonly body: Expression;
      }
    /** `target.optMap(variable, body)` */
    | { readonly kind: "optMap"; readonly target: Expression; readonly variable: string; readonly body: Expression; readonly flat: boolean }
  );

/** One thing that is wrong with an expression. */
export interface Issue extends Placed {
  readonly message: string;
}

/** Issues as the API server tells them: `ERROR: <input>:1:5: undefined field 'x'`, the line, and a caret. cel-go/common/error.go */
export function issuesText(source: string, issues: readonly Issue[]): string {
  const lines = source.split("\n");
  return issues
    .map(({ at, message }) => {
      const before = source.slice(0, at).split("\n");
      const column = [...(before.at(-1) ?? "")].length;
      const line = (lines[before.length - 1] ?? "").replaceAll("\t", " ");
      return `ERROR: <input>:${before.length}:${column + 1}: ${message}\n | ${line}\n | ${".".repeat(column)}^`;
    })
    .join("\n");
}
