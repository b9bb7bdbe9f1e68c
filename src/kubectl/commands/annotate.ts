import type { KubeObject } from "../../machinery/object.ts";
import type { Command, Invocation } from "../command.ts";
import { type DryRun, readDryRun, withDryRun } from "../dry-run.ts";
import { CommandError } from "../errors.ts";
import { findTargets, listing, metadataFlags, sendChanges, withChanges, withoutResourceVersion } from "../metadata/change.ts";
import { type PairChanges, readPairs, splitPairs } from "../metadata/pairs.ts";
import { CHANGE_CAUSE, recorded } from "../objects/annotations.ts";
import { resultPrinter } from "../print/object-printer.ts";
import { objectOf, type ResourceInfo } from "../resources/info.ts";
import { filesOf } from "../resources/query.ts";

/** `kubectl annotate`. kubectl/pkg/cmd/annotate/annotate.go */
export const annotateCommand: Command = {
  use: () => "annotate [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]",
  examples:
    "# Note something on a pod\nkubectl annotate pod web owner='team a'\n\n# Change the note\nkubectl annotate --overwrite pod web owner='team b'\n\n# Take it away\nkubectl annotate pod web owner-",
  flags: (release) => metadataFlags(release, "annotations", "kubectl-annotate"),
  async run(invocation) {
    const { flags, env, args } = invocation;
    const dryRun = readDryRun(env, flags);
    const print = await resultPrinter(env, flags);
    const list = flags.has("list") && flags.bool("list");
    if (list && flags.text("output") !== "") throw new CommandError("--list and --output may not be specified together");
    const { resources, pairs } = splitPairs(args, "annotation");
    const changes = readPairs(pairs, "annotation", true);
    check(invocation, dryRun, resources, changes, list);
    const targets = await findTargets(invocation, resources);
    await targets.visit(async (info) => {
      const after = await reannotate(invocation, info, changes, dryRun, list);
      if (list) env.stdout(listing(after, "annotations", targets.singleItemImplied));
      else print(after, withDryRun("annotated", dryRun));
    });
  },
};

function check({ flags }: Invocation, dryRun: DryRun, resources: readonly string[], changes: PairChanges, list: boolean): void {
  const files = filesOf(flags);
  const noFiles = files.filenames.length === 0 && files.kustomize === "";
  if (flags.bool("all") && flags.text("selector") !== "") throw new CommandError("cannot set --all and --selector at the same time");
  if (flags.bool("all") && flags.text("field-selector") !== "")
    throw new CommandError("cannot set --all and --field-selector at the same time");
  if (!flags.bool("local")) {
    if (resources.length === 0 && noFiles)
      throw new CommandError("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  } else {
    if (dryRun === "server") throw new CommandError("cannot specify --local and --dry-run=server - did you mean --dry-run=client?");
    if (resources.length > 0)
      throw new CommandError("can only use local files by -f rsrc.yaml or --filename=rsrc.json when --local=true is set");
    if (noFiles) throw new CommandError("one or more files must be specified as -f rsrc.yaml or --filename=rsrc.json");
  }
  if (changes.set.size + changes.remove.length === 0 && !list) throw new CommandError("at least one annotation update is required");
  const both = changes.remove.filter((key) => changes.set.has(key));
  if (both.length > 0)
    throw new CommandError(`can not both modify and remove the following annotation(s) in the same command: ${both.join(", ")}`);
}

async function reannotate(
  invocation: Invocation,
  info: ResourceInfo,
  changes: PairChanges,
  dryRun: DryRun,
  list: boolean,
): Promise<KubeObject> {
  const { flags, release } = invocation;
  const wanted = flags.text("resource-version");
  const onlyHere = dryRun === "client" || flags.bool("local") || list;
  const before = onlyHere ? objectOf(info) : withoutResourceVersion(objectOf(info), wanted);
  const start = onlyHere ? before : recorded(invocation, before);
  if (!flags.bool("overwrite")) refuseOverwrites(start, changes, release.has("annotateSameValue"));
  const after = withChanges(start, "annotations", changes, wanted);
  return onlyHere ? after : sendChanges(invocation, info, before, after, dryRun);
}

/** The change cause alone may always be written over. */
function refuseOverwrites({ metadata }: KubeObject, changes: PairChanges, sameValueGoes: boolean): void {
  const isTaken = ([key, value]: [string, string]): boolean => {
    const current = metadata.annotations?.[key];
    return key !== CHANGE_CAUSE && current !== undefined && !(sameValueGoes && current === value);
  };
  const taken = [...changes.set].filter(isTaken).map(([key]) => key);
  if (taken.length === 0) return;
  const found = taken.map((key) => `'${key}' already has a value (${metadata.annotations?.[key] ?? ""})`).join("; ");
  throw new CommandError(`--overwrite is false but found the following declared annotation(s): ${found}`);
}
