import { formatRfc3339, parseRfc3339 } from "../../base/rfc3339.ts";
import { isJsonObject } from "../../base/json.ts";
import type { ApiResponse } from "../../machinery/api.ts";
import type { DeleteOptions } from "../../machinery/client.ts";
import { deletionRecordKey, type DeletionRecord } from "../../machinery/deletion-record.ts";
import type { Draft } from "../../machinery/kind.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { conflict, notFound, type Status } from "../../machinery/status.ts";
import { runAdmit, runValidate } from "../admission/run.ts";
import type { Call } from "../engine.ts";
import { listMatching } from "./list.ts";
import { specFinalizers } from "./update.ts";
import { fromStorage } from "./versions.ts";

const ORPHAN = "orphan";
const FOREGROUND = "foregroundDeletion";

/** DELETE of one object. */
// apiserver/pkg/registry/generic/registry/store.go Delete, rest/delete.go BeforeDelete, 1.20
export function deleteObject(call: Call): ApiResponse {
  const { served, request, engine } = call;
  const live = engine.options.store.get(served.storeKey, request.namespace, request.name ?? "");
  if (!live) throw notFound(served.group, served.resource, request.name ?? "");
  return { code: 200, body: deleteLive(call, live, readDeleteOptions(request.body)), warnings: call.warnings };
}

/** DELETE of a collection: every matching object goes as if deleted by itself. The answer lists them as they were. */
export function deleteCollection(call: Call): ApiResponse {
  const options = readDeleteOptions(call.request.body);
  const objects = listMatching(call);
  for (const live of objects)
    deleteLive(
      { ...call, request: { ...call.request, name: live.metadata.name ?? "", namespace: live.metadata.namespace ?? "" } },
      live,
      options,
    );
  const { served, engine } = call;
  const body = {
    kind: served.row.list?.slice(served.row.list.lastIndexOf(".") + 1) ?? `${served.kind}List`,
    apiVersion: served.apiVersion,
    metadata: { resourceVersion: String(engine.options.store.revision()) },
    items: objects.map((object) => fromStorage(served, object)),
  };
  return { code: 200, body, warnings: call.warnings };
}

/** DeleteOptions of a request body; anything that is none counts as empty. */
export function readDeleteOptions(body: unknown): DeleteOptions & { orphanDependents?: boolean } {
  return isJsonObject(body) ? body : {};
}

/** Deletes or begins to delete one live object: the object as it now is, or a Status once it is gone. */
export function deleteLive(call: Call, live: KubeObject, options: DeleteOptions & { orphanDependents?: boolean }): KubeObject | Status {
  const { served, engine, context } = call;
  runAdmit(call, "DELETE", undefined, live);
  runValidate(call, "DELETE", undefined, live);
  checkPreconditions(call, live, options);
  if (!live.metadata.deletionTimestamp && !context.dryRun) recordDeletion(call, live);
  const draft: Draft = { ...live, metadata: { ...live.metadata } };
  const grace = beginGrace(call, live, draft, options);
  if (grace === "pending") return answer(call, live);
  if (!live.metadata.deletionTimestamp) served.behaviour.beginDeletion?.(draft, context);
  const changed = applyPropagation(draft, options);
  const held = (draft.metadata.finalizers ?? []).length > 0 || specFinalizers(draft).length > 0;
  if (grace === "started" || held || changed) {
    if (grace !== "started" && held) markDeleting(call, draft);
    const waits = held || (grace === "started" && (draft.metadata.deletionGracePeriodSeconds ?? 0) > 0);
    if (waits)
      return fromStorage(served, context.dryRun || !isChanged(live, draft) ? draft : engine.options.store.put(served.storeKey, draft));
  }
  if (context.dryRun) return answer(call, draft);
  // Whoever watches sees an object that goes at once as one that is being deleted, too. store.go updateForGracefulDeletionAndFinalizers
  if (grace === "started" && !live.metadata.deletionTimestamp) engine.options.store.put(served.storeKey, { ...draft });
  const gone = engine.options.store.delete(served.storeKey, live.metadata.namespace ?? "", live.metadata.name ?? "");
  return answer(call, grace === "started" ? { ...draft, metadata: { ...draft.metadata, ...revisionOf(gone) } } : (gone ?? draft));
}

/** Remembers who asked first. Events come and go by themselves; nobody asks who deleted one. */
function recordDeletion({ served, engine, request, context }: Call, { metadata }: KubeObject): void {
  if (served.storeKey === "events") return;
  const key = deletionRecordKey(served.storeKey, metadata.namespace ?? "", metadata.name ?? "");
  const record: DeletionRecord = {
    uid: metadata.uid ?? "",
    user: request.user.name,
    userAgent: request.userAgent ?? "",
    at: context.now(),
  };
  engine.options.store.setMeta(key, record);
}

