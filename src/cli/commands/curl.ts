import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { networkOf } from "../../cluster/network.ts";
import type { Session } from "../../cluster/session.ts";
import { advanceTime } from "../../cluster/time.ts";
import { runCurl } from "../../network/curl/curl.ts";
import { curlOf } from "../../network/curl/messages.ts";
import type { Node } from "../../kinds/core/node/types.ts";
import type { Pod } from "../../kinds/core/pod/types.ts";
import type { Place } from "../../network/types.ts";
import { UserError } from "../../base/user-error.ts";
import { withSession } from "../with-session.ts";
import type { CommandSite } from "./index.ts";

/** `k8sim curl [--from pc|NODE|[NAMESPACE/]POD] …`: every other word is curl's own. */
export function addCurlCommand(program: Command, site: CommandSite): void {
  program
    .command("curl")
    .description("curl inside the cluster's network: --from pc (default), --from NODE or --from [NAMESPACE/]POD; the rest is curl's")
    .helpOption(false)
    .allowUnknownOption()
    .argument("[words...]")
    .action((words: readonly string[]) => curl(site, words));
}

async function curl(site: CommandSite, words: readonly string[]): Promise<void> {
  const { from, rest } = takeFrom(words);
  await withSession(site.home, async (session) => {
    const result = await session.write(() => {
      const { store } = session.cluster;
      const place = placeNamed(from, session);
      const nodeName = place.kind === "node" ? place.name : undefined;
      const node = nodeName === undefined ? store.list("nodes")[0] : store.get("nodes", "", nodeName);
      const version = place.kind === "pod" ? curlOf("Alpine") : curlOf((node as Node | undefined)?.status?.nodeInfo?.osImage ?? "");
      return runCurl(rest, { network: networkOf(session.cluster), from: place, version });
    });
    if (result.elapsedMs > 0) await advanceTime(session, result.elapsedMs);
    for (const [file, content] of Object.entries(result.files)) writeFileSync(file, content);
    site.output.stderr(result.stderr);
    site.output.stdout(result.stdout);
    site.exitCode = result.exitCode;
  });
}

function takeFrom(words: readonly string[]): { from: string; rest: string[] } {
  const rest = [...words];
  const at = rest.findIndex((word) => word === "--from" || word.startsWith("--from="));
  if (at < 0) return { from: "pc", rest };
  const [word = ""] = rest.splice(at, 1);
  const from = word === "--from" ? rest.splice(at, 1)[0] : word.slice("--from=".length);
  if (!from) throw new UserError("--from needs pc, the name of a node, or a pod");
  return { from, rest };
}

function placeNamed(name: string, { cluster: { store } }: Session): Place {
  if (name === "pc") return { kind: "pc" };
  if (store.get("nodes", "", name)) return { kind: "node", name };
  const [namespace = "", pod = ""] = name.includes("/") ? name.split("/") : ["default", name];
  const found = store.get("pods", namespace, pod) as Pod | undefined;
  if (found === undefined) throw new UserError(`--from ${name}: no such node, and no pod "${pod}" in namespace "${namespace}"`);
  return { kind: "pod", pod: found };
}
