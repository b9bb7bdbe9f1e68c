import { isLasting } from "../../base/deep.ts";
import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { UserInfo } from "../../machinery/api.ts";
import type { KubeObject, ManagedFieldsEntry } from "../../machinery/object.ts";
import type { Call, Engine } from "../engine.ts";

/** What was written last of a status that cannot change, over what, and what became of it and of the entries of managedFields. */
interface Written {
  readonly user: UserInfo;
  readonly userAgent: string;
  readonly time: string;
  readonly spec: unknown;
  readonly before: unknown;
  readonly entries: readonly ManagedFieldsEntry[];
  readonly status: unknown;
  readonly managedFields: ManagedFieldsEntry[];
}

/** By the status as it was handed in. */
const written = new WeakMap<Engine, WeakMap<object, Written>>();

/**
 * The object with a status that was written before, over all the same: the pods of one template that a node takes on together. Undefined when
 * anything is different that decoding, managedFields or warnings look at.
 */
export function repeated({ engine, request, context }: Call, live: KubeObject, { status }: KubeObject): KubeObject | undefined {
  const last = isLasting(status) ? written.get(engine)?.get(status as object) : undefined;
  const isAlike =
    last !== undefined &&
    last.before === live.status &&
    last.spec === live.spec &&
    last.entries === live.metadata.managedFields &&
    last.user === request.user &&
    last.userAgent === request.userAgent &&
    last.time === formatRfc3339(context.now());
  return isAlike ? { ...live, metadata: { ...live.metadata, managedFields: last.managedFields }, status: last.status } : undefined;
}

/** Notes what became of a status, for {@link repeated}. */
export function noteWrite(
  { engine, request, context, warnings }: Call,
  live: KubeObject,
  { status }: KubeObject,
  stored: KubeObject,
): void {
  const { managedFields: entries } = live.metadata;
  const { managedFields } = stored.metadata;
  if (!isLasting(status) || !isLasting(live.status) || entries === undefined || managedFields === undefined || warnings.length > 0) return;
  let writes = written.get(engine);
  if (writes === undefined) written.set(engine, (writes = new WeakMap()));
  const { user, userAgent } = request;
  const time = formatRfc3339(context.now());
  writes.set(status as object, {
    user,
    userAgent,
    time,
    spec: live.spec,
    before: live.status,
    entries,
    status: stored.status,
    managedFields,
  });
}
