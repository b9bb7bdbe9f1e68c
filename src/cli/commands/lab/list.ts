import type { Command } from "commander";
import { UserError } from "../../../base/user-error.ts";
import type { CommandSite } from "../index.ts";

/** `k8sim lab list` */
export function addListCommand(lab: Command, site: CommandSite): void {
  lab
    .command("list")
    .description("list the labs that come with k8sim")
    .option("-o, --output <FORMAT>", "json")
    .action(async ({ output }: { output?: string }) => {
      const { listText } = await import("./list-labs.ts");
      site.output.stdout(listText(asJson(output)));
    });
}

/** Whether JSON was asked for; throws UserError for another format. */
export function asJson(format: string | undefined): boolean {
  if (format !== undefined && format !== "json") throw new UserError(`"${format}" is no format; there is json`);
  return format === "json";
}
