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
  const parts = [request.group === "" ? `/api/${request.version}` : `/apis/${request.group}/${request.version}`];
  if (request.namespace !== "") parts.push("namespaces", request.namespace);
  parts.push(request.resource);
  if (request.name) parts.push(encodeURIComponent(request.name).replaceAll("%3A", ":"));
  if (request.subresource) parts.push(request.subresource);
  if (request.options?.path !== undefined) parts.push(String(request.options.path));
  return parts.join("/");
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
