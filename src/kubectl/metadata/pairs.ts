import { CommandError } from "../errors.ts";

/** What `KEY=VALUE` and `KEY-` arguments ask for. */
export interface PairChanges {
  readonly set: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
}

/** Whether an argument is a change and not a resource. */
export function isPair(argument: string): boolean {
  return (argument.includes("=") && !argument.startsWith("=")) || (argument.endsWith("-") && argument !== "-");
}

/** Splits arguments into resources and the changes behind them. Throws CommandError when a resource follows a change. */
// kubectl/pkg/cmd/util/helpers.go GetResourcesAndPairs
export function splitPairs(args: readonly string[], what: string): { resources: string[]; pairs: string[] } {
  const first = args.findIndex(isPair);
  if (first < 0) return { resources: [...args], pairs: [] };
  const pairs = args.slice(first);
  const stray = pairs.find((argument) => !isPair(argument));
  if (stray !== undefined) throw new CommandError(`all resources must be specified before ${what} changes: ${stray}`);
  return { resources: args.slice(0, first), pairs };
}

/** Reads `KEY=VALUE` and, where allowed, `KEY-`. Throws CommandError. util.ParsePairs */
export function readPairs(pairs: readonly string[], what: string, removable: boolean): PairChanges {
  const set = new Map<string, string>();
  const remove: string[] = [];
  const invalid: string[] = [];
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    if (equals > 0) set.set(pair.slice(0, equals), pair.slice(equals + 1));
    else if (removable && pair.endsWith("-") && pair !== "-") remove.push(pair.slice(0, -1));
    else invalid.push(pair);
  }
  if (invalid.length > 0) throw new CommandError(`invalid ${what} format: ${invalid.join(", ")}`);
  return { set, remove };
}
