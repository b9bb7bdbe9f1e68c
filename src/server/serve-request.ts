import { parsePath, type ParsedPath } from "../apiserver/request/parse-path.ts";
import { textOfBytes } from "../base/byte-text.ts";
import type { JsonObject } from "../base/json.ts";
import type { ResourceRequest } from "../machinery/api.ts";
import type { HttpRequest } from "../machinery/node-runtime.ts";
import { badRequest } from "../machinery/status.ts";
import { credentialsOf } from "./authentication.ts";
import type { Answering } from "./http-server.ts";
import { followLog } from "./log-stream.ts";
import { openApiProtobuf } from "./open-api-protobuf.ts";
import { asOnTheWire, bodyText, respond, respondAs, tableApiVersion, type TableWish } from "./representation.ts";
import { readBody } from "./request-body.ts";
import { watchStream } from "./watch-stream.ts";
import { streamed, type WireRequest } from "./wire.ts";

type Sender = Pick<ResourceRequest, "user" | "userAgent">;

/** Subresources that need more than HTTP. */
const UPGRADED = new Set(["attach", "exec", "portforward"]);
const PROTOBUF_OPENAPI = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

/** Answers one HTTP request. Throws StatusError. */
export async function serveRequest(options: Answering, request: WireRequest): Promise<Response> {
  const { backend, schema } = options;
  const { url } = request;
  const user = await backend.authenticate(credentialsOf(request.headers));
  if ("code" in user) return respond(schema, user);
  const sender = { user, userAgent: request.headers.get("user-agent") ?? "" };
  const bare = parseUrl(request, url, undefined);
  if (bare.type === "path") return servePath(options, request, url, sender);
  if (bare.request.http) return serveProxied(options, request, { ...bare.request, ...sender, http: bare.request.http });
  if (UPGRADED.has(bare.request.subresource ?? "")) throw badRequest("Upgrade request required");
  const parsed = parseUrl(request, url, readBody(request, schema));
  if (parsed.type === "path") return servePath(options, request, url, sender);
  const wish = tableApiVersion(request.headers.get("accept") ?? "");
  const resource: ResourceRequest = { ...parsed.request, ...sender, ...(wish ? { as: "table" as const } : {}) };
  if (resource.verb === "watch") return openWatch(options, resource, parsed, { wish, path: url.pathname });
  const response = await backend.handle(resource);
  if (
    resource.subresource === "log" &&
    resource.options?.["follow"] === "true" &&
    typeof response.body === "string" &&
    response.code === 200
  ) {
    return streamed(followLog(backend, resource, response.body), "text/plain");
  }
  return respond(schema, asOnTheWire(response, options.unservedBody(url.pathname)), wish, parsed.includeObject);
}

function parseUrl(request: WireRequest, url: URL, body: unknown): ParsedPath {
  try {
    return parsePath(request.method, url.pathname, url.search.slice(1), body, request.headers.get("content-type") ?? "");
  } catch (error) {
    if (error instanceof URIError) throw badRequest(`invalid URL escape in ${JSON.stringify(url.pathname)}`);
    throw error;
  }
}

/** What is meant for a program behind the API server passes as it is, and so does the answer. */
async function serveProxied(
  { backend, schema }: Answering,
  { headers, body }: WireRequest,
  request: ResourceRequest & { http: HttpRequest },
): Promise<Response> {
  const http = { ...request.http, headers: [...headers], body: textOfBytes(body) };
  const response = await backend.handle({ ...request, http });
  return response.http ? respondAs(response.http) : respond(schema, response);
}

async function servePath({ backend, schema, unservedBody }: Answering, request: WireRequest, url: URL, sender: Sender): Promise<Response> {
  const response = await backend.handle({ verb: "path", method: request.method, path: url.pathname + url.search, ...sender });
  if (response.code !== 200) return respond(schema, asOnTheWire(response, unservedBody(url.pathname)));
  // The real server names no media type either: Go's clients cannot parse this one.
  if (url.pathname === "/openapi/v2" && (request.headers.get("accept") ?? "").includes(PROTOBUF_OPENAPI)) {
    const bytes = openApiProtobuf(response.body as JsonObject);
    return new Response(bytes.buffer as ArrayBuffer, { headers: { "content-type": "application/octet-stream" } });
  }
  // The one document that the real server indents.
  if (url.pathname === "/version")
    return new Response(JSON.stringify(response.body, null, 2), { headers: { "content-type": "application/json" } });
  return respond(schema, response);
}

async function openWatch(
  { backend, schema, unservedBody }: Answering,
  request: ResourceRequest,
  parsed: ParsedPath & { type: "resource" },
  { wish, path }: { wish: TableWish | undefined; path: string },
): Promise<Response> {
  const watch = await backend.watch(request);
  if (!("poll" in watch)) return respond(schema, asOnTheWire(watch, unservedBody(path)));
  const timeoutMs = parsed.timeoutSeconds === undefined ? undefined : parsed.timeoutSeconds * 1000;
  const stream = watchStream(backend, watch, timeoutMs, (object) => bodyText(schema, object, wish, parsed.includeObject));
  return streamed(stream, "application/json");
}
