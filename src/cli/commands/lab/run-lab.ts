import { ownCommands } from "../../own-commands.ts";
import { openCluster } from "../../../cluster/cluster.ts";
import { createSession } from "../../../cluster/session.ts";
import { createGoalBoard, tickOf } from "../../../lab/goals/board.ts";
import { playLab } from "../../../lab/play.ts";
import { itemText } from "../../../lab/report/item-text.ts";
import { contradictionText, summaryText } from "../../../lab/report/summary.ts";
import type { CommandSite } from "../index.ts";
import { clusterFlags, clusterToPlay } from "./cluster-options.ts";
import { goalsOf, readTranscript } from "./document.ts";
import { keptFindings } from "./kept-findings.ts";
import { languageOf } from "./hint.ts";
import type { RunFlags } from "./run.ts";

/** Plays a document, shows each step as it happens and leaves its cluster in use. Exit code 1 when an output differs. */
export async function runLab(site: CommandSite, file: string, flags: RunFlags): Promise<void> {
  const { output } = site;
  const transcript = readTranscript(file, flags);
  const board = createGoalBoard(goalsOf(file, transcript), site.home, languageOf(undefined));
  const show = (text: string): void => {
    output.stdout(text);
    output.flush();
  };
  const toPlay = clusterToPlay(transcript, clusterFlags(flags));
  const report = await playLab(transcript, {
    own: ownCommands,
    known: keptFindings,
    home: site.home,
    cluster: flags.cluster,
    ...toPlay,
    create: { ...toPlay.create, force: flags.force === true },
    onItem: (played) => show(itemText(file, played)),
    async between(standstill) {
      for (const goal of await board.look(standstill)) show(`${tickOf(goal, languageOf(undefined))}\n\n`);
      return true;
    },
  });
  for (const contradiction of report.contradictions) output.stdout(`${contradictionText(file, contradiction)}\n`);
  output.stdout(`${summaryText(report)}\n`);
  for (const line of board.lines()) output.stdout(`${line}\n`);
  await letTimeRun(site.home, flags.cluster);
  if (report.items.some(({ status }) => status === "differs" || status === "unsupported")) site.exitCode = 1;
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
