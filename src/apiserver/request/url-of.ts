import type { ApiRequest, ResourceRequest } from "../../machinery/api.ts";

/** Path and query of a request, as kubectl -v=6 and error texts show it; the opposite of `parsePath`. client-go/rest/request.go */
export function urlOf(request: ApiRequest): string {
  if (request.verb === "path") return request.path;
  const query = queryOf(request);
  return `${pathOf(request)}${query === "" ? "" : `?${query}`}`;
}

/** The path of a resource request: `/apis/apps/v1/namespaces/default/deployments/web/scale`. */
export function pathOf(
  request: Pick<ResourceRequest, "group" | "version" | "namespace" | "resource" | "name" | "subresource" | "options">,
): string {
  const { group, version, namespace, resource, name, subresource, options } = request;
  let path = group === "" ? `/api/${version}/` : `/apis/${group}/${version}/`;
  if (namespace !== "") path += `namespaces/${namespace}/`;
  path += resource;
  if (name) path += `/${escapeName(name)}`;
  if (subresource) path += `/${subresource}`;
  return options?.path === undefined ? path : `${path}/${String(options.path)}`;
}

/** Nearly all names are their own escapes. */
function escapeName(name: string): string {
  return /^[\w.-]*$/.test(name) ? name : encodeURIComponent(name).replaceAll("%3A", ":");
}

/** The HTTP method of a verb. */
export function methodOf(request: ApiRequest): string {
  if (request.verb === "path") return request.method;
  switch (request.verb) {
    case "create":
      return "POST";
    case "update":
      return "PUT";
    case "patch":
      return "PATCH";
    case "delete":
    case "deletecollection":
      return "DELETE";
    default:
      return "GET";
  }
}

// url.Values.Encode sorts by key.
function queryOf(request: ResourceRequest): string {
  const values: [string, string][] = [];
  const put = (key: string, value: string | number | undefined): void => {
    if (value !== undefined && value !== "") values.push([key, String(value)]);
  };
  put("labelSelector", request.labelSelector);
  put("fieldSelector", request.fieldSelector);
  put("limit", request.limit);
  put("continue", request.continue);
  put("resourceVersion", request.resourceVersion);
  if (request.verb === "watch") put("watch", "true");
  if (request.export) put("export", "true");
  if (request.dryRun) put("dryRun", "All");
  put("fieldManager", request.fieldManager);
  if (request.force !== undefined) put("force", String(request.force));
  put("fieldValidation", request.fieldValidation);
  for (const [key, value] of Object.entries(request.options ?? {})) {
    if (key !== "path") for (const one of typeof value === "string" ? [value] : value) put(key, one);
  }
  values.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return values.map(([key, value]) => `${escape(key)}=${escape(value)}`).join("&");
}

/** Go's url.QueryEscape. */
function escape(text: string): string {
  return encodeURIComponent(text)
    .replaceAll("%20", "+")
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
