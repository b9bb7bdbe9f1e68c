import type { JsonObject } from "../../base/json.ts";
import type { Command, Invocation } from "../command.ts";
import { CommandError, UsageError } from "../errors.ts";
import type { FlagSpec } from "../flags/spec.ts";
import { unexpectedArgs } from "./contexts.ts";
import { editConfig, shownFile } from "./edit.ts";

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

const embedFlag: FlagSpec = { name: "embed-certs", type: "bool", usage: "Put the certificates themselves into the kubeconfig" };

/** `config set-cluster` */
export const setClusterCommand: Command = {
  use: () =>
    "set-cluster NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true] [--tls-server-name=example.com]",
  flags: () => [
    { name: "certificate-authority", type: "string", usage: "File with the certificate authority's certificate" },
    embedFlag,
    { name: "insecure-skip-tls-verify", type: "bool", usage: "Do not check the server's certificate" },
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
    if (flags.bool("embed-certs") && flags.text("certificate-authority") === "") {
      throw new CommandError("you must specify a --certificate-authority to embed");
    }
    await editConfig(invocation, (config) => {
      const cluster = config.clusters.get(name) ?? { server: "" };
      changeCluster(invocation, cluster);
      config.clusters.set(name, cluster);
    });
    env.stdout(`Cluster "${name}" set.\n`);
  },
};

function changeCluster({ flags, env }: Invocation, cluster: JsonObject): void {
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
  if (!flags.changed("certificate-authority")) return;
  delete cluster["insecure-skip-tls-verify"];
  setFile(cluster, "certificate-authority", flags.text("certificate-authority"), flags.bool("embed-certs"), (path) => env.files.read(path));
}

/** A file's path, or (embedded) its content; each makes the other go. */
function setFile(entry: JsonObject, field: string, path: string, embed: boolean, read: (path: string) => string): void {
  if (embed) {
    entry[`${field}-data`] = btoa(read(path));
    delete entry[field];
  } else {
    entry[field] = path;
    delete entry[`${field}-data`];
  }
}

const TEXT_FIELDS = ["token", "username", "password"];

/** `config set-credentials`, without auth providers and exec plugins. */
export const setCredentialsCommand: Command = {
  use: () =>
    "set-credentials NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password] [--auth-provider=provider_name] [--auth-provider-arg=key=value] [--exec-command=exec_command] [--exec-api-version=exec_api_version] [--exec-arg=arg] [--exec-env=key=value]",
  flags: () => [
    { name: "client-certificate", type: "string", usage: "File with the client certificate" },
    { name: "client-key", type: "string", usage: "File with the client key" },
    embedFlag,
    { name: "password", type: "string", usage: "Password of the user" },
    { name: "token", type: "string", usage: "Bearer token of the user" },
    { name: "username", type: "string", usage: "Name for basic authentication" },
  ],
  async run(invocation) {
    const { args, env, flags } = invocation;
    const [name] = args;
    if (name === undefined || args.length !== 1) return unexpectedArgs(invocation);
    if (name === "") throw new CommandError("you must specify a non-empty user name");
    const basic = flags.text("username") !== "" || flags.text("password") !== "";
    if (flags.text("token") !== "" && basic) {
      throw new CommandError("you cannot specify more than one authentication method at the same time: --token, --username/--password");
    }
    if (flags.bool("embed-certs") && flags.text("client-certificate") === "" && flags.text("client-key") === "") {
      throw new CommandError("you must specify a --client-certificate or --client-key to embed");
    }
    await editConfig(invocation, (config) => {
      const user = config.users.get(name) ?? {};
      for (const field of TEXT_FIELDS) if (flags.changed(field)) user[field] = flags.text(field);
      if (flags.text("token") !== "") for (const field of ["username", "password"]) delete user[field];
      if (basic) delete user["token"];
      for (const field of ["client-certificate", "client-key"]) {
        if (flags.changed(field)) setFile(user, field, flags.text(field), flags.bool("embed-certs"), (path) => env.files.read(path));
      }
      config.users.set(name, user);
    });
    env.stdout(`User "${name}" set.\n`);
  },
};
