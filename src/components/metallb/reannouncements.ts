import { sha256 } from "../../base/sha256.ts";
import { formatRfc3339, parseRfc3339 } from "../../base/rfc3339.ts";
import type { Event } from "../../kinds/core/event/types.ts";
import type { ComponentContext } from "../../machinery/component.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { NODES } from "../controller/resources.ts";
import { actingSpeakers, SPEAKER } from "./speakers.ts";

/** How often a kubelet posts a status in which nothing has changed. */
const REPORT_MS = 300_000;
/** A source may say so many events about an object at once, and one more in this time. client-go EventSourceObjectSpamFilter */
const BURST = 25;
const REFILL_MS = 300_000;

/**
 * Brings the count of a speaker's event up to now: until 0.13.8 speakers took every status that a kubelet posts for a new configuration and
 * announced all services again. Nobody has to write that down every few seconds.
 */
// internal/k8s/controllers/config_controller.go SetupWithManager, 0.13.4
export function observeReannouncements(object: KubeObject, context: ComponentContext): KubeObject {
  if (object.kind !== "Event") return object;
  const event = object as Event;
  if (event.reason !== "nodeAssigned" || event.source?.component !== SPEAKER.name) return object;
  const [speaker] = actingSpeakers(context);
  if (!speaker?.version.has("configurationObjects") || speaker.version.has("comparesConfiguration") || !isAnnounced(event, context))
    return object;
  const first = parseRfc3339(event.firstTimestamp ?? "");
  if (first === undefined) return object;
  const posts = postTimes(context);
  if (posts.phases.length === 0) return object;
  const now = context.sim.now();
  let count = 1;
  let last = first;
  // The burst event by event; behind it one with the first status after each token.
  for (let at = nextPost(first, posts); at <= now; at = nextPost(at, posts)) {
    count++;
    last = at;
    if (count === BURST) break;
  }
  const tokens = count < BURST ? 0 : Math.floor((now - first) / REFILL_MS);
  for (let token = 1; token <= tokens; token++) {
    const at = nextPost(Math.max(last, first + token * REFILL_MS), posts);
    if (at > now) break;
    count++;
    last = at;
  }
  return count <= (event.count ?? 1) ? object : ({ ...event, count, lastTimestamp: formatRfc3339(last) } as KubeObject);
}

/** When kubelets post their status: each at a time of its own, again and again. */
interface Posts {
  readonly every: number;
  readonly phases: readonly number[];
}

function postTimes({ cluster, lister }: ComponentContext): Posts {
  const every = cluster.nodeStatusReportMs ?? REPORT_MS;
  // When within its period a kubelet posts follows from when it started, to the millisecond; here from its name.
  const phases = lister.list(NODES.key).map(({ metadata }) => {
    const [first = 0, second = 0, third = 0] = sha256(metadata.name ?? "");
    return (first * 65_536 + second * 256 + third) % every;
  });
  return { every, phases };
}

function nextPost(after: number, { every, phases }: Posts): number {
  return Math.min(...phases.map((phase) => after + every - ((((after - phase) % every) + every) % every)));
}

/** Whether the service is still announced from the node that the event names. */
function isAnnounced({ involvedObject, message = "" }: Event, { memory }: ComponentContext): boolean {
  const key = `metallb/announced/${involvedObject.namespace ?? ""}/${involvedObject.name ?? ""}`;
  const remembered = memory.get(key) as Record<string, { nodes: string[] }> | null | undefined;
  const node = /^announcing from node "([^"]*)"/.exec(message)?.[1] ?? "";
  return Object.values(remembered ?? {}).some(({ nodes }) => nodes.includes(node));
}
