import type { Command } from "commander";
import type { CommandSite } from "./index.ts";

const HELP: ReadonlySet<string> = new Set(["-h", "--help"]);

/** `k8sim curl [--from pc|NODE|[NAMESPACE/]POD] …`: every other word is curl's own. */
export function addCurlCommand(program: Command, site: CommandSite): void {
  program
    .command("curl")
    .description("curl inside the cluster's network: --from pc (default), --from NODE or --from [NAMESPACE/]POD; the rest is curl's")
    .helpOption(false)
    .allowUnknownOption()
    .argument("[words...]")
    .action(async (words: readonly string[], _options: unknown, command: Command) => {
      if (words.length === 1 && HELP.has(words[0] ?? "")) return site.output.stdout(command.helpInformation());
      const { runCurlCommand } = await import("../run-curl.ts");
      site.exitCode = await runCurlCommand(words, site.home, site.output);
    });
}
