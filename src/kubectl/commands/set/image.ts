import type { PodSpec } from "../../../kinds/core/pod/types.ts";
import type { Command, Invocation } from "../../command.ts";
import { type DryRun, readDryRun } from "../../dry-run.ts";
import { CommandError, FailureList } from "../../errors.ts";
import { recordFlag, selectorFlag } from "../../flags/common.ts";
import { readPairs, splitPairs } from "../../metadata/pairs.ts";
import { recorded } from "../../objects/annotations.ts";
import { resultPrinter } from "../../print/object-printer.ts";
import { filesOf } from "../../resources/query.ts";
import { changeAll, findTargets, setFlags } from "./change.ts";
import { withPodSpec } from "./pod-spec.ts";

/** `kubectl set image`. kubectl/pkg/cmd/set/set_image.go */
export const setImageCommand: Command = {
  use: () => "image (-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N",
  long: "Set the images of containers, in pods or in the templates of what makes pods. `*` stands for all containers.",
  examples:
    "# The image of one container\nkubectl set image deployment/web nginx=nginx:1.19\n\n# The same image everywhere\nkubectl set image deployments --all '*=nginx:1.19'",
  flags: (release) => [...setFlags, recordFlag(release), selectorFlag],
  async run(invocation) {
    const { env, flags, args } = invocation;
    const dryRun = readDryRun(env, flags);
    await resultPrinter(env, flags);
    const { resources, pairs } = splitPairs(args, "image");
    const images = readPairs(pairs, "image", false).set;
    const infos = await findTargets(invocation, resources, true);
    check(invocation, dryRun, resources, images);
    const failures: Error[] = [];
    await changeAll(
      invocation,
      infos,
      dryRun,
      {
        operation: "image updated",
        patchFailed: "failed to patch image update to pod template:",
        change: (object, info) =>
          recorded(
            invocation,
            withPodSpec(invocation, info, object, (spec) => setImages(spec, images, failures)),
          ),
      },
      failures,
    );
  },
};

function check({ flags }: Invocation, dryRun: DryRun, resources: readonly string[], images: ReadonlyMap<string, string>): void {
  const files = filesOf(flags);
  const problems: string[] = [];
  if (flags.bool("all") && flags.text("selector") !== "") problems.push("cannot set --all and --selector at the same time");
  if (resources.length === 0 && files.filenames.length === 0 && files.kustomize === "") {
    problems.push("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  }
  if (images.size === 0) problems.push("at least one image update is required");
  else if (images.size > 1 && images.has("*")) {
    problems.push("all containers are already specified by *, but saw more than one container_name=container_image pairs");
  }
  if (flags.bool("local") && dryRun === "server")
    problems.push("cannot specify --local and --dry-run=server - did you mean --dry-run=client?");
  if (problems.length > 0) throw new FailureList(problems.map((problem) => new CommandError(problem)));
}

function setImages(spec: PodSpec, images: ReadonlyMap<string, string>, failures: Error[]): void {
  for (const [name, image] of images) {
    const all = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
    const chosen = all.filter((container) => name === "*" || container.name === name);
    for (const container of chosen) container.image = image;
    if (chosen.length === 0) failures.push(new CommandError(`error: unable to find container named ${JSON.stringify(name)}`));
  }
}
