import type { Watch, WatchEvent } from "../../machinery/api.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { failure, type Status } from "../../machinery/status.ts";
import type { Change } from "../../machinery/store.ts";
import type { Call } from "../engine.ts";
import { listMatching, outgoing } from "./list.ts";
import { type Selection, selectionOf } from "./selection.ts";
import { tableOf } from "./table.ts";

/** Opens a watch: from the resourceVersion asked for, or from what is there now as ADDED events. */
// apiserver/pkg/storage/cacher, handlers/watch.go
export function watchObjects(call: Call): Watch {
  const { request, engine } = call;
  const { store } = engine.options;
  const selection = selectionOf(call);
  const given = request.resourceVersion ?? "";
  if (given !== "" && !/^\d+$/.test(given))
    throw failure(400, "BadRequest", `invalid resource version "${given}": strconv.ParseUint: parsing "${given}": invalid syntax`);
  const fromNow = given === "" || given === "0";
  let initial = fromNow ? listMatching(call).map((object): WatchEvent => event(call, "ADDED", object)) : [];
  let revision = fromNow ? store.revision() : Number(given);
  let isOpen = true;
  let columnsSent = false;

  /** Column definitions come with the first table alone. */
  const trimColumns = (one: WatchEvent): WatchEvent => {
    if (request.as !== "table" || one.object.kind !== "Table") return one;
    if (!columnsSent) {
      columnsSent = true;
      return one;
    }
    return { ...one, object: { ...one.object, columnDefinitions: [] } };
  };

  return {
    poll() {
      if (!isOpen) return [];
      const changes = store.changesSince(revision, call.served.storeKey);
      if (changes === undefined) {
        isOpen = false;
        return [{ type: "ERROR", object: expired(given, store.revision()) }];
      }
      revision = store.revision();
      const events = initial;
      initial = [];
      for (const change of changes) {
        const one = eventOf(call, selection, change);
        if (one) events.push(one);
      }
      return events.map(trimColumns);
    },
    close() {
      isOpen = false;
    },
  };
}

/** What a change means for a selection: an object that begins to match is ADDED, one that ceases to is DELETED. */
function eventOf(call: Call, selection: Selection, change: Change): WatchEvent | undefined {
  if (selection.query.namespace !== undefined && change.object.metadata.namespace !== selection.query.namespace) return undefined;
  const was = change.previous !== undefined && selection.matches(change.previous);
  const is = change.type !== "DELETED" && selection.matches(change.object);
  if (is) return event(call, was ? "MODIFIED" : "ADDED", change.object);
  if (!was) return undefined;
  if (change.type === "DELETED") return event(call, "DELETED", change.object);
  const last = change.previous ?? change.object;
  return event(call, "DELETED", { ...last, metadata: { ...last.metadata, resourceVersion: change.object.metadata.resourceVersion ?? "" } });
}

function event(call: Call, type: WatchEvent["type"], stored: KubeObject): WatchEvent {
  const object = outgoing(call, stored);
  if (call.request.as !== "table") return { type, object };
  return { type, object: tableOf(call, [object], { resourceVersion: object.metadata.resourceVersion ?? "" }) };
}

function expired(asked: string, current: number): Status {
  return failure(410, "Expired", `too old resource version: ${asked} (${current})`).status;
}
