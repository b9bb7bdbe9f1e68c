import type { Invocation } from "../command.ts";

/** The field manager to name in a request, where the command has that flag. Spread into WriteOptions. */
export function managerOption({ flags }: Invocation): { fieldManager?: string } {
  const manager = flags.has("field-manager") ? flags.text("field-manager") : "";
  return manager === "" ? {} : { fieldManager: manager };
}
