import { CommandError } from "../errors.ts";

/** `pod/x` taken apart. */
export interface ResourceTuple {
  readonly resource: string;
  readonly name: string;
}

/** What the positional arguments of a command name. */
export interface NamedResources {
  /** Types, when names stand apart or there are none. */
  readonly types: readonly string[];
  readonly names: readonly string[];
  readonly tuples: readonly ResourceTuple[];
}

/** `a,b,a` as [a, b]. */
export function splitTypes(argument: string): string[] {
  return [...new Set(argument.split(","))];
}

/** `pod,svc x` means `pod/x svc/x`. */
function spread(args: readonly string[]): readonly string[] {
  const types = splitTypes(args[0] ?? "");
  if (args.length < 2 || types.length < 2) return args;
  return types.flatMap((type) => args.slice(1).map((name) => `${type}/${name}`));
}

function isCombined(args: readonly string[], programName: string): boolean {
  const slashes = args.filter((arg) => arg.includes("/")).length;
  if (slashes > 0 && slashes !== args.length) {
    throw new CommandError(
      `there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. '${programName} get resource/<resource_name>' instead of '${programName} get resource resource/<resource_name>'`,
    );
  }
  return slashes > 0;
}

/** Reads `TYPE NAME…`, `TYPE/NAME…` or `TYPE[,TYPE]`. Throws CommandError with the builder's texts. */
// cli-runtime/pkg/resource/builder.go ResourceTypeOrNameArgs
export function readArguments(args: readonly string[], programName: string): NamedResources {
  const all = spread(args);
  if (isCombined(all, programName)) return { types: [], names: [], tuples: all.map(splitTuple) };
  if (all.length === 0) return { types: [], names: [], tuples: [] };
  return { types: splitTypes(all[0] as string), names: all.slice(1), tuples: [] };
}

/** Takes `pod/x` apart; throws CommandError when it is not of that form. */
export function splitTuple(argument: string): ResourceTuple {
  const parts = argument.split("/");
  if (parts.length !== 2) throw new CommandError("arguments in resource/name form may not have more than one slash");
  const [resource = "", name = ""] = parts;
  if (resource === "" || name === "" || splitTypes(resource).length !== 1) {
    throw new CommandError("arguments in resource/name form must have a single resource and name");
  }
  return { resource, name };
}
