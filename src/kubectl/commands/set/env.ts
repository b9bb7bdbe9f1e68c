import type { EnvVar } from "../../../kinds/core/pod/container/types.ts";
import type { PodSpec } from "../../../kinds/core/pod/types.ts";
import type { KubeObject } from "../../../machinery/object.ts";
import type { Command, Invocation } from "../../command.ts";
import { type DryRun, readDryRun } from "../../dry-run.ts";
import { CommandError } from "../../errors.ts";
import { selectorFlag } from "../../flags/common.ts";
import { resultPrinter } from "../../print/object-printer.ts";
import { objectOf, type ResourceInfo } from "../../resources/info.ts";
import { changeAll, findTargets, refusalOf, refuseLocalServerDryRun, setFlags } from "./change.ts";
import { type EnvChanges, readEnvironment, splitEnvironment } from "./env-arguments.ts";
import { listEnvironment } from "./env-list.ts";
import { selectContainers, withPodSpec } from "./pod-spec.ts";

/** `kubectl set env`. kubectl/pkg/cmd/set/set_env.go */
export const setEnvCommand: Command = {
  use: () => "env RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N",
  long: "Set, list or remove the environment variables of containers. `-` as an argument reads variables from standard input.",
  examples:
    "# Set a variable\nkubectl set env deployment/web STORAGE=/data\n\n# Show all\nkubectl set env deployment/web --list\n\n# Take one away\nkubectl set env deployment/web STORAGE-",
  flags: () => [
    ...setFlags,
    { name: "containers", shorthand: "c", type: "string", default: "*", usage: "The containers to change; * is a wildcard." },
    { name: "env", shorthand: "e", type: "stringArray", usage: "A variable to set, as KEY=VALUE; may be given again." },
    { name: "from", type: "string", usage: "A config map or secret whose keys become variables." },
    { name: "keys", type: "stringSlice", usage: "Only these keys of --from." },
    { name: "list", type: "bool", usage: "Show the variables." },
    { name: "overwrite", type: "bool", default: true, usage: "Change variables that have another value already." },
    { name: "prefix", type: "string", usage: "What to put before the variables' names" },
    { name: "resolve", type: "bool", usage: "Show values in the place of references when listing." },
    selectorFlag,
  ],
  async run(invocation) {
    const { env, flags, args, release } = invocation;
    if (flags.bool("all") && flags.text("selector") !== "") throw new CommandError("cannot set --all and --selector at the same time");
    const { resources, variables } = splitEnvironment(args);
    const dryRun = readDryRun(env, flags);
    await resultPrinter(env, flags);
    check(invocation, dryRun, resources);
    const changes = readEnvironment([...flags.list("env"), ...variables], () => env.stdin(), release.has("setEnvChecksNames"));
    const imported = flags.text("from") === "" ? [] : await importedFrom(invocation);
    const prefix = flags.text("prefix");
    const set = [...changes.set, ...imported].map((each) => ({ ...each, name: `${prefix}${each.name}` }));
    const infos = await findTargets(invocation, resources, false);
    if (flags.bool("list")) {
      for (const info of infos) await list(invocation, info, { ...changes, set });
      return;
    }
    await changeAll(invocation, infos, dryRun, {
      operation: "env updated",
      patchFailed: "failed to patch env update to pod template:",
      change: (object, info) => withPodSpec(invocation, info, object, (spec) => apply(invocation, info, spec, { ...changes, set })),
      afterPatch() {
        if (set.length === 0 && variables.length === 0) throw new CommandError("at least one environment variable must be provided");
      },
    });
  },
};

function check(invocation: Invocation, dryRun: DryRun, resources: readonly string[]): void {
  const { flags } = invocation;
  refuseLocalServerDryRun(invocation, dryRun);
  if (flags.list("filename").length === 0 && resources.length === 0) {
    throw new CommandError("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  }
  if (flags.bool("list") && flags.text("output") !== "") throw new CommandError("--list and --output may not be specified together");
  if (flags.list("keys").length > 0 && flags.text("from") === "") {
    throw new CommandError("when specifying --keys, a configmap or secret must be provided with --from");
  }
}

/** Variables that refer to the keys of config maps and secrets. */
async function importedFrom(invocation: Invocation): Promise<EnvVar[]> {
  const { flags } = invocation;
  const infos = await findTargets(invocation, [flags.text("from")], false);
  return infos.flatMap((info) => referencesTo(invocation, objectOf(info), flags.list("keys")));
}

function referencesTo(invocation: Invocation, object: KubeObject, keys: readonly string[]): EnvVar[] {
  const field = object.kind === "Secret" ? "secretKeyRef" : object.kind === "ConfigMap" ? "configMapKeyRef" : undefined;
  if (field === undefined) throw new CommandError("unsupported resource specified in --from");
  const all = Object.keys((object["data"] ?? {}) as object).sort();
  return all
    .filter((key) => keys.length === 0 || keys.includes(key))
    .map((key) => ({
      name: nameFor(invocation, key),
      valueFrom: { [field]: { name: object.metadata.name ?? "", key } },
    }));
}

function nameFor({ env, release }: Invocation, key: string): string {
  const name = key.replace(/[^a-zA-Z0-9_]/g, "_").toUpperCase();
  if (name !== key && release.has("setEnvTellsNames")) env.stderr(`${release.value("warningWord")}: key ${key} transferred to ${name}\n`);
  return name;
}

function apply(invocation: Invocation, info: ResourceInfo, spec: PodSpec, changes: EnvChanges): void {
  const { flags, env, release } = invocation;
  const pattern = flags.text("containers");
  const containers = selectContainers(spec, pattern);
  if (containers.length === 0)
    env.stderr(
      `${release.value("warningWord")}: ${info.mapping.kind}/${info.name} does not have any containers matching ${JSON.stringify(pattern)}\n`,
    );
  for (const container of containers) {
    if (!flags.bool("overwrite")) refuseOverwrites(info, container.env ?? [], changes.set);
    container.env = mergeEnvironment(container.env ?? [], changes);
    if (container.env.length === 0) delete container.env;
  }
}

function refuseOverwrites(info: ResourceInfo, present: readonly EnvVar[], wanted: readonly EnvVar[]): void {
  for (const each of wanted) {
    const current = present.find(({ name }) => name === each.name);
    if (current === undefined || (current.value ?? "") === (each.value ?? "")) continue;
    throw refusalOf(info, `'${current.name}' already has a value (${current.value ?? ""}), and --overwrite is false`);
  }
}

/** kubectl/pkg/cmd/set/helper.go updateEnv */
function mergeEnvironment(present: readonly EnvVar[], { set, remove }: EnvChanges): EnvVar[] {
  const covered = new Set(remove);
  const merged: EnvVar[] = [];
  for (const each of [...present.map((old) => set.find(({ name }) => name === old.name) ?? old), ...set]) {
    const replaced = set.some(({ name }) => name === each.name);
    if (covered.has(each.name)) continue;
    if (replaced) covered.add(each.name);
    merged.push(each);
  }
  return merged;
}

async function list(invocation: Invocation, info: ResourceInfo, changes: EnvChanges): Promise<void> {
  let spec: PodSpec | undefined;
  const changed = withPodSpec(invocation, info, objectOf(info), (each) => {
    apply(invocation, info, each, changes);
    spec = each;
  });
  if (spec !== undefined) await listEnvironment(invocation, changed, selectContainers(spec, invocation.flags.text("containers")));
}
