import { assert } from "../../base/assert.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { readHeader } from "../record.ts";
import type { ClusterState, Snapshot } from "./cluster-state.ts";
import { isPart } from "./sharing.ts";

/** Makes a new state what a snapshot holds, in a transaction of its own: every change from the first on, memory, timers and counters. */
export function restore(state: ClusterState, { changes, compacted, meta, timers, counters }: Snapshot): void {
  const { store } = state;
  assert(compacted === 0, "a state is made anew from all of its changes");
  state.begin("write");
  for (const { type, resource, object } of changes) {
    const { namespace = "", name = "" } = object.metadata;
    if (type === "DELETED") store.delete(resource, namespace, name);
    else store.put(resource, ownCopy(object), true);
  }
  for (const [key, value] of meta) store.setMeta(key, value);
  const events = timers.map((event) => ({ actor: event.actor, name: event.name, key: event.key, event }));
  state.keep({ header: readHeader(store), events, streams: counters });
  store.flush();
  state.commit();
}

/** What a snapshot holds is frozen, and a frozen status would be taken for one that others have as well. */
function ownCopy(object: KubeObject): KubeObject {
  const copy: KubeObject = { ...object, metadata: { ...object.metadata } };
  if (isPart(copy.status)) copy.status = { ...copy.status };
  return copy;
}
