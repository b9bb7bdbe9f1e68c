import { type AppRequest, byteLength, headerOf, httpDate, type HttpResponse } from "../../network/http.ts";
import type { Connection } from "../../network/types.ts";
import type { Outside } from "../view.ts";
import { type Balancing, chooseEndpoint } from "./balancer.ts";
import type { ControllerView } from "./controller-view.ts";
import { rewritten } from "./locations.ts";
import type { Location, Server } from "./model.ts";
import { ownAnswer, serverHeader } from "./pages.ts";
import { escapedPath, type RequestPath } from "./request-path.ts";

/** One attempt at an endpoint, as the access log tells of it. */
export interface Attempt {
  readonly address: string;
  readonly status: number;
  readonly length: number;
  readonly seconds: number;
  /** Why it failed, in nginx's words. */
  readonly error?: string;
}

/** What came of a request that was sent on. */
export interface Proxied {
  readonly response: HttpResponse;
  readonly attempts: readonly Attempt[];
}

/** A request on its way through a location. */
export interface Passage {
  readonly request: AppRequest;
  readonly target: RequestPath;
  readonly server: Server;
  readonly location: Location;
  readonly controller: ControllerView;
  readonly requestId: string;
}

/** Sends a request to an endpoint, and to others when one does not answer. ngx_http_upstream: error timeout */
export function proxy(passage: Passage, { upstream }: Balancing, outside: Outside): Proxied {
  const { location, controller, request, server } = passage;
  const attempts: Attempt[] = [];
  let cookie: string | undefined;
  for (let tries = 0; tries < Math.max(1, location.options.tries); tries++) {
    const failed = attempts.map(({ address }) => address);
    const choice = chooseEndpoint(upstream, request, server.hostname, location.ingressPath, failed, controller, outside.sim);
    cookie ??= choice.cookie;
    const { attempt, response } = ask(choice.endpoint.address, passage, outside);
    attempts.push(attempt);
    if (response !== undefined)
      return { response: { ...passedOn(response, passage, cookie), takesMs: waitedMs(attempts) + (response.takesMs ?? 0) }, attempts };
    // What was sent may have been done: it is not sent again.
    if (attempt.error?.startsWith("upstream prematurely") && !["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"].includes(request.method))
      break;
  }
  const response = ownAnswer(attempts.at(-1)?.status ?? 502, controller, commonHeaders(passage));
  return { response: { ...response, takesMs: waitedMs(attempts) }, attempts };
}

/** What was spent on endpoints that did not answer. */
function waitedMs(attempts: readonly Attempt[]): number {
  return attempts.reduce((sum, { seconds, error }) => sum + (error === undefined ? 0 : seconds * 1000), 0);
}

function ask(address: string, passage: Passage, { network }: Outside): { attempt: Attempt; response?: HttpResponse } {
  const { request, location, controller, target } = passage;
  const from = { kind: "pod", pod: controller.view.pod } as const;
  const [, host = "", port = "80"] = /^(.*):(\d+)$/.exec(address) ?? [];
  const ip = /^[\d.]+$/.test(host) ? host : network.resolve(from, host)[0];
  if (ip === undefined) return { attempt: failure(address, 502, `${host} could not be resolved (3: Host not found)`) };
  const connection = network.connect(from, ip, Number(port));
  const { protocol, connectTimeoutMs } = location.options;
  if (connection.kind === "refused") return { attempt: refused(`${ip}:${port}`, connection, connectTimeoutMs) };
  const isTls = protocol === "HTTPS" || (protocol === "AUTO_HTTP" && request.tls === true);
  if (connection.kind !== "open" || (isTls && network.certificate(connection, host) === undefined))
    return {
      attempt: failure(
        `${ip}:${port}`,
        502,
        "SSL_do_handshake() failed (SSL: error:1408F10B:SSL routines:ssl3_get_record:wrong version number) while SSL handshaking to upstream",
      ),
    };
  const path = rewritten(location, target.path);
  const response = network.exchange(connection, {
    method: request.method,
    path: path === target.path ? request.path : `${escapedPath(path)}${target.query}`,
    headers: requestHeaders(passage),
    body: request.body,
    ...(isTls ? { tls: true } : {}),
  });
  if (response === undefined)
    return { attempt: failure(`${ip}:${port}`, 502, "upstream prematurely closed connection while reading response header from upstream") };
  const length = request.method === "HEAD" ? 0 : byteLength(response.body);
  return { attempt: { address: `${ip}:${port}`, status: response.status, length, seconds: ANSWER_SECONDS }, response };
}

/** What a pod in the same cluster takes. */
const ANSWER_SECONDS = 0.002;

function failure(address: string, status: number, error: string, seconds = 0): Attempt {
  return { address, status, length: 0, seconds, error };
}

function refused(address: string, { why, afterMs }: Extract<Connection, { kind: "refused" }>, timeoutMs: number): Attempt {
  if (why === "timeout" || afterMs > timeoutMs)
    return failure(address, 504, "upstream timed out (110: Operation timed out) while connecting to upstream", timeoutMs / 1000);
  const reason = why === "refused" ? "(111: Connection refused)" : "(113: Host is unreachable)";
  return failure(address, 502, `connect() failed ${reason} while connecting to upstream`, afterMs / 1000);
}

/** Headers that mean this connection alone, and those that nginx sets itself. */
const NOT_PASSED = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "transfer-encoding",
  "upgrade",
  "host",
  "proxy",
  "expect",
]);

