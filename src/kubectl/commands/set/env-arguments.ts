import type { EnvVar } from "../../../kinds/core/pod/container/types.ts";
import { checkStrictEnvName } from "../../../machinery/validation/names.ts";
import { CommandError } from "../../errors.ts";

/** Variables to set and names to remove. */
export interface EnvChanges {
  readonly set: readonly EnvVar[];
  readonly remove: readonly string[];
}

/** Splits arguments into resources and the variables behind them. Throws CommandError. env_parse.go SplitEnvironmentFromResources */
export function splitEnvironment(args: readonly string[]): { resources: string[]; variables: string[] } {
  const isVariable = (argument: string): boolean => /^.+=/s.test(argument) || argument.endsWith("-");
  const first = args.findIndex(isVariable);
  if (first < 0) return { resources: [...args], variables: [] };
  const variables = args.slice(first);
  if (!variables.every(isVariable)) throw new CommandError(`all resources must be specified before environment changes: ${args.join(" ")}`);
  return { resources: args.slice(0, first), variables };
}

/**
 * Reads `KEY=VALUE`, `KEY-` and `-` (more of them on standard input). `strict` names are those that the server takes, too. Throws
 * CommandError.
 */
// kubectl/pkg/cmd/set/env/env_parse.go
export function readEnvironment(variables: readonly string[], stdin: () => string, strict: boolean): EnvChanges {
  const set: EnvVar[] = [];
  const named = new Set<string>();
  const remove: string[] = [];
  for (const variable of variables) {
    if (!strict && !/^\w+=/.test(variable) && !variable.endsWith("-")) {
      throw new CommandError("environment variables must be of the form key=value and can only contain letters, numbers, and underscores");
    }
    const equals = variable.indexOf("=");
    if (variable === "-") set.push(...readLines(stdin()));
    else if (equals >= 0) {
      const name = variable.slice(0, equals);
      const problems = strict ? checkStrictEnvName(name) : [];
      if (problems.length > 0) throw new CommandError(`${JSON.stringify(name)} is not a valid key name: ${problems.join(";")}`);
      named.add(name);
      set.push({ name, value: variable.slice(equals + 1) });
    } else remove.push(variable.slice(0, -1));
  }
  if (remove.some((name) => named.has(name)))
    throw new CommandError("can not both modify and remove the same environment variable in the same command");
  return { set, remove };
}

function readLines(text: string): EnvVar[] {
  return text.split("\n").flatMap((line) => {
    const bare = line.split("#")[0] ?? "";
    const equals = bare.indexOf("=");
    return equals < 0 ? [] : [{ name: bare.slice(0, equals), value: bare.slice(equals + 1) }];
  });
}
