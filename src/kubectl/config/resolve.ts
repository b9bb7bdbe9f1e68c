import type { JsonObject } from "../../base/json.ts";
import { CommandError, ConfigurationError } from "../errors.ts";
import type { KubectlEnv, KubectlIdentity } from "../env.ts";
import type { Flags } from "../flags/parse.ts";
import { type Kubeconfig, textOf } from "./kubeconfig.ts";
import { confirmUsable } from "./usable.ts";

/** Where to send requests, as whom, and into which namespace. */
export interface Connection {
  /** `https://192.168.1.10:6443` */
  readonly server: string;
  readonly identity: KubectlIdentity;
}

const DEFAULT_SERVER = "http://localhost:8080";

/** The namespace that a command works in, and whether --namespace named it. */
export function resolveNamespace(config: Kubeconfig, flags: Flags): { namespace: string; explicit: boolean } {
  if (flags.text("namespace") !== "") return { namespace: flags.text("namespace"), explicit: true };
  const context = config.contexts.get(contextName(config, flags));
  return { namespace: textOf(context?.value, "namespace") || "default", explicit: false };
}

function contextName(config: Kubeconfig, flags: Flags): string {
  return flags.text("context") || config.currentContext;
}

/**
 * Picks cluster and user as the flags and the current context say. Throws ConfigurationError or CommandError for names that lead
 * nowhere; with no configuration at all the answer is localhost:8080.
 */
// client-go/tools/clientcmd/client_config.go ClientConfig, ConfirmUsable
export function resolveConnection(env: KubectlEnv, config: Kubeconfig, flags: Flags): Connection {
  const name = contextName(config, flags);
  const context = config.contexts.get(name);
  if (name !== "" && context === undefined) {
    throw new ConfigurationError([`context was not found for specified context: ${name}`]);
  }
  const userName = flags.text("user") || textOf(context?.value, "user");
  const user = config.users.get(userName);
  if (user === undefined && flags.text("user") !== "") throw new CommandError(`auth info "${userName}" does not exist`);
  const clusterName = flags.text("cluster") || textOf(context?.value, "cluster");
  const cluster = config.clusters.get(clusterName);
  const server = flags.text("server") || textOf(cluster?.value, "server");
  if (server === "" && flags.text("cluster") !== "") throw new CommandError(`no server found for cluster "${clusterName}"`);
  confirmUsable(env, { userName, user: user?.value ?? {}, clusterName, cluster: cluster?.value ?? {} }, flags);
  const connection = { server: withScheme(server || DEFAULT_SERVER), identity: identityOf(env, userName, user?.value ?? {}, flags) };
  if (connection.server.startsWith("https:") && !canIdentify(connection.identity, user?.value)) askForUser(env);
  return connection;
}

function canIdentify({ clientCertificateData, token, username }: KubectlIdentity, user: JsonObject | undefined): boolean {
  if (clientCertificateData !== undefined || token !== undefined || username !== undefined) return true;
  return user?.["exec"] !== undefined || user?.["auth-provider"] !== undefined;
}

/** Without credentials kubectl asks for them; the password it takes from a terminal alone. Throws CommandError. */
// client-go/tools/clientcmd/auth_loaders.go PromptingAuthLoader
function askForUser(env: KubectlEnv): never {
  env.stdout("Please enter Username: ");
  const [line = ""] = env.stdin().trimStart().split("\n", 1);
  if (line === "") throw new CommandError("EOF");
  env.stdout("Please enter Password: ");
  throw new CommandError("error reading input for Password");
}

/** The server's URL; a bare host gets a scheme, and must be no more than host and port. Throws CommandError. */
// client-go/rest/url_utils.go DefaultServerURL
function withScheme(server: string): string {
  if (server.includes("://") && URL.canParse(server)) return server;
  const url = `http://${server}`;
  const path = server.replace(/^[^/]*/, "");
  if (path !== "" && path !== "/") throw new CommandError(`host must be a URL or a host:port pair: ${JSON.stringify(server)}`);
  if (!URL.canParse(url))
    throw new CommandError(`parse ${JSON.stringify(url)}: invalid port ${JSON.stringify(server.replace(/^[^:]*/, ""))} after host`);
  return url;
}

function identityOf(env: KubectlEnv, userName: string, user: Parameters<typeof textOf>[0], flags: Flags): KubectlIdentity {
  const certificateFile = flags.text("client-certificate") || textOf(user, "client-certificate");
  const certificate = certificateFile === "" ? textOf(user, "client-certificate-data") : btoa(env.files.read(certificateFile));
  const tokenFile = textOf(user, "tokenFile");
  const token = flags.text("token") || textOf(user, "token") || (tokenFile === "" ? "" : env.files.read(tokenFile).trim());
  const username = flags.text("username") || textOf(user, "username");
  const password = flags.text("password") || textOf(user, "password");
  const asUser = flags.text("as") || textOf(user, "as");
  const asGroups = flags.list("as-group");
  const asUid = flags.has("as-uid") ? flags.text("as-uid") : "";
  if (asUser === "" && (asGroups.length > 0 || asUid !== "")) {
    const why = `requesting ${env.release.has("impersonateUidFlag") ? "uid, " : ""}groups or user-extra for ${userName} without impersonating a user`;
    // Who names a namespace gets past the look for one, which only tells the cause. client-go clientcmd/client_config.go Namespace
    throw flags.text("namespace") === "" ? new CommandError(why) : new ConfigurationError([why]);
  }
  return {
    ...(certificate === "" ? {} : { clientCertificateData: certificate }),
    ...(token === "" ? {} : { token }),
    ...(username === "" ? {} : { username }),
    ...(password === "" ? {} : { password }),
    ...(asUser === "" ? {} : { impersonateUser: asUser }),
    ...(asGroups.length === 0 ? {} : { impersonateGroups: asGroups }),
    userAgent: `kubectl/${env.release.text} (linux/amd64) kubernetes`,
  };
}

const TIMEOUT = /^\d+$|^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/;

/** Refuses a --request-timeout that is no duration. clientcmd.ParseTimeout */
export function checkRequestTimeout(flags: Flags): void {
  if (!TIMEOUT.test(flags.text("request-timeout"))) {
    throw new CommandError(
      "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)",
    );
  }
}
