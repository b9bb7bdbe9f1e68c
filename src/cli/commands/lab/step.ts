import type { Command } from "commander";
import type { CommandSite } from "../index.ts";
import { withPlayFlags, type PlayFlags } from "./flags.ts";

/** Flags of `k8sim lab step`. */
export interface StepFlags extends PlayFlags {
  readonly lang?: string;
  readonly to?: string;
  readonly next?: boolean;
  readonly back?: boolean;
}

/** `k8sim lab step FILE` */
export function addStepCommand(lab: Command, site: CommandSite): void {
  const step = lab
    .command("step")
    .argument("<FILE>", "a document, or the name of a shipped lab")
    .description("go through a document step by step, forth and back, and try something of your own on the way")
    .option("--to <LINE>", "go to the step on that line and end")
    .option("--next", "go one step on from where the last call ended")
    .option("--back", "go one step back from where the last call ended");
  withPlayFlags(step, "name of the cluster that is played on; it is replaced")
    .option("--lang <LANG>", "language of goals and hints, as en or ko; that of the environment unless told")
    .action(async (file: string, flags: StepFlags) => {
      const { stepLab } = await import("./step-lab.ts");
      await stepLab(site, file, flags);
    });
}
