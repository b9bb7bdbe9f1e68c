import type { Command } from "commander";
import type { CommandSite } from "../index.ts";
import { addHintCommand } from "./hint.ts";
import { addListCommand } from "./list.ts";
import { addRecordCommand } from "./record.ts";
import { addRunCommand } from "./run.ts";
import { addShowCommand } from "./show.ts";
import { addStepCommand } from "./step.ts";
import { addTestCommand } from "./test.ts";

/** `k8sim lab …` */
export function addLabCommand(program: Command, site: CommandSite): void {
  const lab = program.command("lab").description("play labs and transcripts");
  addRunCommand(lab, site);
  addStepCommand(lab, site);
  addTestCommand(lab, site);
  addShowCommand(lab, site);
  addListCommand(lab, site);
  addHintCommand(lab, site);
  addRecordCommand(lab, site);
  lab
    .command("__rehearse <folder>", { hidden: true })
    .action(async (folder: string) => (await import("./kept-findings.ts")).keepRehearsals(folder));
  lab.command("__play", { hidden: true }).action(async () => (await import("./player-process.ts")).playForParent());
}
