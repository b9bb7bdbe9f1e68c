import type { Command } from "../command.ts";

/** `kubectl alpha`: what a release keeps there. kubectl/pkg/cmd/alpha.go */
export const alphaCommand: Command = {
  use: () => "",
  long: "Commands that may change or go away in any release.",
  subcommands: [
    {
      name: "debug",
      feature: "alphaDebug",
      without: "debugCommand",
      short: "Start a container to look into a pod",
      load: () => import("./debug.ts").then((module) => module.debugCommand),
    },
    {
      name: "debug",
      feature: "alphaDebug",
      hidden: true,
      short: "Start a container to look into a pod",
      load: () => import("./debug.ts").then((module) => module.debugCommand),
    },
    {
      name: "events",
      feature: "alphaEvents",
      short: "List events",
      load: () => import("./events.ts").then((module) => module.eventsCommand),
    },
  ],
  async run(invocation) {
    const { env, release } = invocation;
    if (release.has("noAlphaCommands")) env.stderr("No alpha commands are available in this version of kubectl\n");
    else env.stdout(await invocation.help());
  },
};