/** What the endpoint gets to see. nginx.tmpl, proxy_set_header */
function requestHeaders({ request, location, controller, requestId }: Passage): (readonly [string, string])[] {
  const { settings } = controller.configuration;
  const { options } = location;
  const host = headerOf(request, "Host") ?? "";
  const trusted = (name: string): string | undefined => (settings.useForwardedHeaders ? headerOf(request, name) : undefined);
  const before = headerOf(request, "X-Forwarded-For");
  const scheme = trusted("X-Forwarded-Proto") ?? (request.tls ? "https" : "http");
  const set: (readonly [string, string])[] = [
    ["Host", options.upstreamVhost || (trusted("X-Forwarded-Host")?.split(",")[0] ?? host)],
    ["X-Request-ID", requestId],
    ["X-Real-IP", realAddress(request, settings.useForwardedHeaders)],
    ["X-Forwarded-For", forwardedFor(request, settings.useForwardedHeaders, settings.computeFullForwardedFor)],
    ["X-Forwarded-Host", trusted("X-Forwarded-Host")?.split(",")[0] ?? host],
    ["X-Forwarded-Port", trusted("X-Forwarded-Port") ?? (request.tls ? "443" : "80")],
    ["X-Forwarded-Proto", scheme],
    ...(controller.release.has("hidesVersion") ? ([["X-Forwarded-Scheme", scheme]] as const) : []),
    ["X-Scheme", scheme],
    ...(before === undefined ? [] : ([["X-Original-Forwarded-For", before]] as const)),
    ...settings.proxySetHeaders,
    ...(options.forwardedPrefix !== "" && options.rewriteTarget !== "" ? ([["X-Forwarded-Prefix", options.forwardedPrefix]] as const) : []),
  ];
  const own = new Set(set.map(([name]) => name.toLowerCase()));
  if (options.auth !== undefined) own.add("authorization");
  return [...set, ...request.headers.filter(([name]) => !NOT_PASSED.has(name.toLowerCase()) && !own.has(name.toLowerCase()))];
}

/** The client's address: as the connection has it, or as a trusted proxy says. */
export function realAddress(request: AppRequest, usesForwarded: boolean): string {
  const forwarded = usesForwarded ? headerOf(request, "X-Forwarded-For") : undefined;
  return forwarded?.split(",")[0]?.trim() || request.clientAddress;
}

function forwardedFor(request: AppRequest, usesForwarded: boolean, isFull: boolean): string {
  const before = headerOf(request, "X-Forwarded-For");
  if (usesForwarded && isFull && before !== undefined) return `${before}, ${request.clientAddress}`;
  return realAddress(request, usesForwarded);
}

/** In this order nginx writes the headers that it knows. */
const KNOWN = ["content-type", "content-length", "last-modified"];
const REPLACED = new Set(["server", "date", "connection", "keep-alive", "x-accel-redirect", "x-accel-expires", ...KNOWN]);

/** An endpoint's answer as the client gets it. ngx_http_header_filter_module.c */
function passedOn(response: HttpResponse, passage: Passage, cookie: string | undefined): HttpResponse {
  const { controller } = passage;
  const known = KNOWN.flatMap((name) => response.headers.filter(([key]) => key.toLowerCase() === name));
  const others = response.headers.filter(([key]) => !REPLACED.has(key.toLowerCase()));
  return {
    ...response,
    headers: [
      ...serverHeader(controller),
      ["Date", httpDate(controller.view.now)],
      ...known,
      ["Connection", "keep-alive"],
      ...others,
      ...(cookie === undefined ? [] : ([["Set-Cookie", cookie]] as const)),
      ...commonHeaders(passage),
    ],
  };
}

/** What the controller adds to every answer of a location. */
export function commonHeaders({ request, location, controller }: Passage): (readonly [string, string])[] {
  const { hsts, addHeaders } = controller.configuration.settings;
  return [
    ...corsHeaders(request, location),
    ...location.options.responseHeaders,
    ...addHeaders,
    ...(hsts !== undefined && request.tls ? ([["Strict-Transport-Security", hsts]] as const) : []),
  ];
}

/** The origin that an answer allows; undefined when it allows none. */
function allowedOrigin(request: AppRequest, { options: { cors } }: Location): string | undefined {
  if (cors === undefined) return undefined;
  if (cors.origins[0] === "*") return "*";
  const origin = headerOf(request, "Origin");
  const pattern = (one: string): string => one.replace(/[.]/g, "\\.").replace("*\\.", "[A-Za-z0-9-]+\\.");
  const isAllowed = origin !== undefined && cors.origins.some((one) => new RegExp(`^${pattern(one)}$`, "i").test(origin));
  return isAllowed ? origin : undefined;
}

// nginx.tmpl CORS
function corsHeaders(request: AppRequest, location: Location): (readonly [string, string])[] {
  const { cors } = location.options;
  const origin = allowedOrigin(request, location);
  if (cors === undefined || origin === undefined) return [];
  return [
    ["Access-Control-Allow-Origin", origin],
    ...(cors.credentials ? ([["Access-Control-Allow-Credentials", "true"]] as const) : []),
    ["Access-Control-Allow-Methods", cors.methods],
    ["Access-Control-Allow-Headers", cors.headers],
    ...(cors.expose === "" ? [] : ([["Access-Control-Expose-Headers", cors.expose]] as const)),
    ["Access-Control-Max-Age", String(cors.maxAge)],
  ];
}

/** Whether a browser asks beforehand, which the controller answers itself. */
export function isPreflight(request: AppRequest, location: Location): boolean {
  return request.method === "OPTIONS" && allowedOrigin(request, location) !== undefined;
}
