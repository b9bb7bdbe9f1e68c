import type { Command } from "commander";
import type { CommandSite } from "../index.ts";

/** Flags of `k8sim lab step`. */
export interface StepFlags {
  readonly cluster: string;
  readonly profile?: string;
  readonly kubernetesVersion?: string;
  readonly seed?: string;
  readonly section?: string;
  readonly sidecar?: string;
  readonly lang?: string;
  readonly to?: string;
  readonly next?: boolean;
  readonly back?: boolean;
}

/** `k8sim lab step FILE` */
export function addStepCommand(lab: Command, site: CommandSite): void {
  lab
    .command("step")
    .argument("<FILE>", "a document, or the name of a shipped lab")
    .description("go through a document step by step, forth and back, and try something of your own on the way")
    .option("--to <LINE>", "go to the step on that line and end")
    .option("--next", "go one step on from where the last call ended")
    .option("--back", "go one step back from where the last call ended")
    .option("--section <TEXT>", "only the section under the heading that holds this text")
    .option("--sidecar <FILE>", "settings of the document; NAME.lab.yaml beside it unless told")
    .option("--cluster <NAME>", "name of the cluster that is played on; it is replaced", "lab")
    .option("--profile <NAME>", "profile of the cluster; the document's own, else book, unless told")
    .option("--kubernetes-version <vX.Y.Z>", "Kubernetes' version; the document's own, else the profile's, unless told")
    .option("--seed <N>", "seed of the draws that the document does not show; the document's own, else 1, unless told")
    .option("--lang <LANG>", "language of goals and hints, as en or ko; that of the environment unless told")
    .action(async (file: string, flags: StepFlags) => {
      const { stepLab } = await import("./step-lab.ts");
      await stepLab(site, file, flags);
    });
}
