import type { Command } from "../command.ts";
import { findCommand } from "../find-command.ts";
import { commandHelp, rootHelp, rootUsage } from "../help.ts";

/** `kubectl help COMMAND`. cobra's own help command, with kubectl's answer to unknown topics. */
export const helpCommand: Command = {
  use: () => "help [command]",
  async run({ env, args, release }) {
    if (args.length === 0) return env.stdout(rootHelp(release));
    const found = await findCommand(args, env);
    if (found.unknown !== undefined || found.command === undefined) {
      env.stderr(`Unknown help topic [\`${args.join(" ")}\`]\n\n\n${rootUsage(release)}`);
      return;
    }
    env.stdout(commandHelp({ path: found.path, row: found.row, command: found.command, flags: found.ownFlags }, release));
  },
};
