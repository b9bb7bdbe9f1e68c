import { UserError } from "../base/user-error.ts";
import { memoryOf } from "../cluster/memory.ts";
import { networkOf } from "../cluster/network.ts";
import type { Session } from "../cluster/session.ts";
import { sleep } from "../cluster/wait.ts";
import type { Node } from "../kinds/core/node/types.ts";
import { type CurlResult, curlSteps } from "../network/curl/curl.ts";
import { curlOf } from "../network/curl/messages.ts";
import { isOn } from "../network/node-faults.ts";
import { placeNamed, podNamed } from "../network/place-named.ts";
import type { Place } from "../network/types.ts";

/** Where a call's output goes, and what it may read. */
export interface CurlStreams {
  readonly isTerminal?: boolean;
  readonly read?: (path: string) => string | undefined;
}

/**
 * One curl call inside the cluster's network, from the user's own machine unless `--from NODE` or `--from [NAMESPACE/]POD` says otherwise.
 * The time that it takes passes in the cluster. Throws UserError for a place that is not there, or where nothing runs.
 */
export async function curlIn(session: Session, words: readonly string[], streams: CurlStreams = {}): Promise<CurlResult> {
  const { from, rest } = takeFrom(words);
  const start = (): ReturnType<typeof curlSteps> => {
    const place = placeFrom(from, session);
    return curlSteps(rest, {
      network: networkOf(session.cluster),
      from: place,
      version: versionAt(place, session),
      ...(streams.read === undefined ? {} : { read: streams.read }),
      get isTerminal() {
        return streams.isTerminal ?? true;
      },
    });
  };
  let steps: ReturnType<typeof curlSteps> | undefined;
  let waitedMs = 0;
  for (;;) {
    const before = waitedMs;
    const { result, leftMs } = await session.brief(
      () => (steps ??= start()).next(),
      (step) => (step.done === true ? step.value.elapsedMs - before : step.value),
    );
    if (leftMs > leastWaitMs(session)) await sleep(session, leftMs);
    if (result.done === true) return result.value;
    waitedMs += result.value;
  }
}

/** A process takes longer than an answer of the emulated network: on a real clock that has passed by itself. */
const UNNOTICED_MS = 10;

function leastWaitMs({ cluster: { transactor } }: Session): number {
  return transactor.clock().mode === "real" ? UNNOTICED_MS : 0;
}

/** Pods have the curl of their image, machines that of their system; the user's own machine is taken to be like the nodes. */
function versionAt(place: Place, { cluster: { store } }: Session): ReturnType<typeof curlOf> {
  if (place.kind === "pod") return curlOf("Alpine");
  const node = (place.kind === "node" ? store.get("nodes", "", place.name) : store.list("nodes")[0]) as Node | undefined;
  return curlOf(node?.status?.nodeInfo?.osImage ?? "");
}

/** Takes `--from PLACE` out of a command line. */
export function takeFrom(words: readonly string[]): { from: string; rest: string[] } {
  const rest = [...words];
  const at = rest.findIndex((word) => word === "--from" || word.startsWith("--from="));
  if (at < 0) return { from: "pc", rest };
  const [word = ""] = rest.splice(at, 1);
  const from = word === "--from" ? rest.splice(at, 1)[0] : word.slice("--from=".length);
  if (!from) throw new UserError("--from needs pc, the name of a node, or a pod");
  return { from, rest };
}

/** The place that `--from` names. Throws UserError for one that is not there, or where nothing runs. */
export function placeFrom(name: string, { cluster: { store } }: Session): Place {
  const place = placeNamed(name, store);
  if (place === undefined) {
    const { namespace, pod } = podNamed(name);
    throw new UserError(`--from ${name}: no such node, and no pod "${pod}" in namespace "${namespace}"`);
  }
  const isOff = (node: string): boolean => !isOn(memoryOf(store), node);
  if (place.kind === "node" && isOff(name)) throw new UserError(`--from ${name}: the machine is off`);
  if (place.kind !== "pod") return place;
  const { status, spec } = place.pod;
  if (status?.phase !== "Running") throw new UserError(`--from ${name}: the pod does not run, it is ${status?.phase ?? "Pending"}`);
  if (isOff(spec.nodeName ?? "")) throw new UserError(`--from ${name}: its node ${spec.nodeName} is off`);
  return place;
}
