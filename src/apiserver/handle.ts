import type { ApiHandler, ApiResponse, PathRequest, ResourceRequest } from "../machinery/api.ts";
import { failure, notFound, StatusError } from "../machinery/status.ts";
import { delegate } from "./aggregation/delegate.ts";
import { createAuthorizer } from "./auth/authorizer.ts";
import { checkAccess } from "./auth/check.ts";
import { warnOfDeprecation } from "./deprecation.ts";
import { answerPath } from "./discovery/paths.ts";
import { encodeBody } from "./encode.ts";
import { type Call, type ChangeParts, createKindContext, type Engine, openCall } from "./engine.ts";
import type { ApiServerOptions } from "./options.ts";
import { getObject, listObjects } from "./registry/list.ts";
import { watchObjects } from "./registry/watch.ts";
import { isTrue, parsePath } from "./request/parse-path.ts";
import { createResourceIndex, type ServedResource } from "./resources.ts";
import { unserved } from "./unserved.ts";

type Changes = typeof import("./changes.ts");
let loadedChanges: Changes | undefined;

/** What changes go through. Most commands only read, so it is loaded when something else is asked for. */
function changes(): Changes {
  return (loadedChanges ??= require("./changes.ts") as Changes);
}

/** Makes an API server of one release over a store. */
export function createApiServer(options: ApiServerOptions): ApiHandler {
  const resources = createResourceIndex(options.schema, options.catalog, options.release, options.store);
  let parts: ChangeParts | undefined;
  const changeParts = (): ChangeParts => (parts ??= changes().createChangeParts(options, resources));
  const engine: Engine = {
    options,
    resources,
    kindContext: createKindContext(options),
    authorizer: createAuthorizer(options.store, options.trusts ?? (() => false)),
    get decoder() {
      return changeParts().decoder;
    },
    get admission() {
      return changeParts().admission;
    },
    get fields() {
      return changeParts().fields;
    },
    get twins() {
      return changeParts().twins;
    },
  };
  return {
    handle(request) {
      return answering(() => (request.verb === "path" ? handlePath(engine, request) : handleResource(engine, request)));
    },
    watch(request) {
      try {
        const served = servedFor(engine, request);
        return (served ? undefined : delegate(engine, request)) ?? watchObjects(enter(engine, request, served));
      } catch (error) {
        return refusalOf(error);
      }
    },
  };
}

function answering(work: () => ApiResponse): ApiResponse {
  try {
    return work();
  } catch (error) {
    return refusalOf(error);
  }
}

/** A refusal as a response; anything but a StatusError is our own fault and flies on. */
function refusalOf(error: unknown): ApiResponse {
  if (!(error instanceof StatusError)) throw error;
  return { code: error.code, body: error.status, warnings: [] };
}

/** A path that names a resource after all (`get --raw`) goes the way of resources, and its answer is text as on the wire. */
function handlePath(engine: Engine, request: PathRequest): ApiResponse {
  const [path = "", query = ""] = request.path.split("?");
  const parsed = parsePath(request.method, path, query, request.body);
  const indented = isTrue(new URLSearchParams(query).get("pretty"));
  if (parsed.type === "resource") {
    if (parsed.request.verb === "watch") throw failure(501, "NotImplemented", "k8sim does not emulate watching a raw path");
    const { http } = parsed.request;
    const response = handleRaw(engine, {
      ...parsed.request,
      // Go's clients follow the redirect that an empty path gets.
      ...(http ? { http: { ...http, path: http.path === "" ? "/" : http.path, headers: [["User-Agent", request.userAgent]] } } : {}),
      user: request.user,
      userAgent: request.userAgent,
    });
    return typeof response.body === "string" || response.code >= 400
      ? response
      : { ...response, body: encodeBody(engine.options.schema, response.body, indented) };
  }
  checkAccess(engine.authorizer, request);
  const response = answerPath(request, engine.resources, engine.options);
  return indented && typeof response.body !== "string" && path !== "/version"
    ? { ...response, body: JSON.stringify(response.body, null, 2) }
    : response;
}

/** A raw request for what is not served fails as a path does. */
function handleRaw(engine: Engine, request: ResourceRequest): ApiResponse {
  const served = servedFor(engine, request);
  const delegated = served ? undefined : delegate(engine, request, true);
  if (delegated) return delegated;
  const { group, version, resource, subresource } = request;
  if (!served && !engine.resources.serves(group, version, resource)) throw unknownPath();
  if (served && subresource && !served.row.subresources.some(({ name }) => name === subresource)) throw unknownPath();
  return handleResource(engine, request);
}

