import { createTabwriter, GET_TABLE } from "../../../base/tabwriter.ts";
import { summarize } from "../../../lab/report/show.ts";
import { SHIPPED_LABS } from "../../../lab/shipped/labs.ts";
import { clusterOptions } from "./cluster-options.ts";
import { readTranscript, textOf } from "./document.ts";

/** The shipped labs: a table, or JSON. */
export function listText(asJson: boolean): string {
  const labs = Object.keys(SHIPPED_LABS).map((name) => {
    const transcript = readTranscript(name, {});
    const { title, summary, steps } = summarize(transcript, textOf(name));
    const { profile = "" } = clusterOptions(transcript, {});
    return { name, title, profile, steps, ...(summary === undefined ? {} : { summary }) };
  });
  if (asJson) return `${JSON.stringify(labs, null, 2)}\n`;
  const table = createTabwriter(GET_TABLE);
  table.write("NAME\tPROFILE\tSTEPS\tTITLE\n");
  for (const { name, profile, steps, title } of labs) table.write(`${name}\t${profile}\t${steps}\t${title}\n`);
  return table.flush();
}
