import { isJsonObject, type JsonObject } from "../../base/json.ts";
import type { Command, Invocation } from "../command.ts";
import { CommandError } from "../errors.ts";
import type { Flags } from "../flags/parse.ts";
import { type PairChanges, readPairs } from "../metadata/pairs.ts";
import { editConfig } from "./edit.ts";
import { demandEmbedded, embedFlag, setFile } from "./embedding.ts";

const TEXT_FIELDS = ["token", "username", "password"];
const FILE_FIELDS = ["client-certificate", "client-key"];
const INTERACTIVE_MODES = ["IfAvailable", "Never", "Always"];

/** `config set-credentials`. kubectl/pkg/cmd/config/set_credentials.go */
export const setCredentialsCommand: Command = {
  use: () =>
    "set-credentials NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password] [--auth-provider=provider_name] [--auth-provider-arg=key=value] [--exec-command=exec_command] [--exec-api-version=exec_api_version] [--exec-arg=arg] [--exec-env=key=value]",
  flags: () => [
    { name: "auth-provider", type: "string", usage: "Auth provider of the user" },
    { name: "auth-provider-arg", type: "stringSlice", usage: "'key=value' arguments of the auth provider, 'key-' takes one away" },
    { name: "client-certificate", type: "string", usage: "File with the client certificate" },
    { name: "client-key", type: "string", usage: "File with the client key" },
    embedFlag,
    { name: "exec-api-version", type: "string", usage: "API version that the credential plugin speaks" },
    { name: "exec-arg", type: "stringSlice", usage: "Arguments of the credential plugin, in place of those before" },
    { name: "exec-command", type: "string", usage: "Program that gives the credentials" },
    { name: "exec-env", type: "stringArray", usage: "'key=value' environment of the credential plugin, 'key-' takes one away" },
    { name: "exec-interactive-mode", type: "string", feature: "configExecModes", usage: "Whether the credential plugin may ask the user" },
    { name: "exec-provide-cluster-info", type: "bool", feature: "configExecModes", usage: "Tell the credential plugin about the cluster" },
    { name: "password", type: "string", usage: "Password of the user" },
    { name: "token", type: "string", usage: "Bearer token of the user" },
    { name: "username", type: "string", usage: "Name for basic authentication" },
  ],
  async run(invocation) {
    const { env, flags } = invocation;
    const { name, providerArgs, execEnv } = await readWords(invocation);
    check(invocation, name);
    await editConfig(invocation, (config) => {
      const user = config.users.get(name) ?? {};
      for (const field of FILE_FIELDS) if (flags.changed(field)) setFile(invocation, user, field);
      for (const field of TEXT_FIELDS) if (flags.changed(field)) setText(user, field, flags.text(field));
      changeProvider(flags, user, providerArgs);
      changeExec(flags, user, execEnv);
      const basic = usesPassword(flags);
      if (flags.text("token") !== "" && !basic) for (const field of ["username", "password"]) delete user[field];
      if (basic && flags.text("token") === "") delete user["token"];
      config.users.set(name, user);
    });
    env.stdout(`User "${name}" set.\n`);
  },
};

/** The name and the pairs; a wrong one shows the help page, too. */
async function readWords(invocation: Invocation): Promise<{ name: string; providerArgs: PairChanges; execEnv: PairChanges }> {
  const { args, flags, release } = invocation;
  const [name] = args;
  try {
    if (name === undefined || args.length !== 1) throw new CommandError(`${release.value("configUnexpected")}: [${args.join(" ")}]`);
    const pairs = (flag: string): PairChanges => {
      try {
        return readPairs(flags.list(flag), flag, true);
      } catch (error) {
        throw release.has("configBarePairErrors") ? error : new CommandError(`Error: ${(error as Error).message}`);
      }
    };
    return { name, providerArgs: pairs("auth-provider-arg"), execEnv: pairs("exec-env") };
  } catch (error) {
    invocation.env.stdout(await invocation.help());
    throw error;
  }
}

function usesPassword(flags: Flags): boolean {
  return flags.text("username") !== "" || flags.text("password") !== "";
}

function check(invocation: Invocation, name: string): void {
  const { flags, release } = invocation;
  if (name === "") throw new CommandError("you must specify a non-empty user name");
  if (flags.text("token") !== "" && usesPassword(flags)) {
    throw new CommandError("you cannot specify more than one authentication method at the same time: --token, --username/--password");
  }
  demandEmbedded(invocation, FILE_FIELDS);
  if (!release.has("configExecModes") || !flags.changed("exec-interactive-mode")) return;
  if (!INTERACTIVE_MODES.includes(flags.text("exec-interactive-mode")))
    throw new CommandError("invalid interactive mode type, can be only IfAvailable, Never, Always");
}

function setText(entry: JsonObject, field: string, value: string): void {
  if (value === "") delete entry[field];
  else entry[field] = value;
}

function changeProvider(flags: Flags, user: JsonObject, changes: PairChanges): void {
  const old = user["auth-provider"];
  const name = flags.text("auth-provider");
  if (flags.changed("auth-provider") && !(isJsonObject(old) && old["name"] === name)) user["auth-provider"] = { name, config: {} };
  const provider = user["auth-provider"];
  if (!isJsonObject(provider)) return;
  const config = isJsonObject(provider["config"]) ? provider["config"] : {};
  for (const key of changes.remove) delete config[key];
  for (const [key, value] of changes.set) config[key] = value;
  provider["config"] = config;
}

/** Everything but the command itself is for nothing while there is no plugin. */
function changeExec(flags: Flags, user: JsonObject, environment: PairChanges): void {
  if (flags.changed("exec-command")) {
    const old = isJsonObject(user["exec"]) ? user["exec"] : {};
    const { args: _, ...kept } = old;
    user["exec"] = { ...kept, command: flags.text("exec-command") };
  }
  const exec = user["exec"];
  if (!isJsonObject(exec)) return;
  if (flags.changed("exec-api-version")) exec["apiVersion"] = flags.text("exec-api-version");
  if (flags.list("exec-arg").length > 0) exec["args"] = [...flags.list("exec-arg")];
  if (flags.has("exec-interactive-mode") && flags.changed("exec-interactive-mode"))
    exec["interactiveMode"] = flags.text("exec-interactive-mode");
  if (flags.has("exec-provide-cluster-info") && flags.changed("exec-provide-cluster-info"))
    exec["provideClusterInfo"] = flags.bool("exec-provide-cluster-info");
  changeExecEnvironment(exec, environment);
}

function changeExecEnvironment(exec: JsonObject, { set, remove }: PairChanges): void {
  if (set.size + remove.length === 0) return;
  const old = (Array.isArray(exec["env"]) ? exec["env"] : []).filter(isJsonObject);
  const kept = old.filter(({ name }) => !remove.includes(String(name)));
  const known = new Set(kept.map(({ name }) => String(name)));
  const changed = kept.map((item) => ({ ...item, value: set.get(String(item["name"])) ?? item["value"] ?? "" }));
  const added = [...set].filter(([name]) => !known.has(name)).map(([name, value]) => ({ name, value }));
  exec["env"] = [...changed, ...added];
}