/** The router's answer to a path that it has not, from which a client learns nothing about resources. */
function unknownPath(): StatusError {
  return failure(404, "NotFound", "the server could not find the requested resource", {});
}

function handleResource(engine: Engine, request: ResourceRequest): ApiResponse {
  const whole = request.isWhole ? changes().createWholeEvent(engine, request) : undefined;
  if (whole) return whole;
  const review =
    request.verb === "create" &&
    changes().isReview(request) &&
    engine.resources.serves(request.group, request.version, request.resource) &&
    changes().answerReview(request, engine);
  if (review) return review;
  if (request.resource === "bindings" && request.group === "" && request.verb === "create")
    return handleResource(engine, { ...request, resource: "pods", subresource: "binding" });
  const served = servedFor(engine, request);
  const delegated = served ? undefined : delegate(engine, request);
  if (delegated) return delegated;
  const call = enter(engine, request, served);
  warnOfDeprecation(call);
  try {
    return answer(call);
  } catch (error) {
    return { ...refusalOf(error), warnings: call.warnings };
  }
}

function answer(call: Call): ApiResponse {
  const { resource, subresource } = call.request;
  const own = subresource ? changes().ownWayOf(resource, subresource) : undefined;
  return own ? own(call) : byVerb(call);
}

function servedFor({ resources }: Engine, { group, version, resource }: ResourceRequest): ServedResource | undefined {
  return resources.find(group, version, resource);
}

/** Checks that the user may, that there is such a resource and that it can. */
function enter(engine: Engine, request: ResourceRequest, served: ServedResource | undefined): Call {
  checkAccess(engine.authorizer, request);
  if (!served) {
    // What is only asked, such as reviews, can be created and nothing else.
    const asked = engine.resources.rows(request.group, request.version).find(({ plural }) => plural === request.resource);
    if (asked && !(asked.namespaced && request.namespace === "")) throw methodNotAllowed();
    throw unserved(404, "NotFound", "the server could not find the requested resource", request);
  }
  checkVerb(served, request);
  return openCall(engine, served, request);
}

/** Verbs for which a path across all namespaces exists. */
const ACROSS_NAMESPACES: ReadonlySet<string> = new Set(["list", "watch"]);

/** Throws unless the path names a namespace just where the resource has one. */
function checkPlace({ namespaced, row }: ServedResource, request: ResourceRequest): void {
  const { verb, namespace, name, subresource } = request;
  const isRouted = namespace === "" ? !namespaced || ACROSS_NAMESPACES.has(verb) : namespaced || row.plural === "namespaces";
  if (isRouted) return;
  if (namespace === "" && !name && !subresource && row.verbs.includes("list")) throw methodNotAllowed();
  throw unserved(404, "NotFound", "the server could not find the requested resource", request);
}

function checkVerb(served: ServedResource, request: ResourceRequest): void {
  checkPlace(served, request);
  if (served.custom?.isTerminating && request.verb === "create")
    throw unserved(405, "MethodNotAllowed", "create not allowed while custom resource definition is terminating", request, "");
  if (!request.subresource) {
    if (served.row.verbs.includes(request.verb) && isRoutedVerb(request)) return;
    throw methodNotAllowed();
  }
  for (const { name, verbs } of served.row.subresources) {
    // Logs and exec come by GET as well as by POST, a proxy by anything.
    if (name === request.subresource && (verbs.includes(request.verb) || request.options)) return;
  }
  // apiextensions-apiserver/pkg/apiserver/customresource_handler.go
  if (served.custom) throw notFound(served.group, served.resource, request.name ?? "");
  throw unserved(404, "NotFound", "the server could not find the requested resource", request);
}

/** Collections are posted to, and objects are put and patched. */
function isRoutedVerb({ verb, name = "" }: ResourceRequest): boolean {
  if (verb === "create") return name === "";
  return name !== "" || (verb !== "update" && verb !== "patch");
}

/** The router's own refusal: it knows of no resource. apiserver/pkg/server/genericapiserver.go serviceErrorHandler */
function methodNotAllowed(): StatusError {
  return failure(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", {});
}

function byVerb(call: Call): ApiResponse {
  switch (call.request.verb) {
    case "get":
      return getObject(call);
    case "list":
      return listObjects(call);
    default:
      return changes().answerChange(call);
  }
}
