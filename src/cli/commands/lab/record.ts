import type { Command } from "commander";
import type { CommandSite } from "../index.ts";

/** Flags of `k8sim lab record`. */
export interface RecordFlags {
  readonly cluster: string;
  readonly profile?: string;
  readonly kubernetesVersion?: string;
  readonly seed?: string;
  readonly title?: string;
  readonly force?: boolean;
}

/** `k8sim lab record [FILE]` */
export function addRecordCommand(lab: Command, site: CommandSite): void {
  lab
    .command("record")
    .argument("[FILE]", "where the lab is written; it is shown when absent")
    .description("type at a fresh cluster, and have the session written down as a lab that lab test plays")
    .option("--title <TEXT>", "heading of the lab")
    .option("--cluster <NAME>", "name of the cluster that is typed at", "lab")
    .option("--profile <NAME>", "profile of the cluster", "book")
    .option("--kubernetes-version <vX.Y.Z>", "Kubernetes' version instead of the profile's")
    .option("--seed <N>", "seed of all that is drawn by chance", "1")
    .option("--force", "replace a cluster, or a file, of that name")
    .action(async (file: string | undefined, flags: RecordFlags) => {
      const { recordLab } = await import("./record-lab.ts");
      await recordLab(site, file, flags);
    });
}
