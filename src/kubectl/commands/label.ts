import type { KubeObject } from "../../machinery/object.ts";
import { checkLabelValue } from "../../machinery/validation/names.ts";
import type { Release } from "../../release/release.ts";
import type { Command, Invocation } from "../command.ts";
import { type DryRun, readDryRun, withDryRun } from "../dry-run.ts";
import { CommandError, FailureList } from "../errors.ts";
import { findTargets, listing, metadataFlags, sendChanges, withChanges, withoutResourceVersion } from "../metadata/change.ts";
import { type PairChanges, splitPairs } from "../metadata/pairs.ts";
import { encodeObject, recorded } from "../objects/annotations.ts";
import { resultPrinter } from "../print/object-printer.ts";
import { filesOf } from "../resources/query.ts";
import { objectOf, type ResourceInfo } from "../resources/info.ts";

/** `kubectl label`. kubectl/pkg/cmd/label/label.go */
export const labelCommand: Command = {
  use: () => "label [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]",
  examples:
    "# Set a label\nkubectl label pod web tier=front\n\n# Change it\nkubectl label --overwrite pod web tier=back\n\n# Take it away\nkubectl label pod web tier-",
  flags: (release) => metadataFlags(release, "labels", "kubectl-label"),
  async run(invocation) {
    const { flags, env, args, release } = invocation;
    const dryRun = readDryRun(env, flags);
    const { resources, pairs } = splitPairs(args, "label");
    const changes = readLabels(pairs);
    check(invocation, dryRun, resources, changes);
    const targets = await findTargets(invocation, resources);
    const print = await resultPrinter(env, flags);
    await targets.visit(async (info) => {
      const before = withoutResourceVersion(objectOf(info), flags.text("resource-version"));
      const { after, operation } = await relabel(invocation, info, before, changes, dryRun);
      if (flags.bool("list")) env.stdout(listing(after, "labels", targets.singleItemImplied));
      else print(after, release.has("scaleDryRunNamed") ? withDryRun(operation, dryRun) : operation);
    });
  },
};

function readLabels(pairs: readonly string[]): PairChanges {
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const pair of pairs) {
    const [key = "", value, ...more] = pair.split("=");
    if (value !== undefined) {
      if (more.length > 0) throw new CommandError(`invalid label spec: ${pair}`);
      const problems = checkLabelValue(value);
      if (problems.length > 0) throw new CommandError(`invalid label value: ${JSON.stringify(pair)}: ${problems.join(";")}`);
      set.set(key, value);
    } else if (pair.endsWith("-")) remove.push(pair.slice(0, -1));
    else throw new CommandError(`unknown label spec: ${pair}`);
  }
  if (remove.some((key) => set.has(key))) throw new CommandError("can not both modify and remove a label in the same command");
  return { set, remove };
}

function check({ flags, release }: Invocation, dryRun: DryRun, resources: readonly string[], changes: PairChanges): void {
  const files = filesOf(flags);
  if (flags.bool("list") && flags.text("output") !== "") throw new CommandError("--list and --output may not be specified together");
  if (flags.bool("local") && dryRun === "server")
    throw new CommandError("cannot specify --local and --dry-run=server - did you mean --dry-run=client?");
  if (flags.bool("all") && flags.text("selector") !== "") throw new CommandError("cannot set --all and --selector at the same time");
  if (flags.bool("all") && flags.text("field-selector") !== "")
    throw new CommandError("cannot set --all and --field-selector at the same time");
  const noFiles = files.filenames.length === 0 && files.kustomize === "";
  if (flags.bool("local") && release.has("labelLocalFilesOnly")) {
    if (resources.length > 0)
      throw new CommandError("can only use local files by -f pod.yaml or --filename=pod.json when --local=true is set");
    if (noFiles) throw new CommandError("one or more files must be specified as -f pod.yaml or --filename=pod.json");
  } else if (resources.length === 0 && noFiles) {
    throw new CommandError("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  }
  if (changes.set.size + changes.remove.length === 0 && !flags.bool("list"))
    throw new CommandError("at least one label update is required");
}

interface Relabeled {
  readonly after: KubeObject;
  readonly operation: string;
}

async function relabel(
  invocation: Invocation,
  info: ResourceInfo,
  before: KubeObject,
  changes: PairChanges,
  dryRun: DryRun,
): Promise<Relabeled> {
  const { flags, env, release } = invocation;
  const onlyHere = dryRun === "client" || flags.bool("local") || flags.bool("list");
  if (!onlyHere) {
    for (const key of changes.remove) {
      if (before.metadata.labels?.[key] === undefined) env.stdout(`label ${JSON.stringify(key)} not found.\n`);
    }
  }
  if (!flags.bool("overwrite")) refuseOverwrites(before, changes, release);
  const labeled = withChanges(before, "labels", changes, flags.text("resource-version"));
  if (onlyHere) return { after: labeled, operation: operationOf(invocation, before, labeled) };
  const after = recorded(invocation, labeled);
  await sendChanges(invocation, info, before, after, dryRun);
  return { after, operation: operationOf(invocation, before, after) };
}

function refuseOverwrites({ metadata }: KubeObject, changes: PairChanges, release: Release): void {
  const taken: Error[] = [];
  for (const [key, wanted] of changes.set) {
    const value = metadata.labels?.[key];
    if (value === undefined || (release.has("labelSameValueAllowed") && value === wanted)) continue;
    taken.push(new CommandError(`'${key}' already has a value (${value}), and --overwrite is false`));
  }
  if (taken.length > 0) throw new FailureList(taken);
}

/** `labeled`, `not labeled`; from 1.22 on an object whose text got shorter was `unlabeled`. */
function operationOf({ release, flags }: Invocation, before: KubeObject, after: KubeObject): string {
  const [old, now] = [encodeObject(before), encodeObject(after)];
  if (old === now) return "not labeled";
  const rule = release.value("unlabeledWhen");
  if (rule === "never" || now.length >= old.length) return "labeled";
  return rule === "shorter" || !flags.bool("overwrite") ? "unlabeled" : "labeled";
}
