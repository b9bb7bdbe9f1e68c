import { goQuote } from "../../base/go-format.ts";
import type { ApiResponse } from "../../machinery/api.ts";
import type { KubeList, KubeObject } from "../../machinery/object.ts";
import { badRequest, failure, notFound, type StatusError } from "../../machinery/status.ts";
import type { Call } from "../engine.ts";
import { goJsonSyntaxError } from "../decode/json-syntax.ts";
import { exported } from "./export.ts";
import { pathOf } from "../request/url-of.ts";
import { selectionOf } from "./selection.ts";
import { tableOf } from "./table.ts";
import { fromStorage } from "./versions.ts";

const CONTINUE_VERSION = "meta.k8s.io/v1";

/** GET of one object. */
export function getObject(call: Call): ApiResponse {
  const { request, warnings } = call;
  checkVersion(request.resourceVersion);
  const live = outgoing(call, existing(call));
  const object = request.export && !request.subresource && call.context.release.has("serverExport") ? exported(call, live) : live;
  const metadata = { resourceVersion: object.metadata.resourceVersion ?? "", ...selfLink(call, request.name) };
  const asTable = request.as === "table" && (!request.subresource || call.context.release.has("subresourceTables"));
  return { code: 200, body: asTable ? tableOf(call, [object], metadata) : object, warnings };
}

/** The stored object that a request names, or NotFound. */
export function existing(call: Call): KubeObject {
  const { served, request, engine, context } = call;
  const { virtual } = served.behaviour;
  const live = virtual
    ? virtual(context).find(({ metadata }) => metadata.name === request.name)
    : engine.options.store.get(served.storeKey, request.namespace, request.name ?? "");
  if (!live) throw notFound(served.group, served.resource, request.name ?? "");
  return live;
}

/** A stored object as it leaves the server: up to now, and in the version asked for. */
export function outgoing(call: Call, object: KubeObject): KubeObject {
  const { engine, served } = call;
  return fromStorage(served, engine.options.observe?.(served.storeKey, object) ?? object);
}

/** GET of a collection. */
// registry/store.go ListPredicate; apiserver/pkg/storage/continue.go
export function listObjects(call: Call): ApiResponse {
  const { request, engine, served, warnings } = call;
  checkVersion(request.resourceVersion);
  if (request.resourceVersionMatch === "Exact" && Number(request.resourceVersion) > engine.options.store.revision())
    throw unknownFailure("etcdserver: mvcc: required revision is a future revision");
  const all = listMatching(call);
  const start = request.continue ? readContinue(request.continue) : undefined;
  const from = start === undefined ? 0 : firstAtOrAfter(all, start);
  const limit = request.limit && request.limit > 0 ? request.limit : all.length;
  const page = all.slice(from, from + limit);
  const remaining = all.length - from - page.length;
  const last = page.at(-1);
  const metadata: KubeList["metadata"] = {
    ...selfLink(call),
    resourceVersion: String(engine.options.store.revision()),
    ...(remaining > 0 && last ? { continue: writeContinue(last, engine.options.store.revision()) } : {}),
    ...(remaining > 0 && !request.labelSelector && !request.fieldSelector ? { remainingItemCount: remaining } : {}),
  };
  const items = page.map((object) => outgoing(call, object));
  if (request.as === "table") return { code: 200, body: tableOf(call, items, metadata), warnings };
  return { code: 200, body: { kind: listKind(call), apiVersion: served.apiVersion, metadata, items }, warnings };
}

/** `PodList` */
export function listKind(call: Call): string {
  const { row, kind } = call.served;
  return row.list?.slice(row.list.lastIndexOf(".") + 1) ?? `${kind}List`;
}

/** The stored objects that a request's namespace and selectors choose. */
export function listMatching(call: Call): KubeObject[] {
  const { engine, served, request } = call;
  const { store } = engine.options;
  const selection = selectionOf(call);
  if (served.behaviour.virtual) return served.behaviour.virtual(call.context).filter((object) => selection.matches(object));
  if (selection.name !== undefined && (request.namespace !== "" || !served.namespaced)) {
    const one = store.get(served.storeKey, request.namespace, selection.name);
    return one && selection.matches(one) ? [one] : [];
  }
  const objects = store.list(served.storeKey, selection.query);
  return selection.everything ? [...objects] : objects.filter((object) => selection.matches(object));
}

/** What the store says of a version that is none. apiserver/pkg/storage/etcd3/api_object_versioner.go ParseResourceVersion */
function checkVersion(version: string | undefined): void {
  if (version === undefined || /^\d+$/.test(version)) return;
  const text = goQuote(version);
  throw unknownFailure(`resourceVersion: Invalid value: ${text}: strconv.ParseUint: parsing ${text}: invalid syntax`);
}

/** An error that is no Status becomes one without a reason. apiserver/pkg/endpoints/handlers/responsewriters/status.go */
function unknownFailure(message: string): StatusError {
  return failure(500, "", message);
}

function selfLink(call: Call, name?: string): { selfLink?: string } {
  const { engine, request } = call;
  if (!engine.options.release.has("selfLinks")) return {};
  return { selfLink: pathOf({ ...call.served, namespace: request.namespace, ...(name === undefined ? {} : { name }) }) };
}

function keyOf(object: KubeObject): string {
  const { namespace, name = "" } = object.metadata;
  return namespace ? `${namespace}/${name}` : name;
}

function writeContinue(last: KubeObject, revision: number): string {
  return btoa(JSON.stringify({ v: CONTINUE_VERSION, rv: revision, start: `${keyOf(last)}\u0000` })).replace(/=+$/, "");
}

/** The name after which a list goes on. Throws BadRequest in Go's words for a token that is none. */
function readContinue(token: string): string {
  const fail = (why: string): Error => badRequest(`invalid continue token: continue key is not valid: ${why}`);
  const wrong = token.search(/[^A-Za-z0-9_-]/);
  if (wrong >= 0 || token.length % 4 === 1) throw fail(`illegal base64 data at input byte ${wrong >= 0 ? wrong : token.length - 1}`);
  const text = atob(token.replaceAll("-", "+").replaceAll("_", "/"));
  const problem = goJsonSyntaxError(text);
  if (problem !== "") throw fail(problem);
  const { v, start } = JSON.parse(text) as { v?: unknown; start?: unknown };
  if (v !== CONTINUE_VERSION || typeof start !== "string")
    throw fail(`server does not recognize this encoded version ${goQuote(String(v ?? ""))}`);
  return start.replace(/\u0000$/, "");
}

/** Lists are ordered by namespace and name; a continue token names the last object that was given. */
function firstAtOrAfter(objects: readonly KubeObject[], last: string): number {
  const at = objects.findIndex((object) => keyOf(object) === last);
  if (at >= 0) return at + 1;
  const slash = last.indexOf("/");
  const [namespace, name] = slash < 0 ? ["", last] : [last.slice(0, slash), last.slice(slash + 1)];
  const after = objects.findIndex(
    ({ metadata }) => (metadata.namespace ?? "") > namespace || ((metadata.namespace ?? "") === namespace && (metadata.name ?? "") > name),
  );
  return after < 0 ? objects.length : after;
}
