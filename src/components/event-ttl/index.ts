import { parseRfc3339 } from "../../base/rfc3339.ts";
import type { Component, ComponentContext } from "../../machinery/component.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { isReason } from "../../machinery/status.ts";
import type { Change } from "../../machinery/store.ts";
import { EVENTS } from "../controller/resources.ts";

const NAME = "event-ttl";
/** kube-apiserver --event-ttl, its default. */
const TTL_MS = 3_600_000;
/** What is written within a minute shares a lease, which holds as much longer. */
const SHARED_MS = 60_000;
const LEASE = `${NAME}/lease`;

/** Events are gone an hour after they were last written: etcd's leases on them end. */
// apiserver/pkg/storage/etcd3/lease_manager.go GetLease, 1.20
export function createEventTtl(): Component {
  return {
    name: NAME,
    user: "system:apiserver",
    userAgent: "kube-apiserver",
    watches: [{ resource: EVENTS.key, keys: takeLease }],
    reconcile: () => undefined,
    handle: (event, context) => expire(Number(event.key), context),
  };
}

/** There is one timer for each lease, whatever it holds. */
function takeLease({ type }: Change, { memory, sim }: ComponentContext): readonly string[] {
  if (type === "DELETED" || sim.now() + TTL_MS < Number(memory.get(LEASE) ?? 0)) return [];
  const at = sim.now() + TTL_MS + SHARED_MS;
  memory.set(LEASE, at);
  sim.schedule({ at, actor: NAME, name: "expire", key: String(at) });
  return [];
}

function expire(at: number, { lister, client }: ComponentContext): void {
  for (const event of lister.list(EVENTS.key)) {
    if (writtenAt(event) > at - TTL_MS) continue;
    const { namespace = "", name = "" } = event.metadata;
    try {
      client.delete(EVENTS.in(namespace), name);
    } catch (error) {
      if (!isReason(error, "NotFound")) throw error;
    }
  }
}

/** When an object was last written, in whole seconds: each write leaves its time in managedFields. */
function writtenAt({ metadata: { creationTimestamp, managedFields = [] } }: KubeObject): number {
  return Math.max(...[creationTimestamp, ...managedFields.map(({ time }) => time)].map((time) => (time && parseRfc3339(time)) || 0));
}
