import type { Command } from "commander";
import type { CommandSite } from "../index.ts";
import { addCommandToCome } from "../not-yet.ts";
import { PLAYER_COMMAND, playForParent } from "./player-process.ts";
import { addRunCommand } from "./run.ts";
import { addTestCommand } from "./test.ts";

const COMMANDS_TO_COME = ["list", "record", "show", "step"] as const;

/** `k8sim lab …` */
export function addLabCommand(program: Command, site: CommandSite): void {
  const lab = program.command("lab").description("play labs and transcripts");
  addRunCommand(lab, site);
  addTestCommand(lab, site);
  lab.command(PLAYER_COMMAND, { hidden: true }).action(playForParent);
  for (const name of COMMANDS_TO_COME) addCommandToCome(lab, name, `k8sim lab ${name}`);
}
