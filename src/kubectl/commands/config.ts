import type { Command } from "../command.ts";

const contexts = () => import("../config/contexts.ts");
const entries = () => import("../config/entries.ts");
const view = () => import("../config/view.ts");

/** `kubectl config`: kubeconfig files. kubectl/pkg/cmd/config */
export const configCommand: Command = {
  use: () => "config SUBCOMMAND",
  long: 'Change kubeconfig files, for example with "kubectl config use-context NAME".\n\n --kubeconfig names the file; else those that KUBECONFIG lists are taken as one; else the emulated cluster\'s own.',
  bareHelp: "stderr",
  subcommands: [
    { name: "view", short: "Print the kubeconfig", load: async () => (await view()).viewCommand },
    { name: "set-cluster", short: "Add or change a cluster", load: async () => (await entries()).setClusterCommand },
    {
      name: "set-credentials",
      short: "Add or change a user",
      load: async () => (await import("../config/credentials.ts")).setCredentialsCommand,
    },
    { name: "set-context", short: "Add or change a context", load: async () => (await contexts()).setContextCommand },
    { name: "set", short: "Set a single value", load: async () => (await view()).setCommand },
    { name: "unset", short: "Remove a single value", load: async () => (await view()).unsetCommand },
    { name: "current-context", short: "Print the name of the current context", load: async () => (await contexts()).currentContextCommand },
    {
      name: "use-context",
      aliases: ["use"],
      short: "Make a context the current one",
      load: async () => (await contexts()).useContextCommand,
    },
    { name: "get-contexts", short: "List contexts", load: async () => (await contexts()).getContextsCommand },
    { name: "get-clusters", short: "List clusters", load: async () => (await entries()).getClustersCommand },
    { name: "get-users", feature: "configUsers", short: "List users", load: async () => (await entries()).getUsersCommand },
    { name: "delete-cluster", short: "Remove a cluster", load: async () => (await entries()).deleteClusterCommand },
    { name: "delete-context", short: "Remove a context", load: async () => (await contexts()).deleteContextCommand },
    { name: "delete-user", feature: "configUsers", short: "Remove a user", load: async () => (await entries()).deleteUserCommand },
    { name: "rename-context", short: "Rename a context", load: async () => (await contexts()).renameContextCommand },
  ],
};
