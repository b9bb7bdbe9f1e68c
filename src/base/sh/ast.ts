/** A piece of a word; what was quoted is neither split nor taken as a pattern. */
export type WordPart =
  | { readonly kind: "text"; readonly text: string; readonly quoted: boolean }
  | { readonly kind: "parameter"; readonly parameter: Parameter; readonly quoted: boolean }
  | { readonly kind: "command"; readonly script: Node; readonly quoted: boolean }
  /** `<(commands)`: the name of a file with what they print. */
  | { readonly kind: "process"; readonly script: Node }
  | { readonly kind: "arithmetic"; readonly expression: Word; readonly quoted: boolean };

/** A word before expansion. */
export type Word = readonly WordPart[];

/** `$name`, `${name:-word}`, `${#name}`, `${name%pattern}`, `${name/pattern/text}`, `${name:from:length}`. */
export interface Parameter {
  /** A variable's name, a digit, or one of `@ * # ? - $ ! 0`. */
  readonly name: string;
  readonly operation?: ParameterOperation;
}

export type ParameterOperation = ParameterChoice | ParameterChange;

/** What depends on whether the parameter is set; with a colon an empty one counts as unset. */
export interface ParameterChoice {
  readonly kind: "alternative" | "assign" | "default" | "error";
  readonly colon: boolean;
  readonly word: Word;
}

/** What makes another text of the parameter's value. */
export type ParameterChange =
  | { readonly kind: "length" }
  | { readonly kind: "prefix" | "suffix"; readonly longest: boolean; readonly pattern: Word }
  | { readonly kind: "replace"; readonly all: boolean; readonly pattern: Word; readonly replacement: Word }
  | { readonly kind: "slice"; readonly offset: Word; readonly length?: Word }
  | { readonly kind: "case"; readonly upper: boolean; readonly all: boolean };

/** `2> file`, `>> file`, `< file`, `<<END`, `<<< word`, `2>&1`, `&> file`. */
export interface Redirect {
  readonly fd: number;
  readonly operator: "<" | "<&" | "<<" | "<<<" | ">" | ">&" | ">>" | "&>" | "&>>";
  /** The file, the other descriptor, or the text itself. */
  readonly target: Word;
}

export interface Assignment {
  readonly name: string;
  readonly value: Word;
  readonly append: boolean;
}

/** A command with what stands before it in its list. */
export interface ListItem {
  readonly node: Node;
  /** When it runs: always, or as the command before it ended. */
  readonly when: "always" | "failure" | "success";
  /** Ended with `&`. */
  readonly background: boolean;
  /** What was typed, of one in the background. */
  readonly text?: string;
}

export interface CaseClause {
  readonly patterns: readonly Word[];
  readonly body: Node;
  /** `;&` goes on with the next body. */
  readonly falls: boolean;
}

/** The expression of `[[ … ]]`. */
export type Condition =
  | { readonly kind: "and" | "or"; readonly left: Condition; readonly right: Condition }
  | { readonly kind: "not"; readonly what: Condition }
  | { readonly kind: "test"; readonly words: readonly Word[] };

/** A script as a tree. */
export type Node =
  | {
      readonly kind: "simple";
      readonly assignments: readonly Assignment[];
      readonly words: readonly Word[];
      readonly redirects: readonly Redirect[];
    }
  | { readonly kind: "pipeline"; readonly parts: readonly Node[]; readonly negated: boolean; readonly timed: boolean }
  | { readonly kind: "list"; readonly items: readonly ListItem[] }
  | { readonly kind: "group"; readonly body: Node; readonly subshell: boolean; readonly redirects: readonly Redirect[] }
  | {
      readonly kind: "loop";
      readonly until: boolean;
      readonly condition: Node;
      readonly body: Node;
      readonly redirects: readonly Redirect[];
    }
  | {
      readonly kind: "for";
      readonly name: string;
      /** Absent: the positional parameters. */
      readonly words?: readonly Word[];
      readonly body: Node;
      readonly redirects: readonly Redirect[];
    }
  | {
      readonly kind: "count";
      readonly start: Word;
      readonly condition: Word;
      readonly step: Word;
      readonly body: Node;
      readonly redirects: readonly Redirect[];
    }
  | {
      readonly kind: "if";
      readonly branches: readonly { readonly condition: Node; readonly body: Node }[];
      readonly otherwise?: Node;
      readonly redirects: readonly Redirect[];
    }
  | { readonly kind: "case"; readonly word: Word; readonly clauses: readonly CaseClause[]; readonly redirects: readonly Redirect[] }
  | { readonly kind: "function"; readonly name: string; readonly body: Node }
  | { readonly kind: "condition"; readonly expression: Condition }
  | { readonly kind: "arithmetic"; readonly expression: Word };

/** A script that cannot be read. `isIncomplete` when more lines could make it whole, as an interactive shell's `> ` asks for. */
export class ShellSyntaxError extends Error {
  override name = "ShellSyntaxError";
  readonly isIncomplete: boolean;
  constructor(message: string, isIncomplete = false) {
    super(message);
    this.isIncomplete = isIncomplete;
  }
}
