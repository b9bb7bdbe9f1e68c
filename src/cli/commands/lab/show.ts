import type { Command } from "commander";
import type { CommandSite } from "../index.ts";
import { withSection, withSidecar, type DocumentFlags } from "./flags.ts";
import { asJson } from "./list.ts";

/** Flags of `k8sim lab show`. */
export interface ShowFlags extends DocumentFlags {
  readonly output?: string;
}

/** `k8sim lab show FILE` */
export function addShowCommand(lab: Command, site: CommandSite): void {
  const show = lab
    .command("show")
    .argument("<FILE>", "a document, or the name of a shipped lab")
    .description("show how k8sim reads a document: its steps, outputs and settings, and what is guessed");
  withSidecar(withSection(show))
    .option("-o, --output <FORMAT>", "json")
    .action(async (file: string, flags: ShowFlags) => {
      const { readTranscript, textOf } = await import("./document.ts");
      const { clusterOptions, guessedSettings } = await import("./cluster-options.ts");
      const { showJson, showText } = await import("../../../lab/report/show.ts");
      const transcript = readTranscript(file, flags);
      const { machines = {}, ...guess } = guessedSettings(transcript, {});
      const cluster = { options: clusterOptions(transcript, {}), guessed: Object.keys({ ...guess, ...machines }) };
      const text = asJson(flags.output) ? showJson : showText;
      site.output.stdout(text(transcript, textOf(file), cluster));
    });
}
