import { byteLength, type AppRequest, headerOf, type HttpResponse } from "../../network/http.ts";
import { inCidr } from "../../network/pod-blocks.ts";
import { appendLog } from "../access-log.ts";
import type { Outside } from "../view.ts";
import { errorLine, upstreamInfo } from "./access-log.ts";
import { type Balancing, balancerFor } from "./balancer.ts";
import { authenticatedUser, isUnknownHash } from "./basic-auth.ts";
import { type ControllerView, processKey } from "./controller-view.ts";
import { findLocation } from "./locations.ts";
import { hasCertificate, hostName, serverFor } from "./match.ts";
import { CATCH_ALL, DEFAULT_UPSTREAM, type Location } from "./model.ts";
import { ownAnswer } from "./pages.ts";
import { type Attempt, commonHeaders, isPreflight, type Passage, proxy, realAddress } from "./proxy.ts";
import { requestPath } from "./request-path.ts";

/** What came of a request, and what the log tells of it; `attempts` is absent where nothing is logged. */
interface Outcome {
  readonly response: HttpResponse;
  readonly attempts?: readonly Attempt[];
  readonly upstream?: string;
  readonly alternative?: string;
  readonly user?: string;
}

/** nginx's answer to a request on its own two ports. */
export function nginxAnswer(request: AppRequest, controller: ControllerView, outside: Outside): HttpResponse {
  const requestId = headerOf(request, "X-Request-ID") ?? newRequestId(outside);
  const outcome = throughServer(request, controller, outside, requestId);
  const { settings } = controller.configuration;
  if (outcome.attempts !== undefined && settings.accessLog) {
    const { upstream = "", alternative = "", attempts, user = "", response } = outcome;
    const { now } = controller.view;
    const entry = { now, usesForwarded: settings.useForwardedHeaders, user, upstream, alternative, attempts, requestId };
    for (const attempt of attempts)
      if (attempt.error) appendLog(controller.view, errorLine(request, attempt, "_", entry, nextNumber(controller)));
    appendLog(controller.view, upstreamInfo(request, response, entry));
  }
  return request.method === "HEAD" ? { ...outcome.response, body: "" } : outcome.response;
}

/** $request_id: 16 random bytes. */
function newRequestId({ sim }: Outside): string {
  const random = sim.stream("request-id");
  return Array.from({ length: 4 }, () =>
    random
      .int(2 ** 32)
      .toString(16)
      .padStart(8, "0"),
  ).join("");
}

/** Connections are counted; the log names them. */
function nextNumber({ view }: ControllerView): number {
  const key = `${processKey(view)}/failures`;
  const count = Number(view.memory.get(key) ?? 0) + 1;
  view.memory.set(key, count);
  return count;
}

function throughServer(request: AppRequest, controller: ControllerView, outside: Outside, requestId: string): Outcome {
  const { configuration, flags } = controller;
  const isTlsPort = request.port === flags.httpsPort;
  if (isTlsPort && !request.tls)
    return { response: ownAnswer(400, controller, [], "The plain HTTP request was sent to HTTPS port"), attempts: [] };
  const host = hostName(headerOf(request, "Host") ?? "");
  const target = requestPath(request.path);
  if (host === "" || target === undefined) return { response: ownAnswer(400, controller), attempts: [] };
  const server = serverFor(configuration.servers, host);
  if (server === undefined) return { response: ownAnswer(404, controller), attempts: [] };
  const appRoot = server.locations.find(({ options }) => options.appRoot !== "")?.options.appRoot;
  if (appRoot !== undefined && target.path === "/") return redirected(302, appRootUrl(request, controller, appRoot), controller);
  if (server.hostname === CATCH_ALL && target.path.startsWith("/healthz")) return { response: ownAnswer(200, controller) };
  const match = findLocation(server.locations, target.path);
  if (match === undefined) return { response: ownAnswer(404, controller), attempts: [] };
  const scheme = request.tls ? "https" : "http";
  if (match.kind === "slash") return redirected(301, `${scheme}://${host}${target.path}/${target.query}`, controller);
  return throughLocation({ request, target, server, location: match.location, controller, requestId }, outside);
}

/** Up to 0.40 the redirect is relative, and nginx makes it absolute without its port. */
function appRootUrl(request: AppRequest, { release }: ControllerView, appRoot: string): string {
  const host = headerOf(request, "Host") ?? "";
  return `${request.tls ? "https" : "http"}://${release.has("hidesVersion") ? host : hostName(host)}${appRoot}`;
}

function redirected(code: number, url: string, controller: ControllerView): Outcome {
  return { response: ownAnswer(code, controller, [["Location", url]]), attempts: [] };
}

