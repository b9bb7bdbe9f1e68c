import { type Expression, type Issue, issuesText } from "./ast.ts";
import { check, type Environment } from "./checker.ts";
import { evaluate } from "./evaluate.ts";
import { parse } from "./parser.ts";
import type { CelType } from "./types.ts";
import type { CelValue } from "./values.ts";

/** A checked expression. */
export interface Program {
  readonly type: CelType;
  /** Variables of the environment that it speaks of. */
  readonly used: ReadonlySet<string>;
  /** Works it out. Throws CelError. */
  run(variables: Readonly<Record<string, CelValue | undefined>>, lookup?: (name: string) => CelValue | undefined): CelValue;
}

/** Reads and checks an expression: the program, or what is wrong with it in the API server's words. */
export function compile(source: string, environment: Environment): Program | { readonly issues: string } {
  const issues: Issue[] = [];
  const expression = parse(source, issues, environment.functions.has("optional.of"));
  if (expression === undefined) return { issues: issuesText(source, issues) };
  const used = new Set<string>();
  const type = check(expression, environment, issues, used);
  if (issues.length > 0) return { issues: issuesText(source, issues) };
  return { type, used, run: (variables, lookup) => runWith(expression, environment, variables, lookup) };
}

function runWith(
  expression: Expression,
  { functions }: Environment,
  variables: Readonly<Record<string, CelValue | undefined>>,
  lookup: (name: string) => CelValue | undefined = () => undefined,
): CelValue {
  return evaluate(expression, { functions, lookup: (name) => (Object.hasOwn(variables, name) ? variables[name] : lookup(name)) });
}
