import { deepEqual, deepFreeze, isLasting } from "../../base/deep.ts";
import { isJsonObject } from "../../base/json.ts";
import type { Draft } from "../../machinery/kind.ts";
import type { KubeObject } from "../../machinery/object.ts";
import type { Call } from "../engine.ts";
import { decodeAs } from "./decode-body.ts";
import { hasLookersOn } from "./surroundings.ts";
import { managerOf } from "./manager.ts";
import { noteWrite, repeated } from "./repeated-status.ts";

/**
 * Writes a status that a component has put into the very object which it was given: everything but the status is what is stored, so that
 * there is nothing else to decode, to keep or to compare. Undefined where the long way would see more than this: then it has to be gone.
 * Both ways give the same object.
 */
export function writeOwnStatus(call: Call, live: KubeObject, body: KubeObject): KubeObject | undefined {
  if (!isPlain(call, live, body)) return undefined;
  const { served, engine, context, request } = call;
  const again = repeated(call, live, body);
  if (again !== undefined) return engine.options.store.put(served.storeKey, again, true);
  const draft: Draft = { ...live, metadata: { ...live.metadata }, status: decodeStatus(call, body) };
  engine.fields.update(served, live, draft, { manager: managerOf(request), subresource: context.subresource, now: context.now() });
  for (const warning of served.behaviour.warnings?.(draft, live, context) ?? []) context.warn(warning);
  const isSame = deepEqual(live.status, draft.status) && deepEqual(live.metadata.managedFields, draft.metadata.managedFields);
  if (isSame) return live;
  const stored = engine.options.store.put(served.storeKey, draft, true);
  noteWrite(call, live, body, stored);
  return stored;
}

function isPlain({ request, served, engine, context }: Call, live: KubeObject, body: KubeObject): boolean {
  const { behaviour } = served;
  return (
    request.subresource === "status" &&
    isJsonObject(body) &&
    body.metadata === live.metadata &&
    body.apiVersion === live.apiVersion &&
    body.kind === live.kind &&
    served.apiVersion === served.storageApiVersion &&
    live.metadata.deletionTimestamp === undefined &&
    !context.dryRun &&
    behaviour.prepareForUpdate === undefined &&
    behaviour.validateStatusUpdate === undefined &&
    (engine.options.admission ?? []).length === 0 &&
    // Kubelets with users of their own are kept to their own pods.
    !request.user.groups.includes("system:nodes") &&
    !hasLookersOn(engine, request.namespace)
  );
}

/** What was read out of statuses that cannot change: the pods of one template that one node takes on together have the very same. */
const decoded = new WeakMap<object, unknown>();

function decodeStatus(call: Call, { apiVersion, kind, status }: KubeObject): unknown {
  const stays = isLasting(status);
  const known = stays ? decoded.get(status as object) : undefined;
  if (known !== undefined) return known;
  const { status: read } = decodeAs(call, { apiVersion, kind, metadata: {}, status }, true);
  if (!stays || call.warnings.length > 0) return read;
  deepFreeze(read);
  decoded.set(status as object, read);
  return read;
}
