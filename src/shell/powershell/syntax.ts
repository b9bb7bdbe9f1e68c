/** The part of Windows PowerShell that lab readers type at their own machine: counters, loops, web requests, text. */
export type Expression =
  | { readonly kind: "literal"; readonly value: PowerShellValue }
  | { readonly kind: "text"; readonly parts: readonly (string | { readonly variable: string })[] }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "increment"; readonly name: string }
  | { readonly kind: "command"; readonly name: string; readonly switches: readonly string[]; readonly args: readonly Expression[] }
  | { readonly kind: "replace"; readonly target: Expression; readonly pattern: string; readonly replacement: string };

export type Statement =
  | { readonly kind: "assign"; readonly name: string; readonly value: Expression }
  | { readonly kind: "forever"; readonly body: readonly Statement[] }
  | { readonly kind: "block"; readonly body: readonly Statement[] }
  | { readonly kind: "expression"; readonly value: Expression };

export type PowerShellValue = string | number | boolean | null;

/** The script uses something that is not emulated; `what` names it. */
export class UnsupportedScript extends Error {
  override name = "UnsupportedScript";
}
