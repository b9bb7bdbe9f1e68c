import { deepEqual } from "../../base/deep.ts";
import type { ApiResponse } from "../../machinery/api.ts";
import type { Draft } from "../../machinery/kind.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { badRequest, conflict, notFound } from "../../machinery/status.ts";
import { runAdmit, runValidate } from "../admission/run.ts";
import type { Call } from "../engine.ts";
import { invalidError } from "../invalid.ts";
import { checkNamespace, createDraft } from "./create.ts";
import { decodeAs, decodeBody } from "./decode-body.ts";
import { writeOwnStatus } from "./own-status.ts";
import { managerOf } from "./manager.ts";
import { countsGenerations, fromStorage, selfLinkOf, toStorage } from "./versions.ts";

const LOCK_TEXT = "the object has been modified; please apply your changes to the latest version and try again";
/** Fields of an object that are neither its spec nor its status. */
const ENVELOPE = new Set(["apiVersion", "kind", "metadata", "status"]);

/** PUT. */
// apiserver/pkg/endpoints/handlers/update.go, registry/store.go Update, 1.20
export function updateObject(call: Call): ApiResponse {
  const { served, request, engine } = call;
  const live = engine.options.store.get(served.storeKey, request.namespace, request.name ?? "");
  const written = live && writeOwnStatus(call, live, request.body as KubeObject);
  if (written) return { code: 200, body: written, warnings: call.warnings };
  const draft =
    live && request.subresource === "status" ? statusDraft(call, live, request.body as KubeObject) : decodeBody(call, request.body);
  checkName(call, draft);
  checkNamespace(call, draft);
  if (live) return { code: 200, body: writeUpdate(call, live, draft), warnings: call.warnings };
  if (!served.behaviour.createOnUpdate || request.subresource) throw notFound(served.group, served.resource, request.name ?? "");
  return { code: 201, body: createDraft(call, draft), warnings: call.warnings };
}

/** A status update costs what the status holds: everything else is the stored object's own. */
export function statusDraft(call: Call, live: KubeObject, body: KubeObject): Draft {
  const current = fromStorage(call.served, live);
  if (body.apiVersion !== current.apiVersion || body.kind !== current.kind) return decodeBody(call, body);
  // Components hand back the very metadata that they were given.
  if (body.metadata === current.metadata) {
    const { status } = decodeAs(call, { apiVersion: body.apiVersion, kind: body.kind, metadata: {}, status: body.status });
    return { ...current, metadata: { ...current.metadata }, status };
  }
  const part: KubeObject = { apiVersion: body.apiVersion, kind: body.kind, metadata: body.metadata ?? {}, status: body.status };
  const decoded = decodeAs(call, part);
  return { ...current, metadata: decoded.metadata, status: decoded.status };
}

// apiserver/pkg/endpoints/handlers/rest.go checkName
function checkName(call: Call, draft: Draft): void {
  const given = draft.metadata.name;
  const asked = call.request.name ?? "";
  if (!given) throw badRequest(`the name of the object (${asked} based on URL) was undeterminable: name must be provided`);
  if (given !== asked) throw badRequest(`the name of the object (${given}) does not match the name on the URL (${asked})`);
}

/** Brings a decoded draft of the request's version over the live object, and stores it when anything changed. `tracked` as in createDraft. */
export function writeUpdate(call: Call, live: KubeObject, draft: Draft, options: { tracked?: boolean } = {}): KubeObject {
  const { served, engine, context, request } = call;
  checkPreconditions(call, live, draft);
  keepSystemFields(live, draft);
  const current = fromStorage(served, live);
  const track = (): void =>
    engine.fields.update(served, current, draft, { manager: managerOf(request), subresource: context.subresource, now: context.now() });
  // Before subresources had fields of their own, who patched a status where it does not count owned it all the same.
  const early = request.patchType !== undefined && !context.release.has("managedFieldsSubresource");
  if (early && !options.tracked) track();
  keepForeignParts(call, current, draft);
  if (!early && !options.tracked) track();
  runAdmit(call, "UPDATE", draft, current);
  toStorage(served, draft);
  served.behaviour.prepareForUpdate?.(draft, live, context);
  raiseGeneration(call, live, draft);
  validateChange(call, live, draft);
  runValidate(call, "UPDATE", draft, live);
  const refused = context.subresource === "" ? (served.behaviour.allocate?.(draft, live, context) ?? []) : [];
  if (refused.length > 0) throw invalidError(served.group, served.kind, draft.metadata.name ?? "", refused);
  return fromStorage(served, storeUpdate(call, live, draft));
}

