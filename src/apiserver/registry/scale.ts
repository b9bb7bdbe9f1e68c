import type { ApiResponse, ResourceRequest } from "../../machinery/api.ts";
import { isJsonObject, type JsonObject } from "../../base/json.ts";
import type { Draft, ScaleFacet } from "../../machinery/kind.ts";
import { formatRequirements, type LabelSelector, selectorRequirements } from "../../machinery/labels.ts";
import type { KubeObject } from "../../machinery/object.ts";
import { applyJsonPatch } from "../../machinery/patch/json-patch.ts";
import { applyMergePatch } from "../../machinery/patch/merge-patch.ts";
import { badRequest, failure, type StatusError } from "../../machinery/status.ts";
import type { Call } from "../engine.ts";
import { invalidError } from "../invalid.ts";
import { existing } from "./list.ts";
import { writeUpdate } from "./update.ts";
import { fromStorage } from "./versions.ts";

/** The scale subresource of any kind with a ScaleFacet: GET, PUT, PATCH of an autoscaling/v1 Scale. */
// pkg/registry/apps/deployment/storage/storage.go ScaleREST, 1.20
export function scaleObject(call: Call): ApiResponse {
  const { request, served, warnings } = call;
  const facet = served.behaviour.scale;
  if (!facet) throw failure(404, "NotFound", "the server could not find the requested resource", {});
  if (request.verb === "update") checkName(request);
  const live = existing(call);
  const current = fromStorage(served, live);
  const scale = scaleOf(current, facet);
  if (request.verb === "get") {
    if (served.custom && atPath(current, facet.specReplicas) === undefined) throw withoutReplicas(facet);
    return { code: 200, body: scale, warnings };
  }
  const next = request.verb === "patch" ? patchScale(call, scale) : request.body;
  const updated = writeUpdate(call, live, scaledDraft(call, current, next, facet));
  return { code: 200, body: scaleOf(updated, facet), warnings };
}

/** A Scale that is put names its object. apiserver/pkg/endpoints/handlers/rest.go checkName */
function checkName({ body, name = "" }: ResourceRequest): void {
  const { metadata } = isJsonObject(body) ? (body as { metadata?: JsonObject }) : {};
  const given = metadata?.["name"];
  if (typeof given === "string" && given !== "" && given !== name)
    throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
}

// apiextensions-apiserver/pkg/registry/customresource/etcd.go ScaleREST.Get, 1.20
function withoutReplicas({ specReplicas }: ScaleFacet): StatusError {
  const message = `the spec replicas field ".${specReplicas}" does not exist`;
  return failure(500, "InternalError", `Internal error occurred: ${message}`, { causes: [{ message }] });
}

function patchScale(call: Call, scale: KubeObject): unknown {
  const { patchType, body } = call.request;
  const document = scale as unknown as JsonObject;
  if (patchType === "json" && Array.isArray(body)) return applyJsonPatch(document, body as JsonObject[]);
  if (!isJsonObject(body)) throw badRequest("json: cannot unmarshal the patch");
  return applyMergePatch(document, body);
}

function scaledDraft(call: Call, current: KubeObject, scale: unknown, facet: ScaleFacet): Draft {
  const { metadata, spec } = isJsonObject(scale) ? (scale as { metadata?: JsonObject; spec?: JsonObject }) : {};
  const replicas = spec?.replicas ?? 0;
  if (typeof replicas !== "number" || !Number.isInteger(replicas))
    throw badRequest('Scale in version "v1" cannot be handled as a Scale: spec.replicas must be an integer');
  const name = call.request.name ?? "";
  if (replicas < 0) {
    throw invalidError("autoscaling", "Scale", name, [
      { type: "Invalid value", field: "spec.replicas", value: replicas, detail: "must be greater than or equal to 0" },
    ]);
  }
  const draft = withPath(current, facet.specReplicas.split("."), replicas) as Draft;
  draft.metadata = { ...current.metadata };
  const version = metadata?.resourceVersion;
  if (typeof version === "string" && version !== "") draft.metadata.resourceVersion = version;
  return draft;
}

/** A copy with one member changed; branches beside the path are shared. */
function withPath(object: object, path: readonly string[], value: unknown): object {
  const [head = "", ...rest] = path;
  const below = (object as Record<string, unknown>)[head];
  return { ...object, [head]: rest.length === 0 ? value : withPath((below ?? {}) as object, rest, value) };
}

/** Reads a dotted path. */
function atPath(object: KubeObject, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], object);
}

function scaleOf(object: KubeObject, facet: ScaleFacet): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp, selfLink } = object.metadata;
  const selector = facet.selector === undefined ? "" : selectorText(atPath(object, facet.selector));
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: {
      ...(name === undefined ? {} : { name }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(selfLink === undefined ? {} : { selfLink: `${selfLink}/scale` }),
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      creationTimestamp: creationTimestamp ?? null,
    },
    spec: replicasOf(atPath(object, facet.specReplicas)),
    status: { replicas: Number(atPath(object, facet.statusReplicas) ?? 0), ...(selector === "" ? {} : { selector }) },
  };
}

function replicasOf(value: unknown): { replicas?: number } {
  return value ? { replicas: Number(value) } : {};
}

/** A LabelSelector, or the plain map of a ReplicationController, as text; custom resources hold the text itself. */
function selectorText(selector: unknown): string {
  if (typeof selector === "string") return selector;
  if (!isJsonObject(selector)) return "";
  const isLabelSelector = isJsonObject(selector.matchLabels) || Array.isArray(selector.matchExpressions);
  return formatRequirements(
    selectorRequirements(isLabelSelector ? (selector as LabelSelector) : { matchLabels: selector as Record<string, string> }),
  );
}
