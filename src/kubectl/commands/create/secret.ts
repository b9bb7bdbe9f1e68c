import type { Command } from "../../command.ts";

/** `kubectl create secret`, which only holds the kinds of secrets. */
// kubectl/pkg/cmd/create/create_secret.go
export const secretCommand: Command = {
  use: (release) => (release.has("createSecretNamesKinds") ? "secret (docker-registry | generic | tls)" : "secret [flags]"),
  long: "Make a Secret of one of the kinds below.",
  subcommands: [
    {
      name: "docker-registry",
      short: "Credentials for an image registry",
      load: () => import("./secret-docker-registry.ts").then((module) => module.secretDockerRegistryCommand),
    },
    {
      name: "generic",
      short: "Entries from files, directories or literal values",
      load: () => import("./secret-generic.ts").then((module) => module.secretGenericCommand),
    },
    { name: "tls", short: "A certificate and its key", load: () => import("./secret-tls.ts").then((module) => module.secretTlsCommand) },
  ],
  bareHelp: "stderr",
};
