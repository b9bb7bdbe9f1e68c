import { apiVersionOf } from "../../machinery/object.ts";
import type { Command } from "../command.ts";
import { ConnectionError } from "../../machinery/client.ts";
import { CommandError, undiscoverable, UsageError } from "../errors.ts";

/** `kubectl api-versions`: the API versions of the server, sorted. kubectl/pkg/cmd/apiresources/apiversions.go */
export const apiVersionsCommand: Command = {
  use: () => "api-versions",
  examples: "# The API versions that the server knows\nkubectl api-versions",
  async run({ args, env, factory }) {
    if (args.length > 0) throw new UsageError(`unexpected arguments: [${args.join(" ")}]`);
    factory.mapper.invalidate();
    const groups = await factory.mapper.groups().catch((error: unknown) => {
      if (!(error instanceof ConnectionError)) throw error;
      throw new CommandError(`couldn't get available api versions from server: ${undiscoverable(error)}`);
    });
    const versions = groups.flatMap((group) => group.versions.map((version) => apiVersionOf(group.name, version)));
    for (const version of versions.sort()) env.stdout(`${version}\n`);
  },
};
