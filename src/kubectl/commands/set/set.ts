import type { Command } from "../../command.ts";

/** `kubectl set`. kubectl/pkg/cmd/set/set.go */
export const setCommand: Command = {
  use: () => "set SUBCOMMAND",
  long: "Change single settings of objects that are there already.",
  subcommands: [
    {
      name: "env",
      short: "Set or remove environment variables of containers",
      load: () => import("./env.ts").then((module) => module.setEnvCommand),
    },
    { name: "image", short: "Set the images of containers", load: () => import("./image.ts").then((module) => module.setImageCommand) },
    {
      name: "resources",
      short: "Set the requests and limits of containers",
      load: () => import("./resources.ts").then((module) => module.setResourcesCommand),
    },
    {
      name: "selector",
      short: "Set the selector of a service",
      load: () => import("./selector.ts").then((module) => module.setSelectorCommand),
    },
    {
      name: "serviceaccount",
      aliases: ["sa"],
      short: "Set the service account of pods",
      load: () => import("./serviceaccount.ts").then((module) => module.setServiceAccountCommand),
    },
    {
      name: "subject",
      short: "Add users, groups and service accounts to a role binding",
      load: () => import("./subject.ts").then((module) => module.setSubjectCommand),
    },
  ],
};
