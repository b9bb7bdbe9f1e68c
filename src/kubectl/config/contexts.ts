import { createTabwriter, GET_TABLE } from "../../base/tabwriter.ts";
import type { Release } from "../../release/release.ts";
import type { Command, Invocation } from "../command.ts";
import { CommandError, FailureList } from "../errors.ts";
import { editConfig, shownFile } from "./edit.ts";
import { textOf } from "./kubeconfig.ts";

/** Prints the help page and fails, as config's commands do for a wrong number of words. */
export async function unexpectedArgs(invocation: Invocation): Promise<never> {
  invocation.env.stdout(await invocation.help());
  throw new CommandError(`Unexpected args: [${invocation.args.join(" ")}]`);
}

/** `config current-context` */
export const currentContextCommand: Command = {
  use: () => "current-context [flags]",
  async run({ factory, env }) {
    const { currentContext } = await factory.kubeconfig();
    if (currentContext === "") throw new CommandError("current-context is not set");
    env.stdout(`${currentContext}\n`);
  },
};

/** `config get-contexts` */
export const getContextsCommand: Command = {
  use: () => "get-contexts [(-o|--output=)name)]",
  flags: () => [
    { name: "no-headers", type: "bool", usage: "Print rows without the line of headers." },
    { name: "output", shorthand: "o", type: "string", usage: "Output format: name" },
  ],
  async run({ factory, env, flags, args, release }) {
    const output = flags.text("output");
    checkOutput(output, release);
    const config = await factory.kubeconfig();
    const missing = args.filter((name) => !config.contexts.has(name));
    const names = (args.length === 0 ? [...config.contexts.keys()] : args.filter((name) => config.contexts.has(name))).toSorted();
    const writer = createTabwriter(GET_TABLE);
    if (output !== "name" && !flags.bool("no-headers")) writer.write("CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n");
    for (const name of names) {
      const context = config.contexts.get(name)?.value;
      const cells = [
        name === config.currentContext ? "*" : " ",
        name,
        textOf(context, "cluster"),
        textOf(context, "user"),
        textOf(context, "namespace"),
      ];
      writer.write(output === "name" ? `${name}\n` : `${cells.join("\t")}\n`);
    }
    env.stdout(writer.flush());
    if (missing.length > 0) throw new FailureList(missing.map((name) => new CommandError(`context ${name} not found`)));
  },
};

const KNOWN_FORMATS = [
  "",
  "json",
  "yaml",
  "wide",
  "name",
  "custom-columns",
  "custom-columns-file",
  "go-template",
  "go-template-file",
  "jsonpath",
  "jsonpath-file",
];

function checkOutput(output: string, release: Release): void {
  if (release.has("configKnowsFormats") && !KNOWN_FORMATS.includes(output))
    throw new CommandError(`output must be one of '' or 'name': ${output}`);
  if (output === "" || output === "name") return;
  throw new CommandError(`--output ${output} is not available in kubectl config get-contexts; resetting to default output format`);
}

/** `config use-context` */
export const useContextCommand: Command = {
  use: () => "use-context CONTEXT_NAME",
  async run(invocation) {
    const { args, env } = invocation;
    const [name] = args;
    if (name === undefined || args.length !== 1) return unexpectedArgs(invocation);
    if (name === "") throw new CommandError("empty context names are not allowed");
    await editConfig(invocation, (config) => {
      if (!config.contexts.has(name)) throw new CommandError(`no context exists with the name: "${name}"`);
      config.currentContext = name;
    });
    env.stdout(`Switched to context "${name}".\n`);
  },
};

/** `config set-context` */
export const setContextCommand: Command = {
  use: () => "set-context [NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]",
  flags: () => [
    { name: "cluster", type: "string", usage: "Cluster of the context" },
    { name: "current", type: "bool", usage: "Change the current context" },
    { name: "namespace", type: "string", usage: "Namespace of the context" },
    { name: "user", type: "string", usage: "User of the context" },
  ],
  async run(invocation) {
    const { args, env, flags } = invocation;
    if (args.length > 1) return unexpectedArgs(invocation);
    const given = args[0] ?? "";
    if (given === "" && !flags.bool("current")) throw new CommandError("you must specify a non-empty context name or --current");
    if (given !== "" && flags.bool("current")) throw new CommandError("you cannot specify both a context name and --current");
    let outcome = "";
    await editConfig(invocation, (config) => {
      const name = flags.bool("current") ? config.currentContext : given;
      if (name === "") throw new CommandError("no current context is set");
      outcome = `Context "${name}" ${config.contexts.has(name) ? "modified" : "created"}.\n`;
      const context = config.contexts.get(name) ?? { cluster: "", user: "" };
      for (const field of ["cluster", "user", "namespace"]) if (flags.changed(field)) context[field] = flags.text(field);
      if (context["namespace"] === "") delete context["namespace"];
      config.contexts.set(name, context);
    });
    env.stdout(outcome);
  },
};

/** `config rename-context` */
export const renameContextCommand: Command = {
  use: () => "rename-context CONTEXT_NAME NEW_NAME",
  async run(invocation) {
    const { args, env } = invocation;
    const [from, to] = args;
    if (from === undefined || to === undefined || args.length !== 2) return unexpectedArgs(invocation);
    if (to === "") throw new CommandError("You must specify a new non-empty context name");
    await editConfig(invocation, (config) => {
      const context = config.contexts.get(from);
      if (context === undefined) throw new CommandError(`cannot rename the context "${from}", it's not in ${shownFile(invocation)}`);
      if (config.contexts.has(to)) {
        throw new CommandError(`cannot rename the context "${from}", the context "${to}" already exists in ${shownFile(invocation)}`);
      }
      config.contexts.delete(from);
      config.contexts.set(to, context);
      if (config.currentContext === from) config.currentContext = to;
    });
    env.stdout(`Context "${from}" renamed to "${to}".\n`);
  },
};

/** `config delete-context` */
export const deleteContextCommand: Command = {
  use: () => "delete-context NAME",
  async run(invocation) {
    const { args, env } = invocation;
    const [name] = args;
    if (name === undefined || args.length !== 1) return env.stdout(await invocation.help());
    await editConfig(invocation, (config) => {
      if (!config.contexts.delete(name)) throw new CommandError(`cannot delete context ${name}, not in ${shownFile(invocation)}`);
      if (config.currentContext === name) {
        env.stderr('warning: this removed your active context, use "kubectl config use-context" to select a different one\n');
      }
    });
    env.stdout(`deleted context ${name} from ${shownFile(invocation)}\n`);
  },
};
