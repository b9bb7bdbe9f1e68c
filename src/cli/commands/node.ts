import type { Command } from "commander";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import { durationArgument } from "../arguments.ts";
import { withSession } from "../with-session.ts";
import type { CommandSite } from "./index.ts";

const ACTIONS = "down, up, reboot, stop-kubelet, start-kubelet, cut-network, restore-network, unload-module, load-module";

/** `k8sim node NAME down [--at +30s]` */
export function addNodeCommand(program: Command, site: CommandSite): void {
  program
    .command("node")
    .description(`break a node, or mend it: ${ACTIONS}`)
    .argument("<NAME>", "name of a node")
    .argument("<ACTION>", ACTIONS)
    .option("--at <WHEN>", "later, after so much of the cluster's time, as +30s")
    .action((name: string, action: string, { at }: { at?: string }) => changeNode(site, name, action, at));
}

async function changeNode(site: CommandSite, name: string, word: string, at: string | undefined): Promise<void> {
  const afterMs = delayArgument(at);
  const { act, nodeAction, nodeNamed } = await import("../../cluster/faults.ts");
  await withSession(site.home, async (session) => {
    const node = await session.read(() => nodeNamed(name, session));
    const action = await session.read(() => nodeAction(node, word, session));
    await act(session, { do: "node", node, action }, afterMs);
    const when = afterMs > 0 ? ` at ${formatRfc3339(session.now() + afterMs)}` : "";
    site.output.stdout(`node/${node} ${action}${when}\n`);
  });
}

/** Milliseconds of `+30s` or `30s`; 0 when absent. */
export function delayArgument(text: string | undefined): number {
  return text === undefined ? 0 : durationArgument(text.replace(/^\+/, ""));
}
