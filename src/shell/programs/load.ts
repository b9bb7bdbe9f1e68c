import { parseGoDuration } from "../../base/go-duration.ts";
import { loadTable, parseRequestRate, startedText, stoppedText } from "../../cluster/load-text.ts";
import { listLoads, startLoad, stopLoads } from "../../cluster/loads.ts";
import { type Call, UnsupportedCommand } from "../program.ts";

const DEFAULT_RATE = "50/s";

/** `k8sim load start URL [--rate R] [--for D] [--name N] [--from PLACE]`, `list` and `stop [NAME]` in a lab. */
export async function load(call: Call, [what = "", ...args]: readonly string[]): Promise<number> {
  if (what === "list") call.streams.out(await call.within(async (session) => loadTable(await listLoads(session), session.now())));
  else if (what === "stop") await stop(call, args[0]);
  else if (what === "start") await start(call, args);
  else throw new UnsupportedCommand(`the lab's shell does not know "k8sim load ${what}" yet`);
  return 0;
}

async function stop(call: Call, name: string | undefined): Promise<void> {
  for (const stopped of await call.within((session) => stopLoads(session, name))) call.streams.out(stoppedText(stopped));
}

async function start(call: Call, args: readonly string[]): Promise<void> {
  const flags = new Map<string, string>();
  const words: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const [flag = "", value] = (args[index] ?? "").split(/=(.*)/s);
    if (!flag.startsWith("--")) words.push(flag);
    else flags.set(flag.slice(2), value ?? args[++index] ?? "");
  }
  const [name, duration] = [flags.get("name"), flags.get("for")];
  const request = {
    url: words[0] ?? "",
    rate: parseRequestRate(flags.get("rate") ?? DEFAULT_RATE),
    from: flags.get("from") ?? "pc",
    ...(name === undefined ? {} : { name }),
    ...(duration === undefined ? {} : { forMs: parseGoDuration(duration) }),
  };
  call.streams.out(startedText(await call.within((session) => startLoad(session, request))));
}
