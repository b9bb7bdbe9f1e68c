import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { ApiResponse, ResourceRequest } from "../../machinery/api.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { noteShape } from "../../machinery/whole-event.ts";
import { checkAccess } from "../auth/check.ts";
import type { Engine } from "../engine.ts";
import { pathOf } from "../request/url-of.ts";
import { hasLookersOn, isActive } from "./surroundings.ts";
import { managerOf } from "./manager.ts";
import { randomUid } from "./names.ts";

/**
 * Creates an event that a component of the cluster itself has written, whole and with its defaults: there is nothing to decode, to
 * default or to complain of, and of the built-in admission only the namespace counts. More than half of all writes are such events.
 * Undefined where the long way would see more than this: then it has to be gone. Both ways give the same object.
 */
export function createWholeEvent(engine: Engine, request: ResourceRequest): ApiResponse | undefined {
  const { namespace, body } = request;
  const { store, release } = engine.options;
  const { kindContext } = engine;
  const event = body as KubeObject;
  const { metadata } = event;
  const served = engine.resources.find("", "v1", "events");
  if (served === undefined || metadata.name === undefined || !isActive(engine, namespace) || hasLookersOn(engine, namespace))
    return undefined;
  if (store.get(served.storeKey, namespace, metadata.name) !== undefined) return undefined;
  checkAccess(engine.authorizer, request);
  const now = kindContext.now();
  const shape = shapeOf(event);
  engine.fields.update(served, undefined, event, { manager: managerOf(request), subresource: "", now, shape });
  noteShape(event, shape);
  metadata.creationTimestamp = formatRfc3339(now);
  metadata.uid = kindContext.draw("uid/events", randomUid);
  if (release.has("selfLinks"))
    metadata.selfLink = pathOf({ group: "", version: "v1", resource: "events", name: metadata.name, namespace });
  return { code: 201, body: store.put(served.storeKey, event, true), warnings: [] };
}

/** What the recorder leaves out of an event where it does not know it. */
const MAY_LACK = ["namespace", "uid", "resourceVersion", "fieldPath"] as const;
const SHAPES = Array.from({ length: 2 ** (MAY_LACK.length + 1) }, (_, lacks) => `Event ${lacks}`);

/** Of the recorder's events, only these parts differ in which fields they have. */
function shapeOf(event: KubeObject): string {
  const involved = event["involvedObject"] as Readonly<Record<string, string>>;
  let lacks = (event["source"] as { host?: string }).host === undefined ? 1 : 0;
  for (const field of MAY_LACK) lacks = lacks * 2 + (involved[field] === undefined ? 1 : 0);
  return SHAPES[lacks] ?? "";
}
