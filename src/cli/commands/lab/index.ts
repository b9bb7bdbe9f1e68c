import type { Command } from "commander";
import type { CommandSite } from "../index.ts";
import { addCommandToCome } from "../not-yet.ts";
import { addRunCommand } from "./run.ts";

const COMMANDS_TO_COME = ["list", "record", "show", "step", "test"] as const;

/** `k8sim lab …` */
export function addLabCommand(program: Command, site: CommandSite): void {
  const lab = program.command("lab").description("play labs and transcripts");
  addRunCommand(lab, site);
  for (const name of COMMANDS_TO_COME) addCommandToCome(lab, name, `k8sim lab ${name}`);
}
