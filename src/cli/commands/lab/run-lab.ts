import { openCluster } from "../../../cluster/cluster.ts";
import { createSession } from "../../../cluster/session.ts";
import { playLab } from "../../../lab/play.ts";
import { comparedOf } from "../../../lab/report/results.ts";
import { contradictionText, summaryText } from "../../../lab/report/summary.ts";
import type { PlayedItem } from "../../../lab/report/types.ts";
import { unifiedDiff } from "../../../lab/report/unified.ts";
import type { CommandSite } from "../index.ts";
import { clusterFlags, clusterOptions } from "./cluster-options.ts";
import { readTranscript } from "./document.ts";
import type { RunFlags } from "./run.ts";

/** Plays a document, shows each step as it happens and leaves its cluster in use. Exit code 1 when an output differs. */
export async function runLab(site: CommandSite, file: string, flags: RunFlags): Promise<void> {
  const { output } = site;
  const transcript = readTranscript(file, flags);
  const report = await playLab(transcript, {
    home: site.home,
    cluster: flags.cluster,
    create: { ...clusterOptions(transcript.settings, clusterFlags(flags)), force: flags.force === true },
    onItem(played) {
      output.stdout(itemText(file, played));
      output.flush();
    },
  });
  for (const contradiction of report.contradictions) output.stdout(`${contradictionText(file, contradiction)}\n`);
  output.stdout(`${summaryText(report)}\n`);
  await letTimeRun(site.home, flags.cluster);
  if (report.items.some(({ status }) => status === "differs" || status === "unsupported")) site.exitCode = 1;
}

/** A command with its output and, where the document shows another one, the difference. */
export function itemText(file: string, played: PlayedItem): string {
  const { item, status, actual, why } = played;
  const command = "command" in item ? `$ ${item.command.replaceAll("\n", "\n> ")}\n` : "… (it goes on)\n";
  const place = `${file}:${item.line}`;
  const diff = unifiedDiff(file, comparedOf(played)).replaceAll(/^(?=.)/gm, "  ");
  const notes: Record<PlayedItem["status"], string> = {
    equal: "",
    excused: `# ${place}: ${why ?? "the document contradicts itself here"}\n${diff}`,
    differs: `# ${place}: the document shows another output${why === undefined ? "" : `: ${why}`}\n${diff}`,
    skipped: `# ${place}: skipped: ${why ?? ""}\n`,
    unsupported: `# ${place}: not emulated: ${why ?? ""}\n`,
  };
  return `${command}${actual}${actual === "" || actual.endsWith("\n") ? "" : "\n"}${notes[status]}\n`;
}

/** The cluster that is left behind goes on by itself from where the lab ended. */
export async function letTimeRun(home: string, name: string): Promise<void> {
  const session = createSession(await openCluster(home, name));
  try {
    await session.write(() => session.cluster.transactor.setClock({ mode: "real" }));
    await session.end();
  } finally {
    session.cluster.close();
  }
}
