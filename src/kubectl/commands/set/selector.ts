import type { KubeObject } from "../../../machinery/object.ts";
import type { Command, Invocation } from "../../command.ts";
import { readDryRun } from "../../dry-run.ts";
import { CommandError } from "../../errors.ts";
import { recordFlag, recursiveFilenameFlags } from "../../flags/common.ts";
import { withoutResourceVersion } from "../../metadata/change.ts";
import { readLabelSelector } from "../../objects/label-selector.ts";
import { recorded } from "../../objects/annotations.ts";
import { resultPrinter } from "../../print/object-printer.ts";
import { objectOf, type ResourceInfo } from "../../resources/info.ts";
import { changeAll, findTargets, setFlags } from "./change.ts";

/** `kubectl set selector`. kubectl/pkg/cmd/set/set_selector.go */
export const setSelectorCommand: Command = {
  use: () => "selector (-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]",
  long: "Put a new selector in the place of a service's old one.",
  examples: "kubectl set selector service web app=web,tier=front",
  flags: (release) => [
    ...setFlags.filter(({ name }) => !["filename", "kustomize", "recursive"].includes(name)),
    ...recursiveFilenameFlags("Files that name the objects to change."),
    recordFlag(release),
    { name: "resource-version", type: "string", usage: "Only change the object when it has this resource version." },
  ],
  async run(invocation) {
    const { env, flags, args, release } = invocation;
    const dryRun = readDryRun(env, flags);
    const wanted = args.length === 0 ? undefined : readLabelSelector(args.at(-1) ?? "", release);
    await resultPrinter(env, flags);
    if (wanted === undefined) throw new CommandError("one selector is required");
    const infos = await findTargets(invocation, args.slice(0, -1), true);
    const resourceVersion = flags.text("resource-version");
    for (const info of infos) info.object = withoutResourceVersion(objectOf(info), resourceVersion);
    await changeAll(invocation, infos, dryRun, {
      operation: "selector updated",
      patchFailed: "",
      sendsEmptyPatch: true,
      change: (object, info) => recorded(invocation, withSelector(invocation, object, info, wanted)),
    });
  },
};

/** Only services have a selector that may change. */
function withSelector(
  { flags }: Invocation,
  object: KubeObject,
  { mapping }: ResourceInfo,
  { matchLabels, matchExpressions }: ReturnType<typeof readLabelSelector>,
): KubeObject {
  if (mapping.group !== "" || mapping.resource !== "services") throw new CommandError("setting a selector is only supported for Services");
  if (matchExpressions.length > 0) {
    const shown = matchExpressions.map(({ key, operator, values = [] }) => `{${key} ${operator} [${values.join(" ")}]}`);
    throw new CommandError(`match expression [${shown.join(" ")}] not supported on this object`);
  }
  const resourceVersion = flags.text("resource-version");
  const metadata = resourceVersion === "" ? object.metadata : { ...object.metadata, resourceVersion };
  return { ...object, metadata, spec: { ...(object["spec"] as object), selector: matchLabels } };
}
