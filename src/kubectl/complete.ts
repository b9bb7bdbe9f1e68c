import type { KubectlEnv } from "./env.ts";
import { createFactory, type Factory } from "./factory.ts";
import { findCommand, type FoundCommand } from "./find-command.ts";
import { isInRelease } from "./command.ts";
import { flagTable, parseFlags, type ParsedLine } from "./flags/parse.ts";
import { type FlagSpec, noOptDefaultOf } from "./flags/spec.ts";
import { groupResourceOf, refOf } from "./rest-mapper.ts";

/** cobra's answer to the shell besides the words: 4 means "offer no files", 0 lets the shell offer them. */
const NO_FILES = 4;
const DEFAULT = 0;
const DIRECTIVES: Readonly<Record<number, string>> = { [DEFAULT]: "ShellCompDirectiveDefault", [NO_FILES]: "ShellCompDirectiveNoFileComp" };

interface Candidates {
  /** Words, with a description behind a tab where there is one. */
  readonly words: readonly string[];
  readonly directive: number;
}

/** Commands whose arguments are TYPE NAME… or TYPE/NAME. */
const TYPED = ["get", "describe", "delete", "edit", "label", "annotate", "patch", "scale", "autoscale", "expose", "wait"];
const WORKLOADS = ["rollout", "set"];
const PODS = ["logs", "exec", "attach", "port-forward", "cp", "debug"];
const NODES = ["drain", "cordon", "uncordon"];

/**
 * `kubectl __complete WORDS… PREFIX`: the words that may follow, one a line, then `:DIRECTIVE`. It never fails: where nothing is
 * known, nothing is offered.
 */
// spf13/cobra 1.1 custom_completions.go
export async function runComplete(args: readonly string[], env: KubectlEnv, withDescriptions: boolean): Promise<number> {
  const prefix = args.at(-1) ?? "";
  const { words, directive } = await candidates(args.slice(0, -1), prefix, env).catch(() => ({ words: [], directive: DEFAULT }));
  const fitting = words.filter((word) => word.startsWith(prefix));
  for (const word of fitting) env.stdout(`${withDescriptions ? word : (word.split("\t")[0] as string)}\n`);
  env.stdout(`:${directive}\n`);
  env.stderr(`Completion ended with directive: ${DIRECTIVES[directive] ?? ""}\n`);
  return 0;
}

async function candidates(before: readonly string[], prefix: string, env: KubectlEnv): Promise<Candidates> {
  const found = await findCommand(before, env);
  const pending = pendingFlag(found, before);
  if (pending !== undefined) return flagValues(found, before, pending, env);
  if (prefix.startsWith("-")) return { words: flagNames(found), directive: NO_FILES };
  const line = parseFlags(flagTable(found.flags), found.rest, () => undefined);
  const subcommands = (found.command?.subcommands ?? []).filter((row) => row.hidden !== true && isInRelease(row, env.release));
  if (subcommands.length > 0 && line.positionals.length === 0) {
    return { words: subcommands.map((row) => `${row.name}\t${row.short}`).toSorted(), directive: NO_FILES };
  }
  return argumentWords(
    found,
    line,
    prefix,
    createFactory(env, line.flags, () => undefined),
  );
}

/** The flag that still waits for its value, if the last word is one. */
function pendingFlag(found: FoundCommand, before: readonly string[]): FlagSpec | undefined {
  const last = before.at(-1) ?? "";
  if (!last.startsWith("-") || last.includes("=") || last === "--") return undefined;
  const table = flagTable(found.flags);
  const spec = last.startsWith("--") ? table.byName(last.slice(2)) : table.byShorthand(last.slice(-1));
  return spec === undefined || noOptDefaultOf(spec) !== undefined ? undefined : spec;
}

function flagNames(found: FoundCommand): string[] {
  const shown = found.flags.filter((flag) => flag.hidden !== true && flag.deprecated === undefined);
  return shown.map((flag) => `--${flag.name}${noOptDefaultOf(flag) === undefined ? "=" : ""}\t${flag.usage}`).toSorted();
}

async function flagValues(found: FoundCommand, before: readonly string[], spec: FlagSpec, env: KubectlEnv): Promise<Candidates> {
  const line = parseFlags(flagTable(found.flags), before.slice(0, -1), () => undefined);
  const factory = createFactory(env, line.flags, () => undefined);
  if (spec.name === "namespace") return { words: await names(factory, "namespaces", ""), directive: NO_FILES };
  const config = await factory.kubeconfig();
  if (spec.name === "context") return { words: [...config.contexts.keys()], directive: NO_FILES };
  if (spec.name === "cluster") return { words: [...config.clusters.keys()], directive: NO_FILES };
  if (spec.name === "user") return { words: [...config.users.keys()], directive: NO_FILES };
  if (spec.name === "output") return { words: ["json", "name", "wide", "yaml"], directive: NO_FILES };
  return { words: [], directive: DEFAULT };
}

async function argumentWords(found: FoundCommand, line: ParsedLine, prefix: string, factory: Factory): Promise<Candidates> {
  const [, verb = "", sub = ""] = found.path.split(" ");
  const given = line.positionals;
  if (verb === "explain" || (TYPED.includes(verb) && given.length === 0 && !prefix.includes("/")))
    return { words: await types(factory), directive: NO_FILES };
  if (TYPED.includes(verb) || WORKLOADS.includes(verb)) return { words: await objectWords(factory, given, prefix), directive: NO_FILES };
  if (PODS.includes(verb)) return { words: given.length === 0 ? await names(factory, "pods", "") : [], directive: NO_FILES };
  if (NODES.includes(verb) || (verb === "taint" && given[0]?.startsWith("no") === true))
    return { words: await names(factory, "nodes", ""), directive: NO_FILES };
  if (verb === "taint" && given.length === 0) return { words: ["nodes"], directive: NO_FILES };
  if (verb === "top" && given.length === 0)
    return { words: await names(factory, sub === "node" ? "nodes" : "pods", ""), directive: NO_FILES };
  if (verb === "config" && sub.endsWith("context"))
    return { words: [...(await factory.kubeconfig()).contexts.keys()], directive: NO_FILES };
  return { words: [], directive: DEFAULT };
}

async function types(factory: Factory): Promise<string[]> {
  const lists = await factory.mapper.lists(true);
  return lists.flatMap((list) => list.resources.filter((each) => each.verbs.includes("get")).map(groupResourceOf)).sort();
}

/** Names behind a type, or `type/name` words. */
async function objectWords(factory: Factory, given: readonly string[], prefix: string): Promise<string[]> {
  const slash = prefix.indexOf("/");
  if (slash > 0) return names(factory, prefix.slice(0, slash), prefix.slice(0, slash + 1));
  const [type] = given;
  if (type === undefined) return types(factory);
  const taken = new Set(given.slice(1));
  return (await names(factory, type.split(",")[0] as string, "")).filter((name) => !taken.has(name));
}

async function names(factory: Factory, type: string, head: string): Promise<string[]> {
  const mapping = await factory.mapper.need(type);
  const list = await (await factory.client()).list(refOf(mapping, (await factory.namespace()).namespace));
  return list.items.map((item) => `${head}${item.metadata.name ?? ""}`).sort();
}
