import type { Ingress } from "../../kinds/networking/ingress/types.ts";
import type { ControllerRelease } from "./release.ts";
import type { Cors, LocationOptions, Settings, TrafficShaping } from "./model.ts";
import { listOf, parseBool, parseInteger, parseSize } from "./settings.ts";
import { snippetHeaders } from "./snippet.ts";

/** The value of one of the controller's annotations, each line trimmed; undefined when absent or empty. annotations/parser */
export type AnnotationReader = (name: string) => string | undefined;

/** Reads an ingress's annotations with the controller's prefix. */
export function annotationReader({ metadata }: Ingress, prefix: string): AnnotationReader {
  return (name) => {
    const value = metadata.annotations?.[`${prefix}/${name}`];
    const trimmed = value?.split("\n").map((line) => line.trim());
    return trimmed?.join("\n") || undefined;
  };
}

/** What reading options needs of the cluster. */
export interface OptionsWorld {
  readonly release: ControllerRelease;
  readonly settings: Settings;
  /** Lines `user:password`, or why there are none. */
  users(read: AnnotationReader, ingress: Ingress): { readonly lines: readonly string[] } | { readonly denied: string };
}

/** Annotations that change what clients get, and that are not emulated. */
const NOT_EMULATED: readonly string[] = [
  "auth-url",
  "auth-tls-secret",
  "custom-http-errors",
  "default-backend",
  "enable-modsecurity",
  "global-rate-limit",
  "limit-connections",
  "limit-rate",
  "limit-rpm",
  "limit-rps",
  "mirror-target",
  "modsecurity-snippet",
  "proxy-redirect-from",
  "server-snippet",
  "ssl-passthrough",
  "upstream-hash-by",
];
const PROTOCOLS: readonly string[] = ["AUTO_HTTP", "HTTP", "HTTPS", "AJP", "GRPC", "GRPCS", "FCGI"];
const ADDRESS = /^\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?$/;

/** What an ingress's annotations say about its locations. internal/ingress/annotations, 1.3 */
export function optionsOf(ingress: Ingress, read: AnnotationReader, world: OptionsWorld): LocationOptions {
  const { settings } = world;
  const yes = (name: string, otherwise: boolean): boolean => parseBool(read(name)) ?? otherwise;
  const ranges = rangesOf(read("whitelist-source-range"), settings.allowed);
  const refused = rangesOf(read("denylist-source-range"), []);
  const auth = authOf(ingress, read, world);
  const denied = ranges.denied ?? refused.denied ?? auth.denied;
  const cors = yes("enable-cors", false) ? corsOf(read) : undefined;
  const redirect = redirectOf(read);
  const protocol = (read("backend-protocol") ?? "HTTP").trim().toUpperCase();
  const unknown = notEmulated(read, protocol, settings.allowSnippets);
  return {
    rewriteTarget: read("rewrite-target") ?? "",
    useRegex: yes("use-regex", false),
    appRoot: appRootOf(read("app-root")),
    sslRedirect: yes("ssl-redirect", settings.sslRedirect),
    forceSslRedirect: yes("force-ssl-redirect", settings.forceSslRedirect),
    preserveTrailingSlash: yes("preserve-trailing-slash", false),
    fromToWww: yes("from-to-www-redirect", false),
    allowed: ranges.list,
    refused: refused.list,
    upstreamVhost: read("upstream-vhost") ?? "",
    forwardedPrefix: read("x-forwarded-prefix") ?? "",
    protocol: PROTOCOLS.includes(protocol) ? protocol : "HTTP",
    bodyLimit: parseSize(read("proxy-body-size") ?? settings.bodySize) ?? 1024 ** 2,
    connectTimeoutMs: (parseInteger(read("proxy-connect-timeout")) ?? settings.connectTimeoutMs / 1000) * 1000,
    tries: parseInteger(read("proxy-next-upstream-tries")) ?? settings.tries,
    responseHeaders: settings.allowSnippets ? (snippetHeaders(read("configuration-snippet") ?? "") ?? []) : [],
    accessLog: yes("enable-access-log", true),
    ...(redirect ? { redirect } : {}),
    ...(denied === undefined ? {} : { denied }),
    ...(cors ? { cors } : {}),
    ...(auth.users ? { auth: { realm: read("auth-realm") ?? "", users: auth.users } } : {}),
    ...(unknown === undefined ? {} : { unknown }),
  };
}

