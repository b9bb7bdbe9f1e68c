import type { Command } from "commander";
import type { CommandSite } from "../index.ts";
import { withPlayFlags, type PlayFlags } from "./flags.ts";

/** Flags of `k8sim lab run`. */
export interface RunFlags extends PlayFlags {
  readonly force?: boolean;
}

/** `k8sim lab run FILE` */
export function addRunCommand(lab: Command, site: CommandSite): void {
  const run = lab
    .command("run")
    .argument("<FILE>", "a document with commands and outputs, or the name of a shipped lab")
    .description("play a document on a fresh cluster, which stays, and compare each output with what it shows");
  withPlayFlags(run, "name of the cluster that is left to type at")
    .option("--force", "replace a cluster of that name")
    .action(async (file: string, flags: RunFlags) => {
      const { runLab } = await import("./run-lab.ts");
      await runLab(site, file, flags);
    });
}
