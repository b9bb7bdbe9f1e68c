import type { Command } from "commander";
import { loadTable, parseRequestRate, requestsOf, startedText, statusOf, stoppedText } from "../../cluster/load-text.ts";
import { listLoads, type Load, startLoad, stopLoads } from "../../cluster/loads.ts";
import { durationArgument, wholeNumberArgument } from "../arguments.ts";
import { withSession } from "../with-session.ts";
import type { CommandSite } from "./index.ts";
import { addSweepCommand } from "./load-sweep.ts";

interface StartFlags {
  readonly rate: string;
  readonly for?: string;
  readonly name?: string;
  readonly from: string;
  readonly keepAlive?: string | true;
}

/** A curl loop without a pause makes about so many requests a second. facts/images.md 4 */
const DEFAULT_RATE = "50/s";
/** nginx closes a connection after so many requests. facts/images.md 3 */
const REQUESTS_PER_CONNECTION = 1000;

/** `k8sim load start|list|stop|sweep` */
export function addLoadCommand(program: Command, site: CommandSite): void {
  const load = program.command("load").description("standing traffic: requests at a rate, without a loop");
  load
    .command("start")
    .argument("<URL>", "what is asked for, as http://192.168.1.11 or http://192.168.1.101:30000/path")
    .description("begin standing traffic: a client that asks again as soon as it has its answer, and no more often than its rate says")
    .option("--rate <RATE>", "requests, as 50/s or 600/m", DEFAULT_RATE)
    .option("--for <DURATION>", "end by itself after so long, as 10m")
    .option("--name <NAME>", "a name for list and stop; load-1, load-2 … unless told")
    .option("--from <PLACE>", "pc, the name of a node, or [NAMESPACE/]POD", "pc")
    .option("--keep-alive [REQUESTS]", `send so many requests over one connection before another is made (${REQUESTS_PER_CONNECTION})`)
    .action((url: string, flags: StartFlags) => start(site, url, flags));
  load
    .command("list")
    .description("show standing traffic: requests, errors, rate and since when")
    .option("-o, --output <FORMAT>", "json")
    .action(({ output }: { output?: string }) => list(site, output === "json"));
  load
    .command("stop")
    .argument("[NAME]", "which one; all unless told")
    .description("end standing traffic")
    .action((name: string | undefined) => stop(site, name));
  addSweepCommand(load, site);
}

async function start(site: CommandSite, url: string, flags: StartFlags): Promise<void> {
  const { name, from, keepAlive } = flags;
  const request = {
    url,
    from,
    rate: parseRequestRate(flags.rate),
    ...(name === undefined ? {} : { name }),
    ...(flags.for === undefined ? {} : { forMs: durationArgument(flags.for) }),
    ...(keepAlive === undefined
      ? {}
      : { perConnection: keepAlive === true ? REQUESTS_PER_CONNECTION : wholeNumberArgument(keepAlive, "number of requests", 1) }),
  };
  await withSession(site.home, async (session) => {
    const load = await startLoad(session, request);
    site.output.stdout(startedText(load));
  });
}

async function list(site: CommandSite, asJson: boolean): Promise<void> {
  await withSession(site.home, async (session) => {
    const loads = await listLoads(session);
    if (asJson) return site.output.stdout(`${JSON.stringify(loads.map(summary), null, 2)}\n`);
    site.output.stdout(loadTable(loads, session.now()));
  });
}

async function stop(site: CommandSite, name: string | undefined): Promise<void> {
  await withSession(site.home, async (session) => {
    for (const load of await stopLoads(session, name)) site.output.stdout(stoppedText(load));
  });
}

function summary(load: Load): object {
  const { name, url, from, rate, since, flow, failed } = load;
  return {
    name,
    url,
    from,
    rate,
    requests: requestsOf(load),
    errors: Math.round(failed),
    answeredPerSecond: flow.answered,
    errorsPerSecond: flow.failed,
    since: new Date(since).toISOString(),
    status: statusOf(load),
  };
}
