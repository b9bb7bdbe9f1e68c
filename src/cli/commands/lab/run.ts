import type { Command } from "commander";
import { openCluster } from "../../../cluster/cluster.ts";
import { createSession } from "../../../cluster/session.ts";
import type { PlayedItem } from "../../../lab/report/types.ts";
import { wholeNumberArgument } from "../../arguments.ts";
import type { CommandSite } from "../index.ts";
import { clusterOptions } from "./cluster-options.ts";
import { readTranscript } from "./document.ts";

interface RunOptions {
  readonly cluster: string;
  readonly profile?: string;
  readonly seed?: string;
  readonly section?: string;
  readonly force?: boolean;
}

/** `k8sim lab run FILE` */
export function addRunCommand(lab: Command, site: CommandSite): void {
  lab
    .command("run")
    .argument("<FILE>", "a Markdown document with commands and outputs")
    .description("play a document on a fresh cluster and compare each output with what it shows")
    .option("--section <TEXT>", "only the section under the heading that holds this text")
    .option("--cluster <NAME>", "name of the cluster that is left to type at", "lab")
    .option("--profile <NAME>", "profile of the cluster; the document's own, else book, unless told")
    .option("--seed <N>", "seed of the draws that the document does not show; the document's own, else 1, unless told")
    .option("--force", "replace a cluster of that name")
    .action((file: string, options: RunOptions) => run(site, file, options));
}

async function run(site: CommandSite, file: string, options: RunOptions): Promise<void> {
  const { output } = site;
  const transcript = await readTranscript(file, options);
  const { playLab } = await import("../../../lab/play.ts");
  const { contradictionText, summaryText } = await import("../../../lab/report/summary.ts");
  const { profile, seed } = options;
  const flags = {
    ...(profile === undefined ? {} : { profile }),
    ...(seed === undefined ? {} : { seed: wholeNumberArgument(seed, "seed", 0) }),
  };
  const create = { ...clusterOptions(transcript.settings, flags), force: options.force === true };
  const report = await playLab(transcript, {
    home: site.home,
    cluster: options.cluster,
    create,
    onItem: (played) => output.stdout(itemText(file, played)),
  });
  for (const contradiction of report.contradictions) output.stdout(`${contradictionText(file, contradiction)}\n`);
  output.stdout(`${summaryText(report)}\n`);
  await letTimeRun(site.home, options.cluster);
  if (report.items.some(({ status }) => status === "differs" || status === "unsupported")) site.exitCode = 1;
}

/** A command with its output and, where the document shows another one, the document's. */
function itemText(file: string, { item, status, actual, why }: PlayedItem): string {
  const command = "command" in item ? `$ ${item.command.replaceAll("\n", "\n> ")}\n` : "… (the loop goes on)\n";
  const place = `${file}:${item.line}`;
  const expected = (item.expected ?? []).map(({ text }) => `  ${text}\n`).join("");
  const notes: Record<PlayedItem["status"], string> = {
    equal: "",
    excused: `# ${place}: ${why ?? "the document contradicts itself here"}; it shows\n${expected}`,
    differs: `# ${place}: the document shows\n${expected}`,
    skipped: `# ${place}: skipped: ${why ?? ""}\n`,
    unsupported: `# ${place}: not emulated: ${why ?? ""}\n`,
  };
  return `${command}${actual}${actual === "" || actual.endsWith("\n") ? "" : "\n"}${notes[status]}\n`;
}

/** The cluster that is left behind goes on by itself from where the lab ended. */
async function letTimeRun(home: string, name: string): Promise<void> {
  const session = createSession(await openCluster(home, name));
  try {
    await session.write(() => session.cluster.transactor.setClock({ mode: "real" }));
    await session.end();
  } finally {
    session.cluster.close();
  }
}
