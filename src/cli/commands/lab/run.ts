import type { Command } from "commander";
import type { CommandSite } from "../index.ts";

/** Flags of `k8sim lab run`. */
export interface RunFlags {
  readonly cluster: string;
  readonly profile?: string;
  readonly kubernetesVersion?: string;
  readonly seed?: string;
  readonly section?: string;
  readonly sidecar?: string;
  readonly force?: boolean;
}

/** `k8sim lab run FILE` */
export function addRunCommand(lab: Command, site: CommandSite): void {
  lab
    .command("run")
    .argument("<FILE>", "a document with commands and outputs, or the name of a shipped lab")
    .description("play a document on a fresh cluster, which stays, and compare each output with what it shows")
    .option("--section <TEXT>", "only the section under the heading that holds this text")
    .option("--sidecar <FILE>", "settings of the document; NAME.lab.yaml beside it unless told")
    .option("--cluster <NAME>", "name of the cluster that is left to type at", "lab")
    .option("--profile <NAME>", "profile of the cluster; the document's own, else book, unless told")
    .option("--kubernetes-version <vX.Y.Z>", "Kubernetes' version; the document's own, else the profile's, unless told")
    .option("--seed <N>", "seed of the draws that the document does not show; the document's own, else 1, unless told")
    .option("--force", "replace a cluster of that name")
    .action(async (file: string, flags: RunFlags) => {
      const { runLab } = await import("./run-lab.ts");
      await runLab(site, file, flags);
    });
}
