import { readFileSync, writeFileSync } from "node:fs";
import { isatty } from "node:tty";
import type { Command } from "commander";
import { withSession } from "../with-session.ts";
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
    .action((words: readonly string[], _options: unknown, command: Command) => {
      if (words.length === 1 && HELP.has(words[0] ?? "")) return site.output.stdout(command.helpInformation());
      return curl(site, words);
    });
}

const STDOUT = 1;

function read(path: string): string | undefined {
  try {
    return readFileSync(path === "-" ? 0 : path, "utf8");
  } catch {
    return undefined;
  }
}

async function curl(site: CommandSite, words: readonly string[]): Promise<void> {
  const { curlIn } = await import("../../shell/curl.ts");
  await withSession(site.home, async (session) => {
    const result = await curlIn(session, words, { isTerminal: isatty(STDOUT), read });
    for (const [file, content] of Object.entries(result.files)) writeFileSync(file, content);
    site.output.stderr(result.stderr);
    site.output.stdout(result.stdout);
    site.exitCode = result.exitCode;
  });
}
