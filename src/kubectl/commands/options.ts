import type { Command } from "../command.ts";
import { isInRelease } from "../command.ts";
import { globalFlags } from "../flags/global.ts";
import { flagsHelp } from "../help.ts";

/** `kubectl options`: the flags of every command. kubectl/pkg/cmd/options/options.go */
export const optionsCommand: Command = {
  use: () => "options",
  async run({ env, release }) {
    const flags = globalFlags(env.home).filter((flag) => isInRelease(flag, release));
    env.stdout(`The following options can be passed to any command:\n\n${flagsHelp(flags, release)}`);
  },
};
