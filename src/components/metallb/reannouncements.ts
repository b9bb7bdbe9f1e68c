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
  const every = (context.cluster.nodeStatusReportMs ?? REPORT_MS) / Math.max(1, context.lister.count(NODES.key));
  const elapsed = context.sim.now() - first;
  const wished = 1 + Math.floor(elapsed / every);
  const count = Math.min(wished, BURST + Math.floor(elapsed / REFILL_MS));
  if (count <= (event.count ?? 1)) return object;
  // Behind the burst an event comes with the first status after its token.
  const sinceFirst = count <= BURST ? (count - 1) * every : Math.ceil(((count - BURST) * REFILL_MS) / every) * every;
  return { ...event, count, lastTimestamp: formatRfc3339(first + sinceFirst) } as KubeObject;
}

/** Whether the service is still announced from the node that the event names. */
function isAnnounced({ involvedObject, message = "" }: Event, { memory }: ComponentContext): boolean {
  const key = `metallb/announced/${involvedObject.namespace ?? ""}/${involvedObject.name ?? ""}`;
  const remembered = memory.get(key) as Record<string, { nodes: string[] }> | null | undefined;
  const node = /^announcing from node "([^"]*)"/.exec(message)?.[1] ?? "";
  return Object.values(remembered ?? {}).some(({ nodes }) => nodes.includes(node));
}