function checkPreconditions(call: Call, live: KubeObject, draft: Draft): void {
  const { served, request } = call;
  const { metadata } = draft;
  const name = request.name ?? "";
  // A patch has no preconditions: validation refuses another uid.
  if (request.patchType === undefined && metadata.uid && metadata.uid !== live.metadata.uid) {
    const why = `Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${live.metadata.uid ?? ""}`;
    const key = `/registry/${served.resource}/${served.namespaced ? `${request.namespace}/` : ""}${name}`;
    throw conflict(
      served.group,
      served.resource,
      name,
      `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`,
    );
  }
  if (!metadata.resourceVersion) {
    if (served.behaviour.unconditionalUpdate === false) {
      const error = {
        type: "Invalid value",
        field: "metadata.resourceVersion",
        goValue: "0x0",
        detail: "must be specified for an update",
      } as const;
      throw invalidError(served.group, served.kind, name, [error]);
    }
    metadata.resourceVersion = live.metadata.resourceVersion ?? "";
  } else if (metadata.resourceVersion !== live.metadata.resourceVersion) {
    throw conflict(served.group, served.resource, name, LOCK_TEXT);
  }
}

// registry/rest/update.go BeforeUpdate and ValidateObjectMetaUpdate
function keepSystemFields(live: KubeObject, draft: Draft): void {
  const { metadata } = draft;
  const old = live.metadata;
  if (old.uid && !metadata.uid) metadata.uid = old.uid;
  metadata.creationTimestamp = old.creationTimestamp ?? null;
  if (old.selfLink) metadata.selfLink = old.selfLink;
  else delete metadata.selfLink;
  if (old.deletionTimestamp) metadata.deletionTimestamp = old.deletionTimestamp;
  if (old.deletionGracePeriodSeconds !== undefined) metadata.deletionGracePeriodSeconds ??= old.deletionGracePeriodSeconds;
  if (old.generation === undefined) delete metadata.generation;
  else metadata.generation = old.generation;
}

/** Subresources that write the status. */
const STATUS_WRITERS = new Set(["status", "approval"]);

/** A write through `status` changes the status alone, a write of the object all but the status. */
function keepForeignParts(call: Call, current: KubeObject, draft: Draft): void {
  const { served, context } = call;
  if (!served.hasStatus) return;
  if (!STATUS_WRITERS.has(context.subresource)) {
    if (current.status === undefined) delete draft.status;
    else draft.status = current.status;
    return;
  }
  for (const key of Object.keys(draft)) if (!ENVELOPE.has(key) && !(key in current)) delete draft[key];
  for (const key of Object.keys(current)) if (!ENVELOPE.has(key)) draft[key] = current[key];
  // Most status strategies keep the labels; those of the core group take them.
  if (served.group !== "") {
    if (current.metadata.labels) draft.metadata.labels = current.metadata.labels;
    else delete draft.metadata.labels;
  }
}

function raiseGeneration(call: Call, live: KubeObject, draft: Draft): void {
  if (!countsGenerations(call.served, call.context.release) || call.context.subresource === "status") return;
  const keys = new Set([...Object.keys(live), ...Object.keys(draft)]);
  for (const key of keys) {
    // Without a status of its own, a custom resource's status is like any other field.
    const counts = !ENVELOPE.has(key) || (key === "status" && !call.served.hasStatus && call.served.custom !== undefined);
    if (!counts || deepEqual(live[key], draft[key])) continue;
    draft.metadata.generation = (live.metadata.generation ?? 0) + 1;
    return;
  }
}

function validateChange(call: Call, live: KubeObject, draft: Draft): void {
  const { served, context } = call;
  const { behaviour } = served;
  const check = context.subresource === "status" ? behaviour.validateStatusUpdate : behaviour.validateUpdate;
  const errors = check?.call(behaviour, draft, live, context) ?? [];
  if (errors.length > 0) throw invalidError(served.group, served.kind, draft.metadata.name ?? "", errors);
  for (const warning of behaviour.warnings?.(draft, live, context) ?? []) context.warn(warning);
}

/** Writes what differs; removes an object whose deletion has waited for this update. */
export function storeUpdate(call: Call, live: KubeObject, draft: Draft): KubeObject {
  const { served, engine, context } = call;
  const { store } = engine.options;
  if (isFullyReleased(live, draft)) {
    if (context.dryRun) return draft;
    return store.delete(served.storeKey, live.metadata.namespace ?? "", live.metadata.name ?? "") ?? draft;
  }
  draft.metadata.resourceVersion = live.metadata.resourceVersion ?? "";
  if (deepEqual(live, draft)) return live;
  if (engine.options.release.has("selfLinks")) draft.metadata.selfLink ??= selfLinkOf(served, draft);
  return context.dryRun ? draft : store.put(served.storeKey, draft);
}

// registry/store.go ShouldDeleteDuringUpdate; a namespace has finalizers of its spec, too.
function isFullyReleased(live: KubeObject, draft: Draft): boolean {
  if (!live.metadata.deletionTimestamp || (live.metadata.deletionGracePeriodSeconds ?? 0) !== 0) return false;
  return (draft.metadata.finalizers ?? []).length === 0 && specFinalizers(draft).length === 0;
}

/** `spec.finalizers`, which only namespaces have. */
export function specFinalizers(object: KubeObject): readonly unknown[] {
  const spec = object.spec as { finalizers?: unknown } | undefined;
  return Array.isArray(spec?.finalizers) ? spec.finalizers : [];
}
