import type { ResourceRequest } from "../../machinery/api.ts";

const MANAGER_LENGTH_MAX = 128;

/** The field manager of a request: the one it names, else its User-Agent up to the first slash. handlers/create.go managerOrUserAgent */
export function managerOf(request: Pick<ResourceRequest, "fieldManager" | "userAgent">): string {
  if (request.fieldManager) return request.fieldManager;
  const slash = request.userAgent.indexOf("/");
  return (slash < 0 ? request.userAgent : request.userAgent.slice(0, slash)).slice(0, MANAGER_LENGTH_MAX);
}