function revisionOf(object: KubeObject | undefined): { resourceVersion?: string } {
  return object?.metadata.resourceVersion ? { resourceVersion: object.metadata.resourceVersion } : {};
}

function isChanged(live: KubeObject, draft: Draft): boolean {
  return (
    live.metadata.deletionTimestamp !== draft.metadata.deletionTimestamp ||
    live.metadata.deletionGracePeriodSeconds !== draft.metadata.deletionGracePeriodSeconds ||
    live.metadata.finalizers !== draft.metadata.finalizers
  );
}

function answer(call: Call, object: KubeObject): KubeObject | Status {
  const { served } = call;
  if (served.behaviour.returnsDeleted) return fromStorage(served, object);
  const { name = "", uid } = object.metadata;
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: { name, ...(served.group ? { group: served.group } : {}), kind: served.resource, ...(uid ? { uid } : {}) },
  };
}

function checkPreconditions(call: Call, live: KubeObject, options: DeleteOptions): void {
  const { served } = call;
  const { uid, resourceVersion } = options.preconditions ?? {};
  const name = live.metadata.name ?? "";
  if (uid && uid !== live.metadata.uid) {
    throw conflict(
      served.group,
      served.kind,
      name,
      `the UID in the precondition (${uid}) does not match the UID in record (${live.metadata.uid ?? ""}). The object might have been deleted and then recreated`,
    );
  }
  if (resourceVersion && resourceVersion !== live.metadata.resourceVersion) {
    throw conflict(
      served.group,
      served.kind,
      name,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${live.metadata.resourceVersion ?? ""}). The object might have been modified`,
    );
  }
}

/** Starts or shortens the grace period in the draft. "pending": one runs already and stays as it is; "none": there is none. */
function beginGrace(call: Call, live: KubeObject, draft: Draft, options: DeleteOptions): "none" | "pending" | "started" {
  const { served, context } = call;
  const gracePeriod = served.behaviour.gracePeriodSeconds;
  if (!gracePeriod) return "none";
  const running = live.metadata.deletionGracePeriodSeconds;
  if (live.metadata.deletionTimestamp) {
    if (!running) return "none";
    const asked = options.gracePeriodSeconds;
    if (asked === undefined || asked >= running) return "pending";
    const begun = (parseRfc3339(live.metadata.deletionTimestamp) ?? context.now()) - running * 1000;
    draft.metadata.deletionTimestamp = formatRfc3339(begun + asked * 1000);
    draft.metadata.deletionGracePeriodSeconds = asked;
    return "started";
  }
  const seconds = gracePeriod.call(served.behaviour, live, options.gracePeriodSeconds, context);
  if (seconds === undefined) return "none";
  draft.metadata.deletionTimestamp = formatRfc3339(context.now() + seconds * 1000);
  draft.metadata.deletionGracePeriodSeconds = seconds;
  if (draft.metadata.generation) draft.metadata.generation++;
  return "started";
}

/** Adds or removes the garbage collector's finalizers as the options ask; true when they changed. */
function applyPropagation(draft: Draft, options: DeleteOptions & { orphanDependents?: boolean }): boolean {
  const policy =
    options.propagationPolicy ?? (options.orphanDependents === undefined ? undefined : options.orphanDependents ? "Orphan" : "Background");
  if (!policy) return false;
  const before = draft.metadata.finalizers ?? [];
  const after = before.filter((finalizer) => finalizer !== ORPHAN && finalizer !== FOREGROUND);
  if (policy === "Orphan") after.push(ORPHAN);
  if (policy === "Foreground") after.push(FOREGROUND);
  if (after.length === before.length && after.every((finalizer, index) => before[index] === finalizer)) return false;
  if (after.length > 0) draft.metadata.finalizers = after;
  else delete draft.metadata.finalizers;
  return true;
}

// registry/store.go markAsDeleting
function markDeleting(call: Call, draft: Draft): void {
  const { metadata } = draft;
  if (!metadata.deletionTimestamp) {
    metadata.deletionTimestamp = formatRfc3339(call.context.now());
    if (metadata.generation) metadata.generation++;
    // Only namespaces hold finalizers in their spec; their phase follows. registry/core/namespace/storage, Delete
    if (specFinalizers(draft).length > 0) draft.status = { ...(draft.status as object), phase: "Terminating" };
  }
  if (specFinalizers(draft).length === 0) metadata.deletionGracePeriodSeconds = 0;
}
