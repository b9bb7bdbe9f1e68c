import { formatRfc3339 } from "../../base/rfc3339.ts";
import type { ApiResponse } from "../../machinery/api.ts";
import type { Draft } from "../../machinery/kind.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { alreadyExists, badRequest, failure } from "../../machinery/status.ts";
import { runAdmit, runValidate } from "../admission/run.ts";
import type { Call } from "../engine.ts";
import { invalidError } from "../invalid.ts";
import { decodeBody } from "./decode-body.ts";
import { managerOf } from "./manager.ts";
import { generateName, randomSuffix, randomUid } from "./names.ts";
import { countsGenerations, fromStorage, selfLinkOf, toStorage } from "./versions.ts";

const GENERATED_NAME_TRIES = 8;

/** POST of a new object. */
// apiserver/pkg/endpoints/handlers/create.go, registry/rest/create.go BeforeCreate, registry/store.go Create, 1.20
export function createObject(call: Call): ApiResponse {
  const body = call.engine.twins.create(call, (one) => createDraft(one, decodeBody(one, one.request.body)));
  return { code: 201, body, warnings: call.warnings };
}

/** Creates from a decoded and defaulted draft: also for PUT and apply of what is not there yet. `tracked`: its managedFields are made already. */
export function createDraft(call: Call, draft: Draft, options: { tracked?: boolean } = {}): KubeObject {
  const { served, engine, context } = call;
  checkNamespace(call, draft);
  if (!options.tracked)
    engine.fields.update(served, undefined, draft, { manager: managerOf(call.request), subresource: "", now: engine.kindContext.now() });
  runAdmit(call, "CREATE", draft);
  const asked = draft.metadata.resourceVersion;
  toStorage(served, draft);
  fillSystemFields(call, draft);
  served.behaviour.prepareForCreate?.(draft, context);
  nameObject(call, draft);
  validateNew(call, draft);
  allocate(call, draft);
  runValidate(call, "CREATE", draft);
  if (asked) throw failure(500, "", "resourceVersion should not be set on objects to be created");
  checkFree(call, draft);
  return fromStorage(served, context.dryRun ? draft : engine.options.store.put(served.storeKey, draft));
}

/** The object's namespace must be the URL's; an empty one is filled in. */
export function checkNamespace(call: Call, draft: Draft): void {
  const { served, request, engine } = call;
  const given = draft.metadata.namespace;
  if (!served.namespaced) return;
  if (given && given !== request.namespace) {
    throw badRequest(engine.options.release.value("namespaceMismatchText").replace("%o", given).replace("%r", request.namespace));
  }
  draft.metadata.namespace = request.namespace;
}

// What every object draws and is stamped with is the server's own matter: it asks past the context that kinds and plug-ins see.
function fillSystemFields(call: Call, draft: Draft): void {
  const { kindContext } = call.engine;
  const { metadata } = draft;
  delete metadata.resourceVersion;
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.selfLink;
  metadata.creationTimestamp = formatRfc3339(kindContext.now());
  metadata.uid = kindContext.draw(`uid/${call.served.resource}`, randomUid);
  if (countsGenerations(call.served, call.context.release)) metadata.generation = 1;
  else delete metadata.generation;
}

/** Draws a name where the object leaves it to the server. */
export function nameObject(call: Call, draft: Draft): void {
  const { served, engine } = call;
  const { metadata } = draft;
  if (!metadata.name && metadata.generateName) {
    const base = metadata.generateName;
    const namespace = metadata.namespace ?? "";
    // Releases before 1.30 gave up at once. That chance is so small that nobody would call it what the release does.
    for (let attempt = 0; attempt < GENERATED_NAME_TRIES; attempt++) {
      metadata.name = generateName(base, engine.kindContext.draw(`name-suffix/${served.resource}/${namespace}/${base}`, randomSuffix));
      if (!engine.options.store.get(served.storeKey, namespace, metadata.name)) break;
    }
  }
  if (engine.options.release.has("selfLinks")) metadata.selfLink = selfLinkOf(served, draft);
}

function validateNew(call: Call, draft: Draft): void {
  const { served, context } = call;
  const errors = served.behaviour.validate?.(draft, context) ?? [];
  if (errors.length > 0) throw invalidError(served.group, served.kind, draft.metadata.name ?? "", errors);
  for (const warning of served.behaviour.warnings?.(draft, undefined, context) ?? []) context.warn(warning);
}

/** Comes before the look whether the name is free: a port that is taken is complained of first. */
function allocate(call: Call, draft: Draft): void {
  const { served, context } = call;
  if (!served.behaviour.allocate) return;
  // What is drawn for an object that will be refused is given back; the draws of the one that has the name stay its own.
  const draw: typeof context.draw = existingOf(call, draft) ? (stream, pick) => context.draw(`refused/${stream}`, pick) : context.draw;
  const refused = served.behaviour.allocate(draft, undefined, { ...context, draw });
  if (refused.length > 0) throw invalidError(served.group, served.kind, draft.metadata.name ?? "", refused);
}

function existingOf({ served, engine }: Call, { metadata: { name = "", namespace = "" } }: Draft): KubeObject | undefined {
  return engine.options.store.get(served.storeKey, namespace, name);
}

/** Refuses an object whose name is taken. */
export function checkFree(call: Call, draft: Draft): void {
  const { served } = call;
  const { name = "", generateName: base } = draft.metadata;
  const existing = existingOf(call, draft);
  if (!existing) return;
  const error = alreadyExists(served.group, served.resource, name);
  if (existing.metadata.deletionTimestamp) error.status.message = `object is being deleted: ${error.status.message}`;
  else if (base && name.startsWith(base)) error.status.message += ", the server was not able to generate a unique name for the object";
  throw error;
}
