import { readFileSync, writeFileSync } from "node:fs";
import type { Command } from "commander";
import { UserError } from "../../base/user-error.ts";
import { currentCluster } from "../../cluster/home.ts";
import { parseProfile, parseProfileCsv, type Profile } from "../../cluster/load-sweep/profile.ts";
import { parseSetting } from "../../cluster/load-sweep/settings.ts";
import { parseRequestRate } from "../../cluster/load-text.ts";
import { durationArgument } from "../arguments.ts";
import { withSession } from "../with-session.ts";
import type { CommandSite } from "./index.ts";

interface SweepFlags {
  readonly deployment: string;
  readonly namespace: string;
  readonly profile: string;
  readonly try?: string[];
  readonly for: string;
  readonly from: string;
  readonly csv?: string;
}

const several = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

/** `k8sim load sweep URL --deployment NAME --try cpu=50,max=10 --try cpu=80,max=20 --profile ramp:10/s..200/s` */
export function addSweepCommand(load: Command, site: CommandSite): void {
  load
    .command("sweep")
    .argument("<URL>", "what is asked for")
    .description("try several settings of an autoscaler against one traffic profile, each on a copy of the cluster, in virtual time")
    .requiredOption("--deployment <NAME>", "what is scaled; autoscalers that it has are put aside")
    .option("-n, --namespace <NAMESPACE>", "namespace of the deployment", "default")
    .option(
      "--try <SETTINGS>",
      "as cpu=50,min=1,max=10,down=60s,up-pods=2, with memory=300Mi, rps=20 or object-rps=200 as targets; may be given again",
      several,
    )
    .option(
      "--profile <PROFILE>",
      "constant:50/s, ramp:10/s..200/s, steps:10/s,50/s,100/s, or a .csv file of seconds and rates",
      "constant:50/s",
    )
    .option("--for <DURATION>", "how long the traffic goes on", "20m")
    .option("--from <PLACE>", "pc, the name of a node, or [NAMESPACE/]POD", "pc")
    .option("--csv <FILE>", "write every point as CSV; - for standard output, and nothing else")
    .action((url: string, flags: SweepFlags) => runSweep(site, url, flags));
}

async function runSweep(site: CommandSite, url: string, flags: SweepFlags): Promise<void> {
  const { deployment, namespace, from, csv } = flags;
  const settings = (flags.try ?? []).map(parseSetting);
  if (settings.length === 0) throw new UserError("give at least one setting to try, as --try cpu=50,min=1,max=10");
  const wholeMs = durationArgument(flags.for);
  const profile = profileOf(flags.profile);
  // Makes sure that there is a cluster, and lets go of it: copies are made of what is on disk.
  await withSession(site.home, (session) => session.glance(() => undefined));
  const { sweep } = await import("../../cluster/load-sweep/sweep.ts");
  const runs = await sweep(site.home, currentCluster(site.home) ?? "", { url, from, deployment, namespace, settings, profile, wholeMs });
  const { sweepCsv, sweepPlot, sweepTable } = await import("../sweep-report.ts");
  if (csv === "-") return site.output.stdout(sweepCsv(runs));
  if (csv !== undefined) writeFileSync(csv, sweepCsv(runs));
  site.output.stdout(`${sweepTable(runs)}\n${sweepPlot(runs)}`);
}

function profileOf(text: string): Profile {
  if (!text.endsWith(".csv")) return parseProfile(text, parseRequestRate);
  let csv: string;
  try {
    csv = readFileSync(text, "utf8");
  } catch {
    throw new UserError(`${text} cannot be read`);
  }
  return parseProfileCsv(csv, text);
}
