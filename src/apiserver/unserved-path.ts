import type { ApiResponse } from "../machinery/api.ts";
import type { Schema } from "../machinery/schema/schema.ts";
import { failure } from "../machinery/status.ts";
import type { Release } from "../release/release.ts";

const NOT_FOUND = failure(404, "NotFound", "the server could not find the requested resource", {}).status;

/** Roots, besides those of the groups, under which the router knows every path and refuses others with a Status. */
const ROUTED = ["/api", "/version", "/logs"];

const HOOKS = [
  "crd-informer-synced",
  "generic-apiserver-start-informers",
  "priority-and-fairness-config-consumer",
  "priority-and-fairness-filter",
  "start-apiextensions-controllers",
  "start-apiextensions-informers",
];

/** What the server sends over the wire for a path that it does not serve, with code 404. */
// apiserver/pkg/server/handler.go director, genericapiserver.go serviceErrorHandler; checked against kube-apiserver 1.20.2
export function createUnservedBody(schema: Schema, release: Release): (path: string) => ApiResponse["body"] {
  const groups = new Set(schema.kinds.filter(({ group, served }) => served && group !== "").map(({ group }) => `/apis/${group}`));
  const roots = [...ROUTED, ...groups];
  const rest = release.has("unknownPathsListed") ? JSON.stringify({ paths: lastServersPaths(schema) }, null, 2) : undefined;
  return (path) => {
    if (roots.some((root) => path === root || path.startsWith(`${root}/`))) return NOT_FOUND;
    // What could be a custom resource is asked of the server of these, which knows text alone.
    return path.startsWith("/apis/") || rest === undefined ? "404 page not found\n" : rest;
  };
}

/** The index of the last server in the row, the one of custom resources, which shows it to whoever got as far. */
// apiserver/pkg/server/config.go New, routes/index.go, 1.20
function lastServersPaths(schema: Schema): string[] {
  const group = "apiextensions.k8s.io";
  const versions = new Set(schema.kinds.filter((kind) => kind.served && kind.group === group).map(({ version }) => version));
  const checks = ["etcd", "log", "ping", ...HOOKS.map((hook) => `poststarthook/${hook}`)];
  const health = ["healthz", "livez"].flatMap((root) => [`/${root}`, ...checks.map((check) => `/${root}/${check}`)]);
  const ready = ["", "/informer-sync", "/shutdown", ...checks.map((check) => `/${check}`)].map((check) => `/readyz${check}`);
  const apis = ["/apis", "/apis/", `/apis/${group}`, ...[...versions].map((version) => `/apis/${group}/${version}`)];
  return [...apis, ...health, ...ready, "/metrics", "/openapi/v2", "/version"].sort();
}
