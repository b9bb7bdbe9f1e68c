import { patchMediaTypes } from "../request/patch-media-types.ts";
import { goValueV } from "../../base/go-format.ts";
import { jsonTypeOf, isJsonObject, type JsonObject } from "../../base/json.ts";
import type { ApiResponse } from "../../machinery/api.ts";
import { goJson } from "../../machinery/go-json.ts";
import type { Draft } from "../../machinery/kind.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { applyJsonPatch } from "../../machinery/patch/json-patch.ts";
import { applyMergePatch } from "../../machinery/patch/merge-patch.ts";
import { PatchError, patchSchema } from "../../machinery/patch/patch-schema.ts";
import { applyStrategicMergePatch } from "../../machinery/patch/strategic-merge.ts";
import { typedProblem } from "../../machinery/managed-fields/validate-typed.ts";
import { badRequest, conflict, failure, notFound, type StatusError } from "../../machinery/status.ts";
import { DecodeError } from "../../machinery/decode/decode-problem.ts";
import { converterText, decodeErrorText } from "../decode/error-text.ts";
import type { Call } from "../engine.ts";
import { goJsonSyntaxError } from "../decode/json-syntax.ts";
import { invalidError } from "../invalid.ts";
import { createDraft } from "./create.ts";
import { decodeAs, strictProblem, withDefaults } from "./decode-body.ts";
import { managerOf } from "./manager.ts";
import { writeUpdate } from "./update.ts";
import { fromStorage } from "./versions.ts";

/** PATCH of an object or of its status. */
// apiserver/pkg/endpoints/handlers/patch.go, 1.20
export function patchObject(call: Call): ApiResponse {
  const { served, request, engine } = call;
  if (request.patchType === undefined) throw unsupportedType(served.definition !== undefined);
  const live = engine.options.store.get(served.storeKey, request.namespace, request.name ?? "");
  if (request.patchType === "apply") return applyObject(call, live);
  const patch = readPatch(request.body);
  if (!live) throw notFound(served.group, served.resource, request.name ?? "");
  const draft = patchedDraft(call, fromStorage(served, live), patch);
  return { code: 200, body: writeUpdate(call, live, draft), warnings: call.warnings };
}

/** A patch body as JSON; text that is none gives Go's complaint. */
function readPatch(body: unknown): unknown {
  if (typeof body !== "string") return body;
  try {
    return JSON.parse(body);
  } catch {
    throw badRequest(goJsonSyntaxError(body));
  }
}

/** The live object with the patch laid over, decoded and defaulted. */
function patchedDraft(call: Call, current: KubeObject, patch: unknown): Draft {
  const changed = patchJson(call, current, patch);
  checkUnmoved(call, current, changed);
  const { served, engine } = call;
  if (!served.definition) return withDefaults(call, decodeAs(call, changed));
  // The type comes from the URL: a strategic patch of it leaves no trace, any other makes an object that nobody can read.
  const patched = call.request.patchType === "strategic" ? { ...changed, apiVersion: current.apiVersion, kind: current.kind } : changed;
  const refuse = (strategicWhy: string, otherWhy = strategicWhy): StatusError => {
    const isStrategic = call.request.patchType === "strategic";
    const value = isStrategic ? goValueV(patch) : goJson(patched as unknown as JsonObject);
    return invalidError("", "", "", [{ type: "Invalid value", field: "patch", value, detail: isStrategic ? strategicWhy : otherWhy }]);
  };
  if (patched.kind !== current.kind || patched.apiVersion !== current.apiVersion) {
    const scheme = '"k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30"';
    throw refuse("", `no kind "${patched.kind}" is registered for version "${patched.apiVersion}" in scheme ${scheme}`);
  }
  const strictWhy = strictProblem(call, patched);
  if (strictWhy !== undefined) throw refuse(strictWhy);
  try {
    return withDefaults(call, engine.decoder.decode(served.definition, patched) as unknown as Draft);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const { schema, release } = engine.options;
    throw refuse(converterText(error.problem), decodeErrorText(error.problem, patched, served.definition, schema, release));
  }
}

/** One operation of a JSON patch; null is an operation that says nothing. */
function operationOf(value: unknown): JsonObject {
  if (value === null) return {};
  if (!isJsonObject(value)) throw badRequest(`json: cannot unmarshal ${jsonTypeOf(value)} into Go value of type jsonpatch.Operation`);
  return value;
}