function notEmulated(read: AnnotationReader, protocol: string, allowSnippets: boolean): string | undefined {
  const found = NOT_EMULATED.find((name) => read(name) !== undefined && !(name === "server-snippet" && !allowSnippets));
  if (found !== undefined) return found;
  if (["AJP", "GRPC", "GRPCS", "FCGI"].includes(protocol)) return "backend-protocol";
  const snippet = read("configuration-snippet");
  return allowSnippets && snippet !== undefined && snippetHeaders(snippet) === undefined ? "configuration-snippet" : undefined;
}

function appRootOf(path: string | undefined): string {
  return path?.startsWith("/") ? path : "";
}

function rangesOf(text: string | undefined, otherwise: readonly string[]): { list: readonly string[]; denied?: string } {
  if (text === undefined) return { list: otherwise };
  const list = listOf(text).filter((item) => ADDRESS.test(item));
  if (list.length > 0) return { list: list.toSorted() };
  return { list: otherwise, denied: "the annotation does not contain a valid IP address or network" };
}

function redirectOf(read: AnnotationReader): { url: string; code: number } | undefined {
  const temporal = read("temporal-redirect");
  if (temporal !== undefined) return { url: temporal, code: 302 };
  const permanent = read("permanent-redirect");
  if (permanent === undefined) return undefined;
  const code = parseInteger(read("permanent-redirect-code")) ?? 301;
  return { url: permanent, code: code < 300 || code > 308 ? 301 : code };
}

function authOf(ingress: Ingress, read: AnnotationReader, world: OptionsWorld): { users?: readonly string[]; denied?: string } {
  const type = read("auth-type");
  if (type === undefined) return {};
  if (!/basic|digest/.test(type)) return { denied: "invalid authentication type" };
  const found = world.users(read, ingress);
  return "denied" in found ? found : { users: found.lines };
}

const CORS_METHODS = "GET, PUT, POST, DELETE, PATCH, OPTIONS";
const CORS_HEADERS = "DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization";

/** Words with at most a comma and a blank behind each. */
const METHOD_LIST = /^[A-Za-z](?:[A-Za-z]|(?<=[A-Za-z]),|(?<=[A-Za-z,])\s)*$/;
const HEADER_LIST = /^[\w-](?:[\w-]|(?<=[\w-]),|(?<=[\w,-])\s)*$/;
const EXPOSED_LIST = /^[\w*-](?:[\w*-]|(?<=[\w*-]),|(?<=[\w*,-])\s)*$/;

// annotations/cors/main.go
function corsOf(read: AnnotationReader): Cors {
  const origins = listOf(read("cors-allow-origin") ?? "*");
  const matching = (name: string, pattern: RegExp, otherwise: string): string => {
    const value = read(name);
    return value !== undefined && pattern.test(value) ? value : otherwise;
  };
  return {
    origins: origins.includes("*") ? ["*"] : origins,
    methods: matching("cors-allow-methods", METHOD_LIST, CORS_METHODS),
    headers: matching("cors-allow-headers", HEADER_LIST, CORS_HEADERS),
    credentials: parseBool(read("cors-allow-credentials")) ?? true,
    expose: matching("cors-expose-headers", EXPOSED_LIST, ""),
    maxAge: parseInteger(read("cors-max-age")) ?? 1_728_000,
  };
}

/** The canary's share, where the ingress is one. annotations/canary */
export function shapingOf(read: AnnotationReader): TrafficShaping | undefined {
  if (parseBool(read("canary")) !== true) return undefined;
  return {
    weight: parseInteger(read("canary-weight")) ?? 0,
    weightTotal: Math.max(100, parseInteger(read("canary-weight-total")) ?? 100),
    header: read("canary-by-header") ?? "",
    headerValue: read("canary-by-header-value") ?? "",
    headerPattern: read("canary-by-header-pattern") ?? "",
    cookie: read("canary-by-cookie") ?? "",
  };
}
