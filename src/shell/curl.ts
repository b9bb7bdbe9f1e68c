import { UserError } from "../base/user-error.ts";
import { networkOf } from "../cluster/network.ts";
import type { Session } from "../cluster/session.ts";
import { sleep } from "../cluster/wait.ts";
import type { Node } from "../kinds/core/node/types.ts";
import type { Pod } from "../kinds/core/pod/types.ts";
import { runCurl } from "../network/curl/curl.ts";
import { curlOf } from "../network/curl/messages.ts";
import type { Place } from "../network/types.ts";

type CurlResult = ReturnType<typeof runCurl>;

/**
 * One curl call inside the cluster's network, from the user's own machine unless `--from NODE` or `--from [NAMESPACE/]POD` says otherwise.
 * The time that it takes passes in the cluster. Throws UserError for a place that is not there.
 */
export async function curlIn(session: Session, words: readonly string[]): Promise<CurlResult> {
  const { from, rest } = takeFrom(words);
  const result = await session.write(() => {
    const place = placeNamed(from, session);
    return runCurl(rest, { network: networkOf(session.cluster), from: place, version: versionAt(place, session) });
  });
  if (result.elapsedMs > 0) await sleep(session, result.elapsedMs);
  return result;
}

/** Pods have the curl of their image, machines that of their system; the user's own machine is taken to be like the nodes. */
function versionAt(place: Place, { cluster: { store } }: Session): ReturnType<typeof curlOf> {
  if (place.kind === "pod") return curlOf("Alpine");
  const node = (place.kind === "node" ? store.get("nodes", "", place.name) : store.list("nodes")[0]) as Node | undefined;
  return curlOf(node?.status?.nodeInfo?.osImage ?? "");
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
