import type { Command } from "../../command.ts";

/** `kubectl auth`. kubectl/pkg/cmd/auth/auth.go */
export const authCommand: Command = {
  use: () => "auth [flags]",
  long: "Ask what one may do.",
  subcommands: [
    { name: "can-i", short: "Ask whether something is allowed", load: () => import("./can-i.ts").then((module) => module.canICommand) },
    {
      name: "reconcile",
      short: "Bring roles and bindings up to what files say",
      load: () => import("./reconcile.ts").then((module) => module.reconcileCommand),
    },
    {
      name: "whoami",
      short: "Ask who one is",
      feature: "authWhoami",
      load: () => import("./whoami.ts").then((module) => module.whoamiCommand),
    },
  ],
};
