import type { Command } from "commander";
import type { CommandSite } from "../index.ts";
import { withSidecar, type DocumentFlags } from "./flags.ts";

/** Flags of `k8sim lab hint`. */
export interface HintFlags extends Pick<DocumentFlags, "sidecar"> {
  readonly lang?: string;
}

/** `k8sim lab hint FILE [GOAL]` */
export function addHintCommand(lab: Command, site: CommandSite): void {
  const hint = lab
    .command("hint")
    .argument("<FILE>", "a document, or the name of a shipped lab")
    .argument("[GOAL]", "number of the goal, or words of it; all goals unless told")
    .description("show a lab's goals with their hints")
    .option("--lang <LANG>", "language of the hints, as en or ko; that of the environment unless told");
  withSidecar(hint).action(async (file: string, goal: string | undefined, flags: HintFlags) => {
    const { showHints } = await import("./show-hints.ts");
    site.output.stdout(showHints(file, goal, flags, languageOf(flags.lang)));
  });
}

/** The language that was asked for, else that of the environment: `ko` of `ko_KR.UTF-8`. */
export function languageOf(asked: string | undefined): string {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const found = asked ?? /^[a-z]{2}(?=[_.]|$)/.exec(LC_ALL || LC_MESSAGES || LANG || "")?.[0];
  return found ?? "en";
}
