/** The part of PowerShell that lab readers type at their own machine: counters, loops, web requests, text and programs. */
export type Expression =
  | { readonly kind: "literal"; readonly value: PowerShellValue }
  | { readonly kind: "text"; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "step"; readonly name: string; readonly by: 1 | -1 }
  | { readonly kind: "member"; readonly target: Expression; readonly name: string }
  | { readonly kind: "not"; readonly operand: Expression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "format"; readonly pattern: Expression; readonly values: readonly Expression[] }
  | {
      readonly kind: "command";
      readonly name: string;
      readonly options: ReadonlyMap<string, Expression>;
      readonly args: readonly Expression[];
    }
  | { readonly kind: "program"; readonly words: readonly Expression[] }
  | { readonly kind: "replace"; readonly target: Expression; readonly pattern: string; readonly replacement: string };

export type Statement =
  | { readonly kind: "assign"; readonly name: string; readonly operator: "" | "*" | "+" | "-" | "/"; readonly value: Expression }
  | { readonly kind: "forever"; readonly body: readonly Statement[] }
  | { readonly kind: "while"; readonly test: Expression; readonly body: readonly Statement[] }
  | {
      readonly kind: "for";
      readonly first: Statement;
      readonly test: Expression;
      readonly step: Statement;
      readonly body: readonly Statement[];
    }
  | { readonly kind: "each"; readonly input: Expression; readonly body: readonly Statement[] }
  | { readonly kind: "if"; readonly test: Expression; readonly met: readonly Statement[]; readonly otherwise: readonly Statement[] }
  | { readonly kind: "block"; readonly body: readonly Statement[] }
  | { readonly kind: "expression"; readonly value: Expression };

/** What a web server has answered. */
export interface WebAnswer {
  readonly statusCode: number;
  readonly content: string;
}

export type PowerShellValue = string | number | boolean | null | readonly PowerShellValue[] | WebAnswer;

/** The script uses something that is not emulated; `what` names it. */
export class UnsupportedScript extends Error {
  override name = "UnsupportedScript";
}
