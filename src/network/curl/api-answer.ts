import type { HttpResponse } from "../http.ts";
import type { Url } from "./url.ts";

const HEALTH: ReadonlySet<string> = new Set(["/healthz", "/livez", "/readyz"]);

/** What the API server says to somebody who shows no certificate. */
export function apiServerAnswer(url: Url, method: string): HttpResponse {
  if (url.scheme === "http")
    return {
      status: 400,
      statusText: "Bad Request",
      headers: [
        ["Content-Type", "text/plain; charset=utf-8"],
        ["Connection", "close"],
      ],
      body: "Client sent an HTTP request to an HTTPS server.\n",
    };
  const path = url.path.split("?")[0] ?? "/";
  const ok = { status: 200, statusText: "OK" } as const;
  if (HEALTH.has(path)) return { ...ok, headers: [["Content-Type", "text/plain; charset=utf-8"]], body: "ok" };
  const verb = { GET: "get", HEAD: "head", POST: "post", PUT: "put", DELETE: "delete", PATCH: "patch" }[method] ?? method.toLowerCase();
  const body = JSON.stringify(
    {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message: `forbidden: User "system:anonymous" cannot ${verb} path "${path}"`,
      reason: "Forbidden",
      details: {},
      code: 403,
    },
    null,
    2,
  );
  return { status: 403, statusText: "Forbidden", headers: [["Content-Type", "application/json"]], body };
}
