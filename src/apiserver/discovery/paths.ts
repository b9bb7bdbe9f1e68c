import type { ApiResponse, PathRequest } from "../../machinery/api.ts";
import type { JsonObject } from "../../base/json.ts";
import { failure } from "../../machinery/status.ts";
import type { ApiServerOptions } from "../options.ts";
import type { ResourceIndex } from "../resources.ts";
import { tokenIssuer } from "../auth/tokens.ts";
import { undiscovered, withRemoteGroups } from "../aggregation/discovery.ts";
import { discoveryDocument } from "./discovery.ts";
import { healthPaths, healthText } from "./health.ts";
import { openApiDocument } from "./open-api.ts";
import { openApiV3Document } from "./open-api-v3.ts";

const READING: ReadonlySet<string> = new Set(["GET", "HEAD"]);
/** Paths whose router looks at methods: the lists of groups, health and OpenAPI answer to any. */
const ROUTED = /^\/(api|version)(\/|$)|^\/apis\/([^/]+)\/./;

/** Answers a path that is no resource; NotFound for one that is not served. */
export function answerPath(request: PathRequest, resources: ResourceIndex, options: ApiServerOptions): ApiResponse {
  const [path = "", query = ""] = request.path.split("?");
  const body = bodyOf(path.length > 1 ? path.replace(/\/$/, "") : path, new URLSearchParams(query), resources, options);
  if (body === undefined) throw failure(404, "NotFound", "the server could not find the requested resource", {});
  const [isRouted, , , group] = READING.has(request.method) ? [] : (ROUTED.exec(path) ?? []);
  if (isRouted !== undefined && (group === undefined || options.schema.groups.some(({ name }) => name === group)))
    throw failure(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", {});
  const away = path.startsWith("/api") ? undiscovered(options) : [];
  return { code: 200, body, warnings: [], ...(away.length > 0 ? { undiscovered: away } : {}) };
}

function bodyOf(
  path: string,
  query: URLSearchParams,
  resources: ResourceIndex,
  options: ApiServerOptions,
): JsonObject | string | undefined {
  switch (path) {
    case "/version":
      return versionDocument(options);
    case "/openapi/v2":
      return openApiDocument(options.schema, options.release, resources);
    case "/":
    case "/index.html":
      return JSON.stringify({ paths: rootPaths(resources, options) }, null, 2);
    case "/.well-known/openid-configuration":
      return options.release.has("issuerDiscovery") ? issuerDocument(options) : undefined;
    default: {
      const health = healthText(path, query);
      const own = health ?? openApiV3Document(path, options.schema, options.release, resources);
      return own ?? withRemoteGroups(path, discoveryDocument(path, resources, options), options);
    }
  }
}

function rootPaths(resources: ResourceIndex, { release }: ApiServerOptions): string[] {
  const groups = resources.groups().filter((group) => group.name !== "");
  const apis = groups.flatMap((group) => [`/apis/${group.name}`, ...group.versions.map((version) => `/apis/${group.name}/${version}`)]);
  const issuer = release.has("issuerDiscovery") ? ["/.well-known/openid-configuration", "/openid/v1/jwks"] : [];
  const own = ["/api", "/api/v1", "/apis", "/apis/", "/logs", "/metrics", "/openapi/v2", "/version"];
  return [...own, ...issuer, ...apis, ...healthPaths()].sort();
}

/** What other programs need to know to check the cluster's tokens. pkg/serviceaccount/openidmetadata.go, 1.20 */
function issuerDocument({ settings }: ApiServerOptions): string {
  return JSON.stringify({
    issuer: tokenIssuer(settings.clusterDomain),
    jwks_uri: `${settings.apiServerUrl}/openid/v1/jwks`,
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  });
}

/** `/version`. What a release was built from is not emulated: commit and date are made up but constant. */
function versionDocument({ release }: ApiServerOptions): JsonObject {
  const build = release.value("serverBuild");
  return {
    major: "1",
    minor: String(release.minor),
    gitVersion: release.text,
    gitCommit: build.gitCommit,
    gitTreeState: "clean",
    buildDate: build.buildDate,
    goVersion: build.goVersion,
    compiler: "gc",
    platform: "linux/amd64",
  };
}
