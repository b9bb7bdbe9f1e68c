import type { JsonObject } from "../../base/json.ts";
import type { Command, Invocation } from "../command.ts";
import { CommandError, UsageError } from "../errors.ts";
import { unexpectedArgs } from "./contexts.ts";
import { editConfig, shownFile } from "./edit.ts";
import { demandEmbedded, embedFlag, setFile } from "./embedding.ts";

/** `config get-clusters` */
export const getClustersCommand: Command = {
  use: () => "get-clusters [flags]",
  run: async ({ factory, env }) => env.stdout(nameList((await factory.kubeconfig()).clusters)),
};

/** `config get-users` */
export const getUsersCommand: Command = {
  use: () => "get-users [flags]",
  run: async ({ factory, env }) => env.stdout(nameList((await factory.kubeconfig()).users)),
};

function nameList(entries: ReadonlyMap<string, unknown>): string {
  return ["NAME", ...[...entries.keys()].sort()].map((line) => `${line}\n`).join("");
}

/** `config delete-cluster` */
export const deleteClusterCommand: Command = {
  use: () => "delete-cluster NAME",
  async run(invocation) {
    const { args, env } = invocation;
    const [name] = args;
    if (name === undefined || args.length !== 1) return env.stdout(await invocation.help());
    await editConfig(invocation, (config) => {
      if (!config.clusters.delete(name)) throw new CommandError(`cannot delete cluster ${name}, not in ${shownFile(invocation)}`);
    });
    env.stdout(`deleted cluster ${name} from ${shownFile(invocation)}\n`);
  },
};

/** `config delete-user` */
export const deleteUserCommand: Command = {
  use: () => "delete-user NAME",
  async run(invocation) {
    const { args, env } = invocation;
    const [name] = args;
    if (name === undefined || args.length !== 1) throw new UsageError("user to delete is required");
    await editConfig(invocation, (config) => {
      if (!config.users.delete(name)) throw new CommandError(`cannot delete user ${name}, not in ${shownFile(invocation)}`);
    });
    env.stdout(`deleted user ${name} from ${shownFile(invocation)}\n`);
  },
};

/** `config set-cluster` */
export const setClusterCommand: Command = {
  use: () =>
    "set-cluster NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true] [--tls-server-name=example.com]",
  flags: () => [
    { name: "certificate-authority", type: "string", usage: "File with the certificate authority's certificate" },
    embedFlag,
    { name: "insecure-skip-tls-verify", type: "bool", usage: "Do not check the server's certificate" },
    { name: "proxy-url", type: "string", feature: "configProxyUrl", usage: "Proxy on the way to the API server" },
    { name: "server", type: "string", usage: "Address of the API server" },
    { name: "tls-server-name", type: "string", usage: "Name to expect in the server's certificate" },
  ],
  async run(invocation) {
    const { args, env, flags } = invocation;
    const [name] = args;
    if (name === undefined || args.length !== 1) return unexpectedArgs(invocation);
    if (name === "") throw new CommandError("you must specify a non-empty cluster name");
    if (flags.bool("insecure-skip-tls-verify") && flags.text("certificate-authority") !== "") {
      throw new CommandError("you cannot specify a certificate authority and insecure mode at the same time");
    }
    demandEmbedded(invocation, ["certificate-authority"]);
    await editConfig(invocation, (config) => {
      const cluster = config.clusters.get(name) ?? { server: "" };
      changeCluster(invocation, cluster);
      config.clusters.set(name, cluster);
    });
    env.stdout(`Cluster "${name}" set.\n`);
  },
};

function changeCluster(invocation: Invocation, cluster: JsonObject): void {
  const { flags } = invocation;
  if (flags.changed("server")) {
    cluster["server"] = flags.text("server");
    delete cluster["tls-server-name"];
  }
  if (flags.changed("tls-server-name")) cluster["tls-server-name"] = flags.text("tls-server-name");
  if (flags.bool("insecure-skip-tls-verify")) {
    cluster["insecure-skip-tls-verify"] = true;
    delete cluster["certificate-authority"];
    delete cluster["certificate-authority-data"];
  } else if (flags.changed("insecure-skip-tls-verify")) delete cluster["insecure-skip-tls-verify"];
  if (flags.changed("certificate-authority")) {
    delete cluster["insecure-skip-tls-verify"];
    setFile(invocation, cluster, "certificate-authority");
  }
  if (flags.has("proxy-url") && flags.changed("proxy-url")) cluster["proxy-url"] = flags.text("proxy-url");
}
