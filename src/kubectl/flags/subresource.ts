import type { Invocation } from "../command.ts";
import { CommandError } from "../errors.ts";

/** What --subresource names, "" without one. Clients that know all of them refuse the rest. Throws CommandError. */
// kubectl/pkg/cmd/get/get.go Validate, 1.31
export function subresourceOf({ flags, release }: Invocation, known: readonly string[] = ["status", "scale"]): string {
  const name = flags.has("subresource") ? flags.text("subresource") : "";
  if (name !== "" && release.has("subresourcesNamed") && !known.includes(name))
    throw new CommandError(`invalid subresource value: ${JSON.stringify(name)}. Must be one of [${known.join(" ")}]`);
  return name;
}