/** Applies a patch by its type to an object of the request's version; the object stays as it is. */
export function patchJson(call: Call, current: KubeObject, patch: unknown): KubeObject {
  const { request, served, engine } = call;
  const document = current as unknown as JsonObject;
  try {
    if (request.patchType === "json") {
      if (!Array.isArray(patch)) throw badRequest(`json: cannot unmarshal ${jsonTypeOf(patch)} into Go value of type jsonpatch.Patch`);
      return applyJsonPatch(document, patch.map(operationOf)) as unknown as KubeObject;
    }
    if (request.patchType === "merge" && !isJsonObject(patch) && served.definition) throw notAnObject(patch);
    if (!isJsonObject(patch)) throw badRequest(`json: cannot unmarshal ${jsonTypeOf(patch)} into Go value of type map[string]interface {}`);
    if (request.patchType === "merge") return applyMergePatch(document, patch) as unknown as KubeObject;
    if (!served.definition) throw unsupportedType(false);
    return applyStrategicMergePatch(document, patch, patchSchema(engine.options.schema, served.definition)) as unknown as KubeObject;
  } catch (error) {
    if (error instanceof PatchError) throw request.patchType === "json" ? unprocessable() : failure(500, "", error.message);
    throw error;
  }
}

/** A merge patch that is no object takes the whole object's place, and then it is no object that anybody knows. */
// apimachinery/pkg/runtime/serializer/json/meta.go
function notAnObject(patch: unknown): StatusError {
  const struct = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
  const detail = `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonTypeOf(patch)} into Go value of type ${struct}`;
  return invalidError("", "", "", [{ type: "Invalid value", field: "patch", value: JSON.stringify(patch), detail }]);
}

/** What the server says when a patch cannot be carried out: the cause stays with the server. */
function unprocessable(): StatusError {
  return failure(422, "Invalid", "the server rejected our request due to an error in our request", {});
}

// negotiation/errors.go
function unsupportedType(hasStrategic: boolean): StatusError {
  return failure(
    415,
    "UnsupportedMediaType",
    `the body of the request was in an unknown format - accepted media types include: ${patchMediaTypes(hasStrategic).join(", ")}`,
  );
}

function checkUnmoved(call: Call, current: KubeObject, patched: KubeObject): void {
  const name = patched.metadata?.name;
  const namespace = patched.metadata?.namespace;
  if (name !== undefined && name !== current.metadata.name) {
    throw badRequest(`the name of the object (${name}) does not match the name on the URL (${current.metadata.name ?? ""})`);
  }
  if (namespace !== undefined && namespace !== current.metadata.namespace) {
    throw badRequest(`the namespace of the object (${namespace}) does not match the namespace on the request (${call.request.namespace})`);
  }
}

/** Server-side apply: updates, or creates what is not there. */
function applyObject(call: Call, live: KubeObject | undefined): ApiResponse {
  const { served, request, engine, context } = call;
  if (!request.fieldManager) {
    throw invalidError("meta.k8s.io", "PatchOptions", "", [
      { type: "Required value", field: "fieldManager", detail: "is required for apply patch" },
    ]);
  }
  if (!isJsonObject(request.body)) throw badRequest("error decoding YAML: the body is not an object");
  const patch = request.body as unknown as KubeObject;
  if (patch.metadata?.managedFields) throw badRequest("metadata.managedFields must be nil");
  if (!live && patch.metadata?.uid) {
    throw conflict(
      served.group,
      served.resource,
      request.name ?? "",
      `uid mismatch: the provided object specified uid ${patch.metadata.uid}, and no existing object was found`,
    );
  }
  const write = { manager: managerOf(request), subresource: context.subresource, now: context.now(), force: request.force ?? false };
  const problem = served.definition && typedProblem(engine.options.schema, served.definition, request.body);
  if (problem !== undefined) throw failure(500, "", `failed to create typed patch object: ${problem}`);
  decodeAs(call, patch);
  const applied = withLastApplied(engine.fields.apply(served, live && fromStorage(served, live), patch, write), patch, call);
  const draft = withDefaults(call, decodeAs(call, applied));
  draft.metadata.name ??= request.name ?? "";
  if (!live) delete draft.metadata.resourceVersion;
  if (!live) return { code: 201, body: createDraft(call, draft, { tracked: true }), warnings: call.warnings };
  return { code: 200, body: writeUpdate(call, live, draft, { tracked: true }), warnings: call.warnings };
}

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** kubectl's server-side apply keeps the annotation of its client-side apply up, where there is one. */
// apiserver/pkg/endpoints/handlers/fieldmanager/lastappliedupdater.go, 1.20
function withLastApplied(applied: KubeObject, patch: KubeObject, { request, engine }: Call): KubeObject {
  const annotations = applied.metadata.annotations;
  if (request.fieldManager !== "kubectl" || annotations?.[LAST_APPLIED] === undefined) return applied;
  if (!engine.options.release.has("applyKeepsLastApplied")) return applied;
  const { [LAST_APPLIED]: _, ...others } = patch.metadata.annotations ?? {};
  const metadata = patch.metadata.annotations ? { ...patch.metadata, annotations: others } : patch.metadata;
  const text = `${goJson({ ...patch, metadata } as unknown as JsonObject)}\n`;
  return { ...applied, metadata: { ...applied.metadata, annotations: { ...annotations, [LAST_APPLIED]: text } } };
}
