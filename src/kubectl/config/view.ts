import type { Command } from "../command.ts";
import { CommandError, UsageError } from "../errors.ts";
import { printFlags } from "../flags/common.ts";
import { noPrinterError, objectPrinter } from "../print/object-printer.ts";
import { unexpectedArgs } from "./contexts.ts";
import { configDocument, minify, redact } from "./document.ts";
import { editable, editConfig, type EditableConfig } from "./edit.ts";
import { setProperty, unsetProperty } from "./property.ts";
import type { KubectlEnv } from "../env.ts";
import { textOf } from "./kubeconfig.ts";

/** `config view`: yaml unless told, keys out of sight unless --raw. */
export const viewCommand: Command = {
  use: () => "view [flags]",
  flags: () => [
    ...printFlags().map((flag) => (flag.name === "output" ? { ...flag, default: "yaml" } : flag)),
    { name: "flatten", type: "bool", usage: "Put the content of files in the place of their paths" },
    { name: "merge", type: "bool", default: true, usage: "Merge all kubeconfig files" },
    { name: "minify", type: "bool", usage: "Show only what the current context uses" },
    { name: "raw", type: "bool", usage: "Show keys and tokens" },
  ],
  async run(invocation) {
    const { env, flags, args, factory, release } = invocation;
    if (args.length > 0) throw new UsageError(`unexpected arguments: [${args.join(" ")}]`);
    const printer = await objectPrinter(env, flags);
    if (printer === undefined) throw noPrinterError(env, flags.text("output"), []);
    if (!flags.bool("merge") && flags.text("kubeconfig") === "") throw new CommandError(release.value("configMergeText"));
    const config = editable(await factory.kubeconfig());
    if (flags.bool("minify")) {
      if (flags.text("context") !== "") config.currentContext = flags.text("context");
      minify(config);
    }
    if (flags.bool("flatten")) flatten(env, config);
    else if (!flags.bool("raw")) redact(config, release);
    env.stdout(printer.print(configDocument(config, release), { typed: true }));
  },
};

/** Files turn into their content. */
function flatten(env: KubectlEnv, config: EditableConfig): void {
  const embed = (entry: Parameters<typeof textOf>[0], field: string): void => {
    const path = textOf(entry, field);
    if (entry === undefined || path === "") return;
    entry[`${field}-data`] = btoa(env.files.read(path));
    delete entry[field];
  };
  for (const cluster of config.clusters.values()) embed(cluster, "certificate-authority");
  for (const user of config.users.values()) for (const field of ["client-certificate", "client-key"]) embed(user, field);
}

/** `config set` */
export const setCommand: Command = {
  use: () => "set PROPERTY_NAME PROPERTY_VALUE",
  flags: () => [{ name: "set-raw-bytes", type: "bool", usage: "Take the value of a binary field as it is, not as base64." }],
  async run(invocation) {
    const { args, flags, env } = invocation;
    const [property, value] = args;
    if (property === undefined || value === undefined || args.length !== 2) return unexpectedArgs(invocation);
    await editConfig(invocation, (config) => setProperty(config, property, value, flags.bool("set-raw-bytes")));
    env.stdout(`Property "${property}" set.\n`);
  },
};

/** `config unset` */
export const unsetCommand: Command = {
  use: () => "unset PROPERTY_NAME",
  async run(invocation) {
    const { args, env } = invocation;
    const [property] = args;
    if (property === undefined || args.length !== 1) return unexpectedArgs(invocation);
    await editConfig(invocation, (config) => unsetProperty(config, property));
    env.stdout(`Property "${property}" unset.\n`);
  },
};
