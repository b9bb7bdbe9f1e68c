import { CobraError, PlainError, type RenderedError, renderError, UsageError } from "./errors.ts";
import type { Command, Invocation } from "./command.ts";
import { createFactory } from "./factory.ts";
import { findCommand, type FoundCommand, suggestionsFor } from "./find-command.ts";
import { FlagError, flagTable, type FlagTable, parseFlags, type ParsedLine, withoutShadowed } from "./flags/parse.ts";
import type { KubectlEnv } from "./env.ts";
import { findPlugin } from "./plugins.ts";

/**
 * Runs one kubectl command line (without the program's own name) and resolves to its exit code. Everything it says goes to the
 * streams of `env`; it rejects only for our own faults.
 */
export async function runKubectl(args: readonly string[], env: KubectlEnv): Promise<number> {
  const cobra = env.release.value("cobraErrors");
  const report = (rendered: RenderedError): number => {
    if (rendered.text !== "") env.stderr(rendered.text);
    return rendered.code;
  };
  if (args[0] === "__complete" || args[0] === "__completeNoDesc") {
    const { runComplete } = await import("./complete.ts");
    return runComplete(args.slice(1), env, args[0] === "__complete");
  }
  const found = await findCommand(args, env);
  if (found.unknown !== undefined) {
    if (args[0]?.startsWith("-")) return report({ text: `Error: flags cannot be placed before plugin name: ${args[0]}\n`, code: 1 });
    const plugin = findPlugin(args, env);
    if (plugin !== undefined) {
      const result = env.spawn(plugin.path, plugin.args, { inherit: true });
      return result?.status ?? 1;
    }
    return report({ text: unknownCommand(found.unknown, env, cobra), code: 1 });
  }
  try {
    return await runFound(found, args, env);
  } catch (error) {
    return report(renderError(error, found.path, env.release));
  }
}

/** cobra's complaint with its guesses. */
function unknownCommand(word: string, env: KubectlEnv, cobra: { prefix: string; runHint: boolean }): string {
  const guesses = suggestionsFor(word, env.release);
  const meant = guesses.length === 0 ? "" : `\n\nDid you mean this?\n${guesses.map((guess) => `\t${guess}\n`).join("")}`;
  const text = `${cobra.prefix}unknown command "${word}" for "kubectl"${meant}`;
  return cobra.runHint ? `${text}\nRun 'kubectl --help' for usage.\n` : `${text.trimEnd()}\n`;
}

async function runFound(found: FoundCommand, args: readonly string[], env: KubectlEnv): Promise<number> {
  const { row, command, path } = found;
  if (row.deprecated !== undefined) env.stderr(`Command "${row.name}" is deprecated, ${row.deprecated}\n`);
  if (command === undefined) throw new PlainError(`error: k8sim does not emulate "${path}"\n`);
  const table = flagTable(found.flags);
  const line = parseLine(table, found, env);
  const help = () => helpOf(found, env);
  if (line.help) {
    env.stdout(await help());
    return 0;
  }
  const missing = missingFlags(table, line);
  if (missing.length > 0) throw new CobraError(`required flag(s) ${missing.map((name) => `"${name}"`).join(", ")} not set`);
  const warnings = { count: 0 };
  const factory = createFactory(env, withoutShadowed(line.flags, found.ownFlags), () => warnings.count++);
  const invocation: Invocation = {
    env,
    release: env.release,
    factory,
    commandPath: path,
    flags: line.flags,
    args: line.positionals,
    lengthAtDash: line.lengthAtDash,
    line,
    changeCause: () => changeCause(args, table, env),
    help,
  };
  const code = command.run === undefined ? await parentOnly(invocation, command) : await command.run(invocation);
  if (line.flags.has("warnings-as-errors") && line.flags.bool("warnings-as-errors") && warnings.count > 0) {
    throw new Error(`${warnings.count} warning${warnings.count > 1 ? "s" : ""} received`);
  }
  return code ?? 0;
}

function parseLine(table: FlagTable, found: FoundCommand, env: KubectlEnv): ParsedLine {
  try {
    return parseFlags(table, found.rest, env.stderr);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    throw new CobraError(`${error.message}\nSee '${found.path} --help' for usage.\n`);
  }
}

function missingFlags(table: FlagTable, line: ParsedLine): string[] {
  return table.specs
    .filter((spec) => spec.required === true && !line.flags.changed(spec.name))
    .map((spec) => spec.name)
    .sort();
}

/** A command that only holds others prints its page, and fails on a word that is none of them. */
// kubectl/pkg/cmd/util/helpers.go DefaultSubCommandRun
async function parentOnly(invocation: Invocation, command: Command): Promise<number> {
  if (invocation.args.length > 0) throw new UsageError(`unknown command ${JSON.stringify(invocation.args.join(" "))}`);
  const { bareHelp = "stderr" } = command;
  const write = bareHelp === "stderr" ? invocation.env.stderr : invocation.env.stdout;
  write(await invocation.help());
  return bareHelp === "success" ? 0 : 1;
}

async function helpOf(found: FoundCommand, env: KubectlEnv): Promise<string> {
  const help = await import("./help.ts");
  if (found.row.name === "kubectl") return help.rootHelp(env.release);
  const subject = { path: found.path, row: found.row, command: found.command as Command, flags: found.ownFlags };
  return help.commandHelp(subject, env.release);
}

/** The command line with its flags in long form behind the words. */
// kubectl/pkg/cmd/util/helpers.go parseCommandArguments
function changeCause(args: readonly string[], table: FlagTable, env: KubectlEnv): string {
  const line = parseFlags(table, args, () => undefined);
  const words = line.positionals.map((word) => ` ${word}`).join("");
  return `${env.programName}${words}${line.occurrences.map((each) => ` --${each.name}=${each.value}`).join("")}`;
}
