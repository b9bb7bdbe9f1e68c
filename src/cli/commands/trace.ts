import type { Command } from "commander";
import { UserError } from "../../base/user-error.ts";
import { withSession } from "../with-session.ts";
import type { CommandSite } from "./index.ts";

interface TraceOptions {
  readonly from: string;
  readonly output: string;
}

/** `k8sim trace [--from PLACE] URL [-o text|json|mermaid]` */
export function addTraceCommand(program: Command, site: CommandSite): void {
  program
    .command("trace")
    .argument("<URL>", "a URL, or ADDRESS:PORT")
    .option("--from <PLACE>", "pc, the name of a node, or [NAMESPACE/]POD", "pc")
    .option("-o, --output <FORMAT>", "text, json or mermaid", "text")
    .description("follow a request hop by hop, without making it: where it goes, or where and why it stops")
    .action((url: string, options: TraceOptions) => trace(site, url, options));
}

async function trace(site: CommandSite, target: string, { from, output }: TraceOptions): Promise<void> {
  const { traceJson, traceMermaid, traceText } = await import("../../network/trace/show.ts");
  const show = { text: traceText, json: traceJson, mermaid: traceMermaid }[output];
  if (show === undefined) throw new UserError(`"${output}" is no output format of trace: use text, json or mermaid`);
  const { traceIn } = await import("../../shell/trace.ts");
  await withSession(site.home, async (session) => {
    const found = await traceIn(session, from, target);
    site.output.stdout(show(found));
    if (found.ways.some(({ problem }) => problem !== undefined)) site.exitCode = 1;
  });
}
