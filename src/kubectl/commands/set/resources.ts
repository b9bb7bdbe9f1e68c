import type { PodSpec } from "../../../kinds/core/pod/types.ts";
import { canonicalQuantity } from "../../../machinery/quantity.ts";
import type { Command } from "../../command.ts";
import { readDryRun } from "../../dry-run.ts";
import { CommandError } from "../../errors.ts";
import { recordFlag, selectorFlag } from "../../flags/common.ts";
import { recorded } from "../../objects/annotations.ts";
import { resultPrinter } from "../../print/object-printer.ts";
import { changeAll, findTargets, refuseLocalServerDryRun, setFlags } from "./change.ts";
import { selectContainers, withPodSpec } from "./pod-spec.ts";

/** `kubectl set resources`. kubectl/pkg/cmd/set/set_resources.go */
export const setResourcesCommand: Command = {
  use: () => "resources (-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]",
  long: "Set the requests and limits of containers, in pods or in the templates of what makes pods.",
  examples: "# Limits of one container\nkubectl set resources deployment web -c=nginx --limits=cpu=200m,memory=512Mi",
  flags: (release) => [
    ...setFlags,
    { name: "containers", shorthand: "c", type: "string", default: "*", usage: "The containers to change; * is a wildcard." },
    { name: "limits", type: "string", usage: "The limits to set, as cpu=100m,memory=256Mi." },
    recordFlag(release),
    { name: "requests", type: "string", usage: "The requests to set, as cpu=100m,memory=256Mi." },
    selectorFlag,
  ],
  async run(invocation) {
    const { env, flags, args } = invocation;
    const dryRun = readDryRun(env, flags);
    await resultPrinter(env, flags);
    const infos = await findTargets(invocation, args, true);
    refuseLocalServerDryRun(invocation, dryRun);
    if (flags.bool("all") && flags.text("selector") !== "") throw new CommandError("cannot set --all and --selector at the same time");
    if (flags.text("limits") === "" && flags.text("requests") === "") {
      throw new CommandError("you must specify an update to requests or limits (in the form of --requests/--limits)");
    }
    const wanted = { limits: readList(flags.text("limits")), requests: readList(flags.text("requests")) };
    const failures: Error[] = [];
    const pattern = flags.text("containers");
    await changeAll(
      invocation,
      infos,
      dryRun,
      {
        operation: "resource requirements updated",
        patchFailed: "failed to patch resources update to pod template",
        change(object, info) {
          let found = false;
          const changed = withPodSpec(invocation, info, object, (spec) => void (found = setRequirements(spec, pattern, wanted)));
          if (!found) failures.push(new CommandError(`error: unable to find container named ${pattern}`));
          return found ? recorded(invocation, changed) : undefined;
        },
      },
      failures,
    );
  },
};

type Amounts = Record<string, string>;

/** `cpu=100m,memory=256Mi`. kubectl/pkg/generate/versioned/run.go populateResourceListV1 */
function readList(text: string): Amounts {
  const amounts: Amounts = {};
  for (const part of text === "" ? [] : text.split(",")) {
    const [name = "", amount, ...more] = part.split("=");
    if (amount === undefined || more.length > 0) throw new CommandError(`Invalid argument syntax ${part}, expected <resource>=<value>`);
    try {
      amounts[name] = canonicalQuantity(amount);
    } catch (error) {
      throw new CommandError((error as Error).message);
    }
  }
  return amounts;
}

function setRequirements(spec: PodSpec, pattern: string, wanted: { limits: Amounts; requests: Amounts }): boolean {
  const containers = selectContainers(spec, pattern);
  for (const container of containers) {
    const { limits, requests } = container.resources ?? {};
    container.resources = {
      ...container.resources,
      ...(Object.keys(wanted.limits).length === 0 ? {} : { limits: { ...limits, ...wanted.limits } }),
      ...(Object.keys(wanted.requests).length === 0 ? {} : { requests: { ...requests, ...wanted.requests } }),
    };
  }
  return containers.length > 0;
}