/** The phases of a location, in nginx's order. */
function throughLocation(passage: Passage, outside: Outside): Outcome {
  const { request, location, controller } = passage;
  const upstream = location.backend;
  const log = location.options.accessLog ? { attempts: [], upstream } : { upstream };
  const refusal = beforeProxy(passage);
  if (refusal !== undefined) return { response: refusal, ...log };
  if (location.options.redirect)
    return { ...redirected(location.options.redirect.code, location.options.redirect.url, controller), ...log };
  const https = httpsRedirect(passage);
  if (https !== undefined) return { ...redirected(controller.configuration.settings.redirectCode, https, controller), ...log };
  const balancing = balancerFor(upstream, request, controller, outside.sim);
  if (balancing === undefined) return { response: ownAnswer(503, controller, commonHeaders(passage)), ...log };
  const access = accessRefusal(passage);
  if (typeof access === "object") return { response: access, ...log };
  const sent = send(passage, balancing, outside);
  return { ...log, ...sent, ...(location.options.accessLog ? { user: access } : {}), alternative: balancing.alternative };
}

function send(passage: Passage, balancing: Balancing, outside: Outside): Outcome {
  const { controller, location } = passage;
  const isBuiltIn = balancing.upstream.name === DEFAULT_UPSTREAM && balancing.upstream.service === "";
  if (!isBuiltIn) {
    const { response, attempts } = proxy(passage, balancing, outside);
    return location.options.accessLog ? { response, attempts } : { response };
  }
  const response = ownAnswer(404, controller, commonHeaders(passage));
  const address = balancing.upstream.endpoints[0]?.address ?? "";
  const attempt = { address, status: 404, length: byteLength(response.body), seconds: 0.001 };
  return location.options.accessLog ? { response, attempts: [attempt] } : { response };
}

/** What is refused, or answered, before anything is asked: too large a body, what is not emulated, a browser's question, a denied location. */
function beforeProxy(passage: Passage): HttpResponse | undefined {
  const { request, location, controller } = passage;
  const { options } = location;
  if (options.bodyLimit > 0 && byteLength(request.body) > options.bodyLimit) return ownAnswer(413, controller);
  const unknown = options.unknown ?? (options.auth?.users.some(isUnknownHash) ? "auth-secret (hashes other than apr1)" : undefined);
  if (unknown !== undefined) return notEmulated(unknown, passage);
  if (isPreflight(request, location)) return ownAnswer(204, controller, commonHeaders(passage));
  return options.denied === undefined ? undefined : ownAnswer(503, controller);
}

function notEmulated(annotation: string, { controller, location }: Passage): HttpResponse {
  const body = `k8sim does not emulate ${controller.flags.annotationsPrefix}/${annotation} (ingress ${location.ingress})\n`;
  return {
    status: 501,
    statusText: "Not Implemented",
    headers: [
      ["Content-Type", "text/plain"],
      ["Content-Length", String(byteLength(body))],
    ],
    body,
  };
}

const CHALLENGES = "/.well-known/acme-challenge";

/** Where a plain request is sent to; undefined when it may stay. lua/lua_ingress.lua redirect_to_https */
function httpsRedirect({ request, location, controller }: Passage): string | undefined {
  const { servers, settings } = controller.configuration;
  const forwarded = settings.useForwardedHeaders ? headerOf(request, "X-Forwarded-Proto") : undefined;
  if ((forwarded ?? (request.tls ? "https" : "http")) !== "http" || location.path.startsWith(CHALLENGES)) return undefined;
  const host = headerOf(request, "Host") ?? "";
  const { options } = location;
  if (!options.forceSslRedirect && !(options.sslRedirect && hasCertificate(servers, hostName(host)))) return undefined;
  return `https://${host.replace(/:\d*$/, "")}${withoutSlash(request.path, options, controller)}`;
}

/** Since 1.0 a slash at the end is lost on the way, unless an annotation keeps it. */
function withoutSlash(path: string, { preserveTrailingSlash }: Location["options"], { release }: ControllerView): string {
  return !preserveTrailingSlash && release.has("ingressClasses") ? path.replace(/\/$/, "") : path;
}

/** 403, 401, or the name of the user, "" for nobody in particular. */
function accessRefusal(passage: Passage): HttpResponse | string {
  const { request, location, controller } = passage;
  const { allowed, refused, auth } = location.options;
  const address = realAddress(request, controller.configuration.settings.useForwardedHeaders);
  const within = (ranges: readonly string[]): boolean => ranges.some((range) => inCidr(address, range));
  if (within(refused) || (allowed.length > 0 && !within(allowed))) return ownAnswer(403, controller, commonHeaders(passage));
  if (auth === undefined) return "";
  const user = authenticatedUser(request, auth.users);
  return user ?? ownAnswer(401, controller, [["WWW-Authenticate", `Basic realm="${auth.realm}"`], ...commonHeaders(passage)]);
}
