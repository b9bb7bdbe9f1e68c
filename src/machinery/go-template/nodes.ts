/** A place in a template: its offset, and the text that error messages show for it. */
export interface Place {
  readonly offset: number;
  readonly shown: string;
}

/** Something that gives one value. `float` marks a literal that Go holds as float64 though it is integral. */
export type Operand = Place &
  (
    | { readonly kind: "dot" | "nil" }
    | { readonly kind: "literal"; readonly value: string | number | boolean }
    | { readonly kind: "field"; readonly names: readonly string[] }
    | { readonly kind: "variable"; readonly name: string; readonly names: readonly string[] }
    | { readonly kind: "function"; readonly name: string }
    | { readonly kind: "chain"; readonly base: Operand; readonly names: readonly string[] }
    | { readonly kind: "pipe"; readonly pipe: Pipe }
  );

/** One command of a pipeline: an operand, or a function with its arguments. */
export interface Command extends Place {
  readonly operands: readonly Operand[];
}

/** A pipeline with the variables it sets. */
export interface Pipe extends Place {
  readonly variables: readonly string[];
  /** True for `$x = …`, which sets a variable that is there already. */
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

/** A piece of a template. */
export type TemplateNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "action"; readonly pipe: Pipe }
  | {
      readonly kind: "branch";
      readonly word: BranchWord;
      readonly pipe: Pipe;
      readonly body: TemplateNode[];
      readonly otherwise: TemplateNode[];
    }
  | { readonly kind: "template"; readonly name: string; readonly pipe: Pipe | undefined; readonly place: Place }
  | { readonly kind: "jump"; readonly word: "break" | "continue" };

/** What opens a block. */
export type BranchWord = "if" | "with" | "range";

/** A parsed template with the templates it defines. */
export interface GoTemplate {
  readonly source: string;
  readonly root: readonly TemplateNode[];
  readonly defined: ReadonlyMap<string, readonly TemplateNode[]>;
}

/** The template is wrong or fails on the data; the message is Go's (`template: output:1: …`). */
export class GoTemplateError extends Error {
  override readonly name = "GoTemplateError";
}
