import { isJsonObject } from "../../base/json.ts";
import type { PatchType, ResourceRequest, ResourceVerb } from "../../machinery/api.ts";
import type { HttpRequest } from "../../machinery/node-runtime.ts";
import { checkQueryOptions, deleteOptionsOf } from "./query-options.ts";

/** A URL as the API server reads it: a resource request without its sender, or a path that is no resource. */
export type ParsedPath =
  | {
      readonly type: "resource";
      readonly request: Omit<ResourceRequest, "user" | "userAgent">;
      /** What a Table's rows carry. */
      readonly includeObject: string;
      /** Seconds after which a watch ends. */
      readonly timeoutSeconds?: number;
    }
  | { readonly type: "path"; readonly path: string };

/** Subresources of namespaces that are reached as `/namespaces/NAME/SUBRESOURCE`. request/requestinfo.go */
const NAMESPACE_SUBRESOURCES = new Set(["status", "finalize"]);
const CONNECTING = new Set(["log", "exec", "attach", "portforward", "proxy"]);

/** Options of connecting subresources that are on or off. */
const SWITCHES = new Set(["follow", "previous", "timestamps", "stdin", "stdout", "stderr", "tty"]);

/** Media types of PATCH bodies. */
export const PATCH_TYPES: Readonly<Record<string, PatchType>> = {
  "application/json-patch+json": "json",
  "application/merge-patch+json": "merge",
  "application/strategic-merge-patch+json": "strategic",
  "application/apply-patch+yaml": "apply",
};

/**
 * Reads method, path and query (without `?`) of a request, as `serve` and `get --raw` do.
 * `body` and `contentType` fill the request's own fields. Throws StatusError for options that are wrong.
 */
// apiserver/pkg/endpoints/request/requestinfo.go
export function parsePath(method: string, path: string, query = "", body?: unknown, contentType = ""): ParsedPath {
  const parts = path
    .split("/")
    .filter((part) => part !== "")
    .map(decodeURIComponent);
  const prefix = groupVersion(parts);
  if (prefix === undefined) return { type: "path", path };
  const { group, version, rest } = prefix;
  const params = new URLSearchParams(query);
  const place = locate(rest);
  const selector = params.get("fieldSelector") ?? "";
  const verb = verbOf(method, place, params);
  if (!CONNECTING.has(place.subresource)) checkQueryOptions(verb, params);
  const deletes = verb === "delete" || verb === "deletecollection";
  const sent = body === undefined && deletes ? deleteOptionsOf(params) : body;
  const patchType = PATCH_TYPES[contentType.split(";")[0]?.trim() ?? ""];
  const dryRun = params.get("dryRun") === "All" || (isJsonObject(body) && Array.isArray(body.dryRun) && body.dryRun.includes("All"));
  const request: Omit<ResourceRequest, "user" | "userAgent"> = {
    verb,
    group,
    version,
    resource: place.resource,
    namespace: place.namespace,
    ...(place.name === "" ? {} : { name: place.name }),
    ...(place.subresource === "" ? {} : { subresource: place.subresource }),
    ...(sent === undefined ? {} : { body: sent }),
    ...(verb === "patch" && patchType ? { patchType } : {}),
    ...text(params, "labelSelector"),
    ...(selector === "" ? {} : { fieldSelector: selector }),
    ...(params.has("limit") ? { limit: Number(params.get("limit")) } : {}),
    ...text(params, "continue"),
    ...text(params, "resourceVersion"),
    ...text(params, "resourceVersionMatch"),
    ...(dryRun ? { dryRun } : {}),
    ...(isTrue(params.get("export")) ? { export: true } : {}),
    ...text(params, "fieldManager"),
    ...(isTrue(params.get("force")) ? { force: true } : {}),
    ...text(params, "fieldValidation"),
    ...(CONNECTING.has(place.subresource) ? { options: connectOptions(params, place.tail) } : {}),
    ...(place.subresource === "proxy" ? { http: proxiedRequest(method, path, query, place, body) } : {}),
  };
  const timeout = params.get("timeoutSeconds");
  return {
    type: "resource",
    request,
    includeObject: params.get("includeObject") ?? "Metadata",
    ...(timeout === null ? {} : { timeoutSeconds: Number(timeout) }),
  };
}

interface Place {
  resource: string;
  namespace: string;
  name: string;
  subresource: string;
  tail: string;
  /** The old `/watch/` prefix. */
  watch: boolean;
}

function groupVersion(parts: readonly string[]): { group: string; version: string; rest: readonly string[] } | undefined {
  const [root, first, second] = parts;
  if (root === "api" && parts.length > 2 && first) return { group: "", version: first, rest: parts.slice(2) };
  if (root === "apis" && parts.length > 3 && first && second) return { group: first, version: second, rest: parts.slice(3) };
  return undefined;
}

function locate(parts: readonly string[]): Place {
  const watch = parts[0] === "watch";
  let rest = watch ? parts.slice(1) : parts;
  let namespace = "";
  if (rest[0] === "namespaces" && rest[1] !== undefined && rest[2] !== undefined && !NAMESPACE_SUBRESOURCES.has(rest[2])) {
    namespace = rest[1];
    rest = rest.slice(2);
  }
  const [resource = "", name = "", subresource = "", ...tail] = rest;
  // A request for a namespace itself is also "in" it.
  return { resource, namespace, name, subresource, tail: tail.join("/"), watch };
}

function verbOf(method: string, place: Place, params: URLSearchParams): ResourceVerb {
  switch (method) {
    case "POST":
      return "create";
    case "PUT":
      return "update";
    case "PATCH":
      return "patch";
    case "DELETE":
      return place.name === "" ? "deletecollection" : "delete";
    default: {
      if (place.watch || isTrue(params.get("watch"))) return "watch";
      return place.name === "" ? "list" : "get";
    }
  }
}

function text<K extends string>(params: URLSearchParams, key: K): Partial<Record<K, string>> {
  const value = params.get(key);
  return (value === null || value === "" ? {} : { [key]: value }) as Partial<Record<K, string>>;
}

/** A flag holds when it is given and not denied; Python says `True`. requestinfo.go, apimachinery/pkg/runtime/conversion.go */
export function isTrue(value: string | null): boolean {
  return value !== null && !["false", "0"].includes(value.toLowerCase());
}

/** What is passed on behind `proxy`: the rest of the path as it was written, so that its last slash and its escapes stay. */
function proxiedRequest(method: string, path: string, query: string, { tail }: Place, body: unknown): HttpRequest {
  const segments = tail === "" ? 0 : tail.split("/").length;
  const slashed = path.endsWith("/") ? "/" : "";
  const rest = segments === 0 ? slashed : `/${path.split("/").filter(Boolean).slice(-segments).join("/")}${slashed}`;
  return { method, path: query === "" ? rest : `${rest}?${query}`, headers: [], body: typeof body === "string" ? body : "" };
}

function connectOptions(params: URLSearchParams, tail: string): Record<string, string | string[]> {
  const options: Record<string, string | string[]> = {};
  for (const key of new Set(params.keys())) {
    const all = params.getAll(key);
    const [first = ""] = all;
    if (SWITCHES.has(key)) options[key] = String(isTrue(first));
    else options[key] = key === "command" ? all : first;
  }
  if (tail !== "") options.path = tail;
  return options;
}
